/** A browser that lets nobody store anything, as private windows and strict settings do. */


import assert from "node:assert/strict";

import { Visitor } from "../harness/browser.ts";
import { begin, console as consolePage, open, submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

test("without storage everything works, and the panel says what that means", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  await visitor.context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: refuse, configurable: true });
    }
  });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await submit(inside, WORDS.en, "Where nothing is stored");
  await expect(inside.getByRole("heading", { name: "Where nothing is stored" })).toBeVisible();
});

/** As in a private window: asking is allowed, and then refused. */
function refuse(): void {
  indexedDB.open = () => {
    const request = new EventTarget() as IDBOpenDBRequest;
    setTimeout(() => {
      const event = new Event("error", { cancelable: true });
      request.onerror?.(event);
      request.dispatchEvent(event);
    });
    return request;
  };
}

test("where the browser refuses to store, what is written is kept as long as the page, and sent once", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `In private ${Date.now()}`;
  await using visitor = await Visitor.come();
  visitor.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await visitor.context.addInitScript(refuse);
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await begin(inside, WORDS.en, subject);
  await expect(inside.getByText(WORDS.en.notKept).first()).toBeVisible();
  await expect(inside.getByText(WORDS.en.firstResponse).first()).toBeVisible();
  await visitor.context.setOffline(true);
  await inside.getByRole("button", { name: WORDS.en.submit }).click();
  await expect(inside.getByText(/Keep this page open: the browser blocks storage/)).toBeVisible();
  await visitor.context.setOffline(false);
  await expect(inside.getByRole("heading", { name: subject })).toBeVisible();
  const { items } = await built.desk("GET", `/tickets?q=${encodeURIComponent(subject)}`);
  assert.equal(items.length, 1);
});
