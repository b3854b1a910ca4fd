/** All that this page does with the widget, by its public commands alone. */

import type { Aftercare, View } from "../../widget/loader/aftercare";
import { byId } from "./dom";
import { say } from "./language";

/** Keeps calls until the widget has loaded; the widget takes its place. */
export function queueEarlyCalls(): void {
  window.Aftercare ??= function stub(...call: unknown[]): undefined {
    (stub as Aftercare).q = [...((stub as Aftercare).q ?? []), call];
  } as Aftercare;
}

/** The widget's global as it is now: the stub, or what replaced it. */
export const support: Aftercare = (...call: unknown[]) => (window.Aftercare as (...call: unknown[]) => undefined)(...call);

/**
 * Signs the visitor in. In a real console the backend knows who asks; the demo's backend takes the
 * customer's word for it.
 */
export function identifyAs(customer: string): void {
  support("identify", async () => {
    const answer = await fetch("/demo/identity", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ customer }),
    });
    if (!answer.ok) {
      throw new Error(`POST /demo/identity answered ${answer.status}`);
    }
    const { identity } = (await answer.json()) as { identity: string };
    return identity;
  });
}

export function wireSupport(): void {
  byId("help").addEventListener("click", () => support("toggle"));
  for (const button of document.querySelectorAll<HTMLElement>("[data-open]")) {
    button.addEventListener("click", () => support("open", button.dataset.open as View));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-sdk]")) {
    button.addEventListener("click", () => {
      support("sdk", button.dataset.sdk ?? "");
      support("open", "updates");
    });
  }

  support("on", "unread", (count) => {
    const badge = byId("unread");
    badge.hidden = !count;
    badge.textContent = `${count}`;
  });
  support("on", "submitted", ({ number }) => {
    byId("news").textContent = say(`Ticket #${number} was received. Its clock is running.`, `已收到工单 #${number}，开始计时。`);
  });
}
