/** The button in the corner: a real one, with a name in words, a badge, and the state of the panel. */

import { element } from "./element";
import { words } from "./words";

const glyph = new Text();
const badge = element("i");

export const button = element("button", { className: "launcher" }, glyph, badge);

// By the name of the frame, which is made later.
button.setAttribute("aria-controls", "panel");

/** Brings it up to date. Before the first call it has no name. */
export function draw(count: number, isOpen: boolean): void {
  badge.hidden = !count;
  badge.textContent = count > 9 ? "9+" : `${count}`;
  button.ariaLabel = count ? `${words.support}, ${count} ${words.unread}` : words.support;
  button.ariaExpanded = `${isOpen}`;
  glyph.data = isOpen ? "\u00d7" : "?";
}
