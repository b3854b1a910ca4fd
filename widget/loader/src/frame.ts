/**
 * The panel in its iframe: made before it is wanted, shown when it is. Nothing is heard but from
 * this frame and the script's own origin, and nothing is posted to any other.
 */

import { data, origin } from "./config";
import { element } from "./element";
import { signal } from "./end";
import { guarded } from "./guard";
import type { FromPanel, ToPanel } from "./protocol";
import { words } from "./words";

/** What to do with each message of the panel. */
export type Hears = { [T in FromPanel["type"]]: (message: Extract<FromPanel, { type: T }>) => void };

let panel: HTMLIFrameElement | undefined;

/** Makes the frame in `root` unless it is there, and gives it. */
export function frame(root: ShadowRoot, hears: Hears): HTMLIFrameElement {
  if (panel) {
    return panel;
  }
  const made = element("iframe", {
    id: "panel",
    title: words.support,
    allow: "clipboard-write",
    // The panel learns which origin embeds it even where the page sends no referrer.
    referrerPolicy: "origin",
    src: `${origin}/panel/?site=${encodeURIComponent(data.site as string)}`,
  });
  addEventListener(
    "message",
    ({ origin: from, source, data: message }) => {
      if (from === origin && source === made.contentWindow && message?.aftercare) {
        guarded(() => hears[message.type as FromPanel["type"]]?.(message));
      }
    },
    { signal },
  );
  // A phone's keyboard covers what is fixed to the page; the sheet keeps to what can be seen.
  visualViewport?.addEventListener(
    "resize",
    () => {
      const { scale, height, offsetTop } = visualViewport as VisualViewport;
      if (scale === 1) {
        made.style.cssText = `--height:${height}px;--top:${offsetTop}px`;
      }
    },
    { signal },
  );
  root.append(made);
  return (panel = made);
}

export function post(message: ToPanel): void {
  panel?.contentWindow?.postMessage({ aftercare: 1, ...message }, origin);
}
