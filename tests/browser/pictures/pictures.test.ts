/** The views that people look at before a release, and that they hold what they must at any width. */

import assert from "node:assert/strict";

import { Visitor } from "../harness/browser.ts";
import { atDesk, console as consolePage, open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

test("a Friday evening in Shanghai is explained segment by segment", async () => {
  const built = await product();
  const host = built.host();
  const now = "2026-02-13T09:00:00Z";
  consolePage(built, host, person("professional"), {}, now);
  await using visitor = await Visitor.come({ now });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await inside.getByRole("button", { name: WORDS.en.newTicket }).first().click();
  await inside.getByRole("radio", { name: WORDS.en.degraded }).check({ force: true });
  const text = async () => (await inside.getByRole("main").innerText()).replaceAll(/\s+/g, " ");
  await expect(inside.getByText(/First response by Sat/)).toBeVisible();
  assert.match(await text(), /First response by Sat,? 14 Feb.*12:30/);
  assert.match(await text(), /05:30.*Berlin/);
  assert.match(await text(), /make-up working day/);
  await visitor.picture("promise-en");
});

test("on a phone the panel fills the page, and nothing runs over its edge", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("enterprise"), { lang: "zh-CN" });
  await using visitor = await Visitor.come({ lang: "zh-CN", width: 320, height: 640 });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  const frame = () => visitor.page.frames().find((it) => it.url().includes("/panel/"));
  const tooWide = async () => (await frame()?.evaluate(() => document.documentElement.scrollWidth - innerWidth)) ?? 0;
  for (const view of ["首页", WORDS.zh.tickets, WORDS.zh.updates]) {
    await inside.getByRole("navigation").getByText(view).click();
    await visitor.page.waitForTimeout(100);
    assert.ok((await tooWide()) <= 0, `${view} is too wide`);
    await visitor.picture(`phone-${view}`);
  }
  const box = await visitor.page.locator("iframe#panel").boundingBox();
  assert.ok(box && box.width >= 300, `${box?.width}`);
});

test("the desk on a narrow window shows one column at a time", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 390, height: 800 });
  const page = await atDesk(built, visitor, WORDS.en);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  await visitor.picture("desk-narrow");
});

test("the text can be twice as large", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("enterprise"));
  await using visitor = await Visitor.come({ width: 640, height: 480 });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await inside.getByRole("button", { name: WORDS.en.newTicket }).first().click();
  await expect(inside.getByText(WORDS.en.firstResponse).first()).toBeVisible();
  await expect(inside.getByRole("button", { name: WORDS.en.submit })).toBeVisible();
  await visitor.picture("zoomed");
});
