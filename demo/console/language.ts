/** English stands in the page, Chinese beside it in `data-zh` and `data-zh-label`. */

import { lang, withChoice } from "./address";
import { byId } from "./dom";

/** Before the widget reads it: the widget speaks the page's language. */
export function settleLanguage(): void {
  document.documentElement.lang = lang() === "zh" ? "zh-CN" : "en";
}

/** The text for the language in use. */
export function say(en: string, zh: string): string {
  return lang() === "zh" ? zh : en;
}

export function translate(): void {
  const other = byId("language") as HTMLAnchorElement;
  other.href = withChoice("lang", say("zh", "en"));
  if (lang() === "zh") {
    document.title = "Nimbus RTC 控制台";
    for (const one of document.querySelectorAll<HTMLElement>("[data-zh]")) {
      one.textContent = one.dataset.zh ?? "";
    }
    for (const one of document.querySelectorAll<HTMLElement>("[data-zh-label]")) {
      one.ariaLabel = one.dataset.zhLabel ?? "";
    }
    other.lang = other.hreflang = "en";
    other.textContent = "English";
  }
}

/** Numbers and times as the visitor's language writes them. */
export function number(value: number): string {
  return new Intl.NumberFormat(lang()).format(value);
}

export function percent(value: number): string {
  return new Intl.NumberFormat(lang(), { style: "percent", maximumFractionDigits: 2 }).format(value);
}

export function date(value: Date, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(lang(), style).format(value);
}
