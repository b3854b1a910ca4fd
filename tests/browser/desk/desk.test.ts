/** The desk: signing in, acting, keys, and what must not happen while somebody writes. */

import assert from "node:assert/strict";

import { Visitor } from "../harness/browser.ts";
import { atDesk } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { person, product, type Product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

const words = WORDS.en;

/** A ticket that somebody opened a moment ago. */
async function ticket(built: Product, subject: string): Promise<{ id: string; seq: number; write(body: string): Promise<void> }> {
  const json = (path: string, token: string | undefined, body: unknown) =>
    fetch(`${built.origin}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    }).then(async (answer) => {
      assert.equal(answer.status, 201, `${path}: ${answer.status}`);
      return (await answer.json()) as any;
    });
  const session = await json("/v1/sessions", undefined, { site: built.site, identity: built.identity(person("enterprise")) });
  const opened = await json("/v1/tickets", session.token, { subject, body: "Steps", severity: "severe", sdks: ["pkg:npm/matrix-js-sdk@23.5.0"] });
  return {
    id: opened.id,
    seq: opened.seq,
    async write(body) {
      await json(`/v1/tickets/${opened.id}/messages`, session.token, { body, seen: opened.seq });
    },
  };
}

test("a wrong token is refused in words, and the right one is kept from scripts", async () => {
  const built = await product();
  await using visitor = await Visitor.come();
  visitor.expected.push(/401/);
  const { page } = visitor;
  await page.goto(`${built.origin}/desk/`);
  await page.getByLabel(words.desk.token).fill("agt_wrong");
  await page.getByRole("button", { name: words.desk.signIn }).click();
  await expect(page.getByText(/This token is not known/)).toBeVisible();
  await page.getByLabel(words.desk.token).fill("agt_demo_lin");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(words.desk.search)).toBeVisible();
  assert.equal(await page.evaluate(() => document.cookie), "");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!kept.includes("agt_"), kept);
  const [cookie] = await visitor.context.cookies();
  assert.ok(cookie?.httpOnly && cookie.secure && cookie.sameSite === "Strict", JSON.stringify(cookie));
  await page.reload();
  await expect(page.getByLabel(words.desk.search)).toBeVisible();
});

test("a note, an answer and a resolution, each where it belongs", async () => {
  const built = await product();
  const subject = `Desk ${Date.now()}`;
  await ticket(built, subject);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const page = await atDesk(built, visitor, words);
  await page.getByLabel(words.desk.search).fill(subject);
  await page.getByRole("link", { name: subject }).click();
  await expect(page.getByRole("heading", { name: subject })).toBeVisible();
  await expect(page.getByText("matrix-js-sdk").first()).toBeVisible();

  await page.getByRole("radio", { name: words.desk.note }).check({ force: true });
  await page.getByRole("textbox", { name: words.desk.note }).fill("Between us.");
  await page.getByRole("button", { name: words.desk.saveNote }).click();
  await expect(page.getByRole("main").getByText("Between us.")).toBeVisible();

  await page.getByRole("button", { name: words.desk.accept, exact: true }).click();
  await expect(page.getByText(words.desk.accepted).first()).toBeVisible();
  await page.getByRole("button", { name: words.desk.resolve, exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: words.desk.resolve, exact: true }).click();
  await expect(page.getByText(words.desk.resolved).first()).toBeVisible();
});

test("what the customer writes meanwhile is shown before an answer is sent past it", async () => {
  const built = await product();
  const subject = `Stale ${Date.now()}`;
  const opened = await ticket(built, subject);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.expected.push(/409/);
  const page = await atDesk(built, visitor, words);
  await page.getByLabel(words.desk.search).fill(subject);
  await page.getByRole("link", { name: subject }).click();
  const reply = page.getByRole("textbox", { name: words.desk.reply });
  await reply.fill("Please restart the gateway.");
  // Nothing new is fetched from here on, so the answer is sent without knowledge of the message.
  await visitor.context.route(`**/v1/desk/tickets/${opened.id}`, (route) => route.fulfill({ status: 304 }));
  await opened.write("It stopped by itself.");
  await visitor.context.unroute(`**/v1/desk/tickets/${opened.id}`);
  await page.getByRole("button", { name: words.desk.send }).click();
  await expect(page.getByText("It stopped by itself.").first()).toBeVisible(20_000);
  const { ticket: now } = await built.desk("GET", `/tickets/${opened.id}`);
  const answers = now.events.filter((event: any) => event.kind === "message" && event.author.role === "agent");
  assert.ok(answers.length <= 1);
  if (answers.length === 0) {
    await eventually(() => reply.inputValue(), "Please restart the gateway.", "what was written is still there");
  }
});

test("the keys lead through the list and into the field, and are off while somebody types", async () => {
  const built = await product();
  const stamp = Date.now();
  await ticket(built, `Keys one ${stamp}`);
  await ticket(built, `Keys two ${stamp}`);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const page = await atDesk(built, visitor, words);
  await page.getByRole("link", { name: `Keys one ${stamp}` }).waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("j");
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByLabel(words.desk.search)).toBeFocused();
  await page.keyboard.type("j? no shortcut here");
  assert.equal(await page.getByLabel(words.desk.search).inputValue(), "j? no shortcut here");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("markup that a customer writes is text at the desk", async () => {
  const built = await product();
  const subject = `<img src=x onerror=alert(1)> ${Date.now()}`;
  const opened = await ticket(built, subject);
  await opened.write('<script>alert(1)</script><a href="javascript:alert(1)">x</a> {{7*7}} ${7*7}');
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.page.on("dialog", (dialog) => assert.fail(dialog.message()));
  const page = await atDesk(built, visitor, words);
  await page.goto(`${built.origin}/desk/`);
  await page.getByRole("link", { name: subject }).click();
  await expect(page.getByRole("heading", { name: subject })).toBeVisible();
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();
  assert.equal(await page.locator("a[href^='javascript']").count(), 0);
});
