/** What the script tag says. Read at once: only while the script runs is its tag the current one. */

const tag = document.currentScript as HTMLScriptElement | null;

/** The tag's `data-` attributes, as they were written. */
export const data: DOMStringMap = { ...tag?.dataset };

/** Where the script came from: the one origin that is asked, framed and listened to. Empty where that is unknown. */
export const origin = tag?.src ? new URL(tag.src).origin : "";

/** A BCP 47 tag. */
export const lang = data.lang || document.documentElement.lang || navigator.language;

/** Whatever looks like a package URL; the Worker judges the rest. */
export function purls(text: string): string[] {
  return text.match(/pkg:[^\s,]+/g) ?? [];
}
