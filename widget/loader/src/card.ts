/** One advisory, in a card above the launcher. Read out politely; it never takes the focus. */

import { element } from "./element";
import type { NoticeCard } from "./notices";
import { words } from "./words";

function text(tag: "i" | "span" | "b" | "p", textContent: string): HTMLElement {
  return element(tag, { textContent });
}

/** What is spoken is English or Chinese, so it runs from left to right on every page. */
export function card(notice: NoticeCard, done: (upgrade: boolean) => void): HTMLElement {
  const content = element(
    "div",
    { dir: "ltr" },
    text("i", words[notice.severity]),
    text("span", ` ${words.affects} \xb7 ${notice.package} ${notice.version}`),
    text("b", notice.summary),
    text("p", notice.fixed_in ? `${words.fixed} ${notice.fixed_in}` : ""),
    element("button", { className: "main", textContent: words.upgrade, onclick: () => done(true) }),
    element("button", { textContent: words.dismiss, onclick: () => done(false) }),
  );
  return element("section", {}, content);
}
