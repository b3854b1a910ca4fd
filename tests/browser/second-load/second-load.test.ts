/** The views behind the first one load afterwards: what a click finds where they have not come. */

import { launcher, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

const LATER = "**/panel/assets/split_later.*.wasm";
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
