/** A page that runs from right to left. */

import assert from "node:assert/strict";

import { launcher, Visitor } from "../harness/browser.ts";
import { identify, open } from "../harness/customer.ts";
import { tag } from "../harness/host.ts";
import { person, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

test("on a page from right to left the button stands at the end of the line, which is left", async () => {
  const built = await product();
  const host = built.host();
  host.serve({
    root: 'lang="ar" dir="rtl"',
    body: `<script src="/identify.js"></script>${tag(built.origin)}`,
    files: { "/identify.js": identify(built, person("professional")) },
  });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  const box = await launcher(visitor.page).boundingBox();
  assert.ok(box && box.x < 200, `it stands at ${box?.x}`);
  await open(visitor.page);
  const frame = await visitor.page.locator("iframe#panel").boundingBox();
  assert.ok(frame && frame.x >= 0 && frame.x < 200, `the panel stands at ${frame?.x}`);
  await visitor.picture("rtl");
});

test("data-position has the last word", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ root: 'lang="ar" dir="rtl"', body: tag(built.origin, { position: "right" }) });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  const box = await launcher(visitor.page).boundingBox();
  assert.ok(box && box.x > 900, `it stands at ${box?.x}`);
});
