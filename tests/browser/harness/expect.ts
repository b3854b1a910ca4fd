/** Waiting assertions over a page: asked again until they hold, or a deadline has passed. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

import type { Locator } from "playwright-core";

const PATIENCE_MS = 10_000;

/** Asks until the answer is the one expected. */
export async function eventually<T>(ask: () => Promise<T>, expected: T, what: string, patience = PATIENCE_MS): Promise<void> {
  const began = Date.now();
  let last: T | undefined;
  do {
    last = await ask();
    if (Object.is(last, expected)) return;
    await pause(30);
  } while (Date.now() - began < patience);
  assert.deepEqual(last, expected, what);
}

export function expect(locator: Locator) {
  return {
    async toBeVisible(patience = PATIENCE_MS): Promise<void> {
      await locator.waitFor({ state: "visible", timeout: patience });
    },
    async toBeHidden(): Promise<void> {
      await locator.waitFor({ state: "hidden", timeout: PATIENCE_MS });
    },
    async toHaveCount(count: number): Promise<void> {
      await eventually(() => locator.count(), count, `how many there are of ${locator}`);
    },
    async toHaveAttribute(name: string, value: string): Promise<void> {
      await eventually(() => locator.getAttribute(name), value, `${name} of ${locator}`);
    },
    async toHaveText(text: string): Promise<void> {
      await eventually(async () => (await locator.textContent())?.trim(), text, `the text of ${locator}`);
    },
    async toBeFocused(): Promise<void> {
      await eventually(
        () => locator.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element),
        true,
        `the focus is on ${locator}`,
      );
    },
  };
}
