/** The script in the head, before there is a body; and once more, as tag managers do. */

import assert from "node:assert/strict";

import { launcher, Visitor } from "../harness/browser.ts";
import { open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { tag } from "../harness/host.ts";
import { product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

test("two tags in the head are one widget", async () => {
  const built = await product();
  const host = built.host();
  const blocking = tag(built.origin).replace(" async", "");
  host.serve({ head: `${blocking}\n${blocking}`, body: tag(built.origin) });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  await open(visitor.page);
  await expect(launcher(visitor.page)).toHaveCount(1);
  await expect(visitor.page.locator("iframe")).toHaveCount(1);
});

test("a tag without a site complains, and does nothing else", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ body: `<script src="${built.origin}/widget.js"></script>` });
  await using visitor = await Visitor.come();
  visitor.expected.push(/data-site/);
  await visitor.page.goto(host.origin);
  assert.equal(await visitor.page.evaluate(() => "Aftercare" in window), false);
  await expect(launcher(visitor.page)).toHaveCount(0);
});
