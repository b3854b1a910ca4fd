/** One page at a time, named by the address's fragment, as single-page consoles do it. */

import { byId } from "./dom";

export function drawPages(): void {
  const pages = [...document.querySelectorAll<HTMLElement>(".page")];
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".side a")];

  function show(): void {
    const asked = location.hash.slice(1);
    if (asked === "main") {
      return;
    }
    const shown = pages.find((page) => page.id === asked) ?? pages[0];
    for (const page of pages) {
      page.hidden = page !== shown;
    }
    for (const link of links) {
      link.ariaCurrent = link.hash === `#${shown?.id}` ? "page" : null;
    }
  }

  show();
  addEventListener("hashchange", () => {
    show();
    byId("main").focus();
    scrollTo(0, 0);
  });
}
