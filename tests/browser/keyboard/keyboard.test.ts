/** Nothing but a keyboard. */

import assert from "node:assert/strict";

import { launcher, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";
import type { Frame, Page } from "playwright-core";

const words = WORDS.en;

/** What has the focus, wherever it is: its role or tag, and its name. */
async function focused(page: Page): Promise<string> {
  const inner = (frame: Frame) =>
    frame.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body) return "nothing";
      const labels = (element as HTMLInputElement).labels ?? [];
      const name = element.getAttribute("aria-label") ?? labels[0]?.textContent ?? element.textContent ?? "";
      return `${element.tagName.toLowerCase()} ${name.trim()}`;
    });
  const outer = await inner(page.mainFrame());
  const child = page.frames()[1];
  return outer.startsWith("iframe") && child ? inner(child) : outer;
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (wanted.test(now)) return;
    seen.push(now);
  }
  assert.fail(`Tab never reached ${wanted}: ${seen.join(" > ")}`);
}

test("a ticket is sent with the keyboard alone, and Escape leads back to the button", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `By keyboard ${Date.now()}`;
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).waitFor();
  await tabTo(page, /^button Support/);
  await page.keyboard.press("Enter");
  await expect(launcher(page)).toHaveAttribute("aria-expanded", "true");
  await expect(panel(page).getByRole("navigation")).toBeVisible();
  await tabTo(page, /New ticket/);
  await page.keyboard.press("Enter");
  await expect(panel(page).getByLabel(words.subject)).toBeVisible();
  if (!/What happens/.test(await focused(page))) await tabTo(page, /What happens/);
  await page.keyboard.type(subject);
  await tabTo(page, /^input .*(Question|Degraded)/);
  await page.keyboard.press("ArrowRight");
  await tabTo(page, /^textarea/);
  await page.keyboard.type("Steps");
  await tabTo(page, /Submit ticket/);
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("heading", { name: subject })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(launcher(page)).toHaveAttribute("aria-expanded", "false");
  await expect(launcher(page)).toBeFocused();
});

test("Tab leaves the panel: there is no trap", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("basic"));
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).focus();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("navigation")).toBeVisible();
  const seen = new Set<string>();
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press("Tab");
    seen.add(await focused(page));
  }
  assert.ok([...seen].some((it) => it.startsWith("a First")), `the page's own link is reached: ${[...seen].join(" > ")}`);
});
