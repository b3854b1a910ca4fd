/** The network goes, the ticket stays; exactly one arrives. */

import assert from "node:assert/strict";

import { launcher, panel, Visitor } from "../harness/browser.ts";
import { begin, console as consolePage, open, submit } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { person, product, type Product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

const words = WORDS.en;

async function arrived(built: Product, subject: string): Promise<number> {
  const { items } = await built.desk("GET", `/tickets?q=${encodeURIComponent(subject)}`);
  return items.length;
}

test("what is sent without a network is kept, said so, and arrives once", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `Offline ${Date.now()}`;
  await using visitor = await Visitor.come();
  visitor.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  // The form has its deadlines; then the network goes.
  await begin(inside, words, subject);
  await expect(inside.getByText(words.firstResponse).first()).toBeVisible();
  await visitor.context.setOffline(true);
  await inside.getByRole("button", { name: words.submit }).click();
  await expect(inside.getByText(words.notReceived).first()).toBeVisible();
  await visitor.picture("offline");
  assert.equal(await arrived(built, subject), 0);
  await visitor.context.setOffline(false);
  await expect(inside.getByText(words.notReceived).first()).toBeHidden();
  await expect(inside.getByText(subject).first()).toBeVisible();
  assert.equal(await arrived(built, subject), 1);
});

test("an answer that is lost on its way is no second ticket", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `Lost answer ${Date.now()}`;
  await using visitor = await Visitor.come();
  visitor.expected.push(/ERR_FAILED|ERR_CONNECTION|Failed to fetch/);
  await visitor.context.clock.install();
  let lost = 0;
  await visitor.context.route("**/v1/tickets", async (route) => {
    if (route.request().method() === "POST" && lost++ === 0) {
      await route.fetch();
      await route.abort("connectionreset");
    } else {
      await route.fallback();
    }
  });
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await submit(inside, words, subject);
  await eventually(async () => lost > 0, true, "it is sent");
  await visitor.context.clock.runFor("00:30");
  await visitor.picture("dbg-lost");
  await expect(inside.getByRole("heading", { name: subject })).toBeVisible();
  assert.ok(lost >= 2, "it was sent again");
  assert.equal(await arrived(built, subject), 1);
});

test("a draft outlives the page", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  let inside = await open(visitor.page);
  await begin(inside, words, "Half a thou");
  await inside.getByLabel(words.body).fill("Steps that took an hour to find");
  await expect(inside.getByText("Draft kept on this device")).toBeVisible();
  await visitor.page.reload();
  inside = await open(visitor.page);
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  assert.equal(await inside.getByLabel(words.subject).inputValue(), "Half a thou");
  assert.equal(await inside.getByLabel(words.body).inputValue(), "Steps that took an hour to find");
});

test("what was queued when the tab was closed is sent when it is open again", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  const subject = `Closed tab ${Date.now()}`;
  await using visitor = await Visitor.come();
  visitor.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await begin(inside, words, subject);
  await visitor.context.setOffline(true);
  await inside.getByRole("button", { name: words.submit }).click();
  await expect(inside.getByText(words.notReceived).first()).toBeVisible();
  await visitor.page.close();
  await visitor.context.setOffline(false);
  const page = await visitor.context.newPage();
  await page.goto(host.origin);
  const again = await open(page);
  await expect(again.getByText(subject).first()).toBeVisible();
  await expect(again.getByText(words.notReceived)).toHaveCount(0);
  assert.equal(await arrived(built, subject), 1);
});

test("what is typed before anybody is known to the panel is kept as well", async () => {
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  const hold = Promise.withResolvers<void>();
  await visitor.context.route("**/v1/sessions", async (route) => {
    await hold.promise;
    await route.fallback();
  });
  await visitor.page.goto(host.origin);
  await launcher(visitor.page).click();
  let inside = panel(visitor.page);
  await begin(inside, words, "Typed at once");
  hold.resolve();
  await expect(inside.getByText("Draft kept on this device")).toBeVisible();
  assert.equal(await inside.getByLabel(words.subject).inputValue(), "Typed at once");
  await visitor.page.reload();
  inside = await open(visitor.page);
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  await eventually(() => inside.getByLabel(words.subject).inputValue(), "Typed at once", "the draft");
});

test("the next person at the same page does not find the draft of the one before", async () => {
  const built = await product();
  const host = built.host();
  const [first, second] = [person("professional"), person("professional", "Ilse Brandt")];
  consolePage(built, host, first);
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(host.origin);
  const inside = await open(page);
  await begin(inside, words, "For my eyes only");
  await expect(inside.getByText("Draft kept on this device")).toBeVisible();
  const identity = (who: typeof first) =>
    page.evaluate((token) => window.Aftercare?.("identify", token), built.identity(who));
  await identity(second);
  await eventually(() => inside.getByLabel(words.subject).inputValue(), "", "the form of somebody else");
  await identity(first);
  await eventually(() => inside.getByLabel(words.subject).inputValue(), "For my eyes only", "one's own draft");
});
