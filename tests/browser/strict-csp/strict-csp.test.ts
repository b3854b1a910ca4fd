/** A page that allows one origin three things and nothing else. */

import assert from "node:assert/strict";

import { Visitor } from "../harness/browser.ts";
import { identify, open, submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { tag } from "../harness/host.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

test("a strict Content-Security-Policy with Trusted Types is not violated", async () => {
  const built = await product();
  const host = built.host();
  const { origin } = built;
  host.serve({
    headers: {
      "content-security-policy": `default-src 'none'; script-src 'self' ${origin}; frame-src ${origin}; connect-src ${origin}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
      "referrer-policy": "no-referrer",
    },
    body: `<script src="/identify.js"></script>${tag(origin)}`,
    files: { "/identify.js": identify(built, person("enterprise")) },
  });
  await using customer = await Visitor.come();
  await customer.page.goto(host.origin);
  const card = customer.page.getByRole("status").getByText("matrix-js-sdk 23.5.0");
  await expect(card).toBeVisible();
  const inside = await open(customer.page);
  await submit(inside, WORDS.en, "Under a strict policy");
  await expect(inside.getByRole("heading", { name: "Under a strict policy" })).toBeVisible();
  // What the page sees of us is one element, styled by itself.
  const launcher = await customer.page.locator("button.launcher").evaluate((button) => {
    const { position } = getComputedStyle(button);
    const { width, height } = button.getBoundingClientRect();
    return { position, isRound: width >= 24 && height >= 24 };
  });
  assert.equal(launcher.isRound, true);
  assert.notEqual(launcher.position, "static");
});
