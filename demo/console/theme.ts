/** Light and dark. The page says which by `color-scheme`; the widget takes it from there. */

import { choose, theme } from "./address";
import { byId } from "./dom";

export function drawTheme(): void {
  byId("theme").addEventListener("click", () => {
    const isDark = theme() ? theme() === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    choose("theme", isDark ? "light" : "dark");
    document.documentElement.dataset.theme = theme() ?? "";
  });
}
