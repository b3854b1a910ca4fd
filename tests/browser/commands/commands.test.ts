/** The global that the script defines, as the vendor's developers use it. */

import assert from "node:assert/strict";

import { launcher, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage, identify, submit, write } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { tag } from "../harness/host.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

declare global {
  interface Window {
    heard: unknown[];
    Aftercare?: ((command: string, ...given: unknown[]) => unknown) & { q?: unknown[] };
  }
}

test("calls made before the script has loaded are carried out in order", async () => {
  const built = await product();
  const host = built.host();
  host.serve({
    head: `<script>
      window.heard = [];
      window.Aftercare = function () { (Aftercare.q = Aftercare.q || []).push(arguments) };
      Aftercare("on", "open", function () { heard.push("open") });
      Aftercare("open", "updates");
    </script>`,
    body: tag(built.origin),
  });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  await expect(panel(visitor.page).getByText("matrix-js-sdk").first()).toBeVisible();
  assert.deepEqual(await visitor.page.evaluate(() => window.heard), ["open"]);
});

test("open, close, toggle, hide and show do what they say, and on can be undone", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("basic"));
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).waitFor();
  const call = (...words: unknown[]) => page.evaluate((given) => void window.Aftercare?.(...(given as [string])), words);
  await page.evaluate(() => {
    window.heard = [];
    const stop = window.Aftercare?.("on", "close", () => window.heard.push("close")) as () => void;
    window.Aftercare?.("on", "close", () => {
      window.heard.push("once");
      stop();
    });
  });
  for (const [command, expanded] of [["open", "true"], ["close", "false"], ["toggle", "true"], ["toggle", "false"]]) {
    await call(command);
    await expect(launcher(page)).toHaveAttribute("aria-expanded", expanded as string);
  }
  assert.deepEqual(await page.evaluate(() => window.heard), ["close", "once", "once"]);
  await call("hide");
  await expect(launcher(page)).toBeHidden();
  await call("show");
  await expect(launcher(page)).toBeVisible();
});

test("the page hears of a ticket that was received", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).waitFor();
  await page.evaluate(() => {
    window.heard = [];
    window.Aftercare?.("on", "submitted", (ticket: unknown) => window.heard.push(ticket));
    window.Aftercare?.("open", "new");
  });
  const inside = panel(page);
  await write(inside.getByLabel(WORDS.en.subject), "Heard of");
  await inside.getByRole("button", { name: WORDS.en.submit }).click();
  await eventually(() => page.evaluate(() => window.heard.length), 1, "the page hears of it");
  const ticket = (await page.evaluate(() => window.heard[0])) as { id: string; number: number };
  assert.match(ticket.id, /^tkt_/);
  assert.equal(typeof ticket.number, "number");
});

test("whatever a page says, nothing is thrown into it", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("basic"));
  await using visitor = await Visitor.come();
  visitor.expected.push(/aftercare/i);
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).waitFor();
  const thrown = await page.evaluate(() => {
    const calls: unknown[][] = [
      [], ["nonsense"], ["constructor"], ["__proto__"], ["open", 7], ["open", "nowhere"], ["sdk"], ["sdk", null, {}, 3],
      ["on"], ["on", "open"], ["on", "nonsense", () => {}], ["on", "open", () => { throw new Error("the page's own"); }],
      ["identify", 7], ["identify", {}], ["identify", () => { throw new Error("the page's own"); }],
      ["identify", () => Promise.reject(new Error("the page's own"))],
      ["log", undefined], ["log", 1n], ["toggle"], ["close"],
    ];
    const errors: string[] = [];
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    for (const given of [...calls, ["log", cyclic]]) {
      try {
        window.Aftercare?.(...(given as [string]));
      } catch (error) {
        errors.push(`${String(given[0])}: ${error}`);
      }
    }
    return errors;
  });
  assert.deepEqual(thrown, []);
});

test("messages of other windows and origins are not heard", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("basic"));
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  await launcher(page).click();
  await expect(panel(page).getByRole("navigation")).toBeVisible();
  // The page itself speaks as if it were the panel.
  await page.evaluate(() => window.postMessage({ aftercare: 1, type: "close" }, "*"));
  await page.evaluate(() => window.postMessage({ aftercare: 1, type: "unread", count: 99 }, "*"));
  await page.evaluate(() => window.dispatchEvent(new MessageEvent("message", { data: { aftercare: 1, type: "close" } })));
  await page.evaluate(() => new Promise((later) => setTimeout(later, 100)));
  assert.equal(await launcher(page).getAttribute("aria-expanded"), "true");
  assert.equal(await launcher(page).getAttribute("aria-label"), "Support");
});

test("a session that has run out is renewed without anybody noticing", async () => {
  const built = await product();
  const host = built.host();
  const who = person("professional");
  host.serve({ body: `<script src="/identify.js"></script>${tag(built.origin)}`, files: { "/identify.js": identify(built, who) } });
  await using visitor = await Visitor.come();
  visitor.expected.push(/401/);
  await visitor.context.clock.install();
  let refused = 0;
  let opened = 0;
  await visitor.context.route("**/v1/sessions", async (route) => {
    opened++;
    await route.fallback();
  });
  await visitor.page.goto(host.origin);
  await launcher(visitor.page).click();
  const inside = panel(visitor.page);
  await expect(inside.getByRole("navigation")).toBeVisible();
  await visitor.context.route("**/v1/tickets", async (route) => {
    if (route.request().method() === "POST" && refused++ === 0) {
      const problem = {
        type: "https://aftercare.dev/problems/expired",
        title: "The sign-in has expired",
        status: 401,
        detail: "Open a new session.",
      };
      await route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify(problem) });
    } else {
      await route.fallback();
    }
  });
  await submit(inside, WORDS.en, "Across a session");
  await eventually(async () => opened, 2, "the page's backend is asked again");
  // By steps: in one leap the time that an answer may take would run out as well.
  for (let step = 0; refused < 2 && step < 60; step++) await visitor.context.clock.runFor(500);
  await expect(inside.getByRole("heading", { name: "Across a session" })).toBeVisible();
  assert.ok(refused >= 2 && opened >= 2, `${refused} posts, ${opened} sessions`);
});
