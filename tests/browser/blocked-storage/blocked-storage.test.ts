/** A browser that lets nobody store anything, as private windows and strict settings do. */

import { test } from "node:test";

import { Visitor } from "../harness/browser.ts";
import { console as consolePage, open, submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";

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

test("a database that can't be opened is no storage either", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  await visitor.context.addInitScript(() => {
    indexedDB.open = () => {
      const request = new EventTarget() as IDBOpenDBRequest;
      setTimeout(() => {
        const event = new Event("error", { cancelable: true });
        request.onerror?.(event);
        request.dispatchEvent(event);
      });
      return request;
    };
  });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await submit(inside, WORDS.en, "Where the database fails");
  await expect(inside.getByRole("heading", { name: "Where the database fails" })).toBeVisible();
});
