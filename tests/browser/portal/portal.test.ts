/** The panel as a page of its own: the support portal. */

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.ts";
import { Visitor } from "../harness/browser.ts";
import { submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

for (const words of [WORDS.en, WORDS.zh]) {
  test(`a guest opens a ticket at the portal (${words.lang})`, async () => {
    const built = await product();
    await using visitor = await Visitor.come({ lang: words.lang });
    const { page } = visitor;
    await page.goto(`${built.origin}/panel/?site=${built.site}`);
    await expect(page.getByText(words.guest).first()).toBeVisible();
    const subject = `At the portal ${words.lang}`;
    await submit(page, words, subject);
    await expect(page.getByRole("heading", { name: subject })).toBeVisible();
    assert.ok((await page.title()).length > 0);
    await accessible(page, `portal ${words.lang}`);
    await visitor.picture(`portal-${words.lang}`);
  });
}

test("at 320 pixels nothing is cut off sideways", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 320, height: 640 });
  const { page } = visitor;
  await page.goto(`${built.origin}/panel/?site=${built.site}`);
  await page.getByRole("button", { name: WORDS.en.newTicket }).first().click();
  await expect(page.getByLabel(WORDS.en.subject)).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels too wide`);
});
