/** What is behind the first view of panel and desk loads afterwards: what a click finds where it has not come. */

import { accessible } from "../harness/axe.ts";
import { launcher, panel, Visitor } from "../harness/browser.ts";
import { atDesk, console as consolePage } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

const LATER = "**/panel/assets/split_later.*.wasm";
const PAGES = /\/desk\/assets\/(split|chunk)_.*\.wasm$/;
const words = WORDS.en;

test("where the views behind the first do not come, that is said, and another try fetches them", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  visitor.expected.push(/Failed to fetch|ERR_FAILED/);
  const { page, context } = visitor;
  await context.route(LATER, (route) => route.abort());
  await page.goto(host.origin);
  await launcher(page).click();
  const inside = panel(page);
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  const again = inside.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await context.unroute(LATER);
  await again.click();
  await expect(inside.getByLabel(words.subject)).toBeVisible();
});

test("a click that is quicker than the second load sees that it is on its way", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  const { page, context } = visitor;
  const hold = Promise.withResolvers<void>();
  await context.route(LATER, async (route) => {
    await hold.promise;
    await route.continue();
  });
  await page.goto(host.origin);
  await launcher(page).click();
  const inside = panel(page);
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  await expect(inside.locator("main .bone").first()).toBeVisible();
  hold.resolve();
  await expect(inside.getByLabel(words.subject)).toBeVisible();
});

for (const { lang, scheme, again, title } of [
  { lang: "en-GB", scheme: "light", again: "Try again", title: "Advisories" },
  { lang: "zh-CN", scheme: "dark", again: "重试", title: "安全公告" },
] as const) {
  test(`where the desk's pages do not come, that is said, and another try fetches them (${lang})`, async () => {
    const built = await product();
    await using visitor = await Visitor.come({ width: 1440, height: 900, lang, scheme });
    visitor.expected.push(/Failed to fetch|ERR_FAILED/);
    await visitor.context.route(PAGES, (route) => route.abort());
    const page = await atDesk(built, visitor, lang === "zh-CN" ? WORDS.zh : words);
    await page.goto(`${built.origin}/desk/#/advisories/GHSA-mwq8-fjpf-c2gr`);
    const retry = page.getByRole("main").getByRole("button", { name: again });
    await expect(retry).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: title })).toHaveCount(1);
    await accessible(page, `a page of the desk that did not come ${lang}`);
    await visitor.picture(`desk-second-load-failed-${scheme}`);
    await visitor.context.unroute(PAGES);
    await retry.focus();
    await page.keyboard.press("Enter");
    // The page of the address comes, and the keys go on within it.
    await expect(page.locator("#pane h2")).toBeVisible();
    await expect(page.locator("#page")).toBeFocused();
  });
}

test("the desk's pages come by themselves once the connection is back", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.expected.push(/Failed to fetch|ERR_FAILED/);
  await visitor.context.route(PAGES, (route) => route.abort());
  const page = await atDesk(built, visitor, words);
  await page.goto(`${built.origin}/desk/#/policy`);
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await visitor.context.unroute(PAGES);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
});

test("who turns to a page of the desk sooner than it comes sees that it is on its way", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const hold = Promise.withResolvers<void>();
  await visitor.context.route(PAGES, async (route) => {
    await hold.promise;
    await route.continue();
  });
  const page = await atDesk(built, visitor, words);
  await page.getByRole("navigation").getByRole("link", { name: "Releases" }).click();
  await expect(page.locator("#page .bone").first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Releases" })).toHaveCount(1);
  await accessible(page, "a page of the desk on its way");
  await visitor.picture("desk-second-load-late");
  // The lists are there all the while.
  await page.getByRole("navigation").getByRole("link", { name: /^Due next/ }).click();
  await expect(page.getByLabel(words.desk.search)).toBeVisible();
  hold.resolve();
  await page.getByRole("navigation").getByRole("link", { name: "Releases" }).click();
  await expect(page.getByRole("link", { name: /matrix-js-sdk/ })).toBeVisible();
});
