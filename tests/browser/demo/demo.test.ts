/** The demonstration's console, as a first visitor sees it. */

import assert from "node:assert/strict";

import { accessible } from "../harness/axe.ts";
import { launcher, Visitor } from "../harness/browser.ts";
import { open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

for (const lang of ["en-GB", "zh-CN"] as const) {
  test(`the demonstration's console has a help button that works (${lang})`, async () => {
    const built = await product();
    await using visitor = await Visitor.come({ lang });
    const { page } = visitor;
    await page.goto(`${built.origin}/demo/`);
    await launcher(page).waitFor();
    await visitor.picture(`demo-${lang}`);
    await accessible(page, `demo ${lang}`);
    const inside = await open(page);
    await expect(inside.getByText("matrix-js-sdk").first()).toBeVisible();
    assert.ok((await inside.getByRole("main").innerText()).length > 0);
    await visitor.picture(`demo-open-${lang}`);
  });
}
