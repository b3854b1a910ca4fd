/** What the widget leaves behind: nothing. */

import assert from "node:assert/strict";

import { launcher, Visitor } from "../harness/browser.ts";
import { open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { tag } from "../harness/host.ts";
import { product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

/** What a page can see of itself: its globals, its markup, its storage, its patched functions. */
const SNAPSHOT = `(() => ({
  keys: Reflect.ownKeys(window).map(String).sort().join(),
  html: document.documentElement.outerHTML,
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
  storage: JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]),
  functions: [fetch, addEventListener, XMLHttpRequest.prototype.open, console.error, history.pushState, Element.prototype.attachShadow]
    .every((it) => Function.prototype.toString.call(it).includes("[native code]")),
  handlers: [window.onerror, window.onmessage, document.onclick, window.onunhandledrejection].join(),
}))()`;

test("destroy leaves the page as it was", async () => {
  const built = await product();
  const host = built.host();
  host.serve({});
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  const before = await page.evaluate(SNAPSHOT);
  await page.addScriptTag({ url: `${built.origin}/widget.js#1` }).catch(() => {});
  // The tag that counts is one with its attributes.
  await page.evaluate((html) => {
    document.querySelectorAll("script").forEach((script) => script.remove());
    const template = document.createElement("template");
    template.innerHTML = html;
    const script = document.createElement("script");
    for (const { name, value } of template.content.firstElementChild?.attributes ?? []) script.setAttribute(name, value);
    script.id = "tag";
    document.body.append(script);
  }, tag(built.origin));
  visitor.expected.push(/data-site/);
  await open(page);
  assert.notDeepEqual(await page.evaluate(SNAPSHOT), before, "the widget is there");
  await page.evaluate(() => window.Aftercare?.("destroy"));
  await expect(launcher(page)).toHaveCount(0);
  await page.evaluate(() => document.getElementById("tag")?.remove());
  assert.deepEqual(await page.evaluate(SNAPSHOT), before);

  // What was said to it is not heard any more, and it can come back.
  await page.evaluate(() => window.postMessage({ aftercare: 1, type: "close" }, "*"));
});

test("nothing is stored before somebody writes", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ body: tag(built.origin) });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  await launcher(visitor.page).waitFor();
  await expect(visitor.page.getByRole("status").getByText("matrix-js-sdk 23.5.0")).toBeVisible();
  const state = await visitor.context.storageState({ indexedDB: true });
  assert.deepEqual(state.cookies, []);
  assert.deepEqual(state.origins.filter(({ origin }) => origin === host.origin), []);
});
