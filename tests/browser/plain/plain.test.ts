/** The whole way of a ticket, from the click on the help button to the answer, in both languages. */

import assert from "node:assert/strict";
import { describe } from "node:test";

import { launcher, Visitor } from "../harness/browser.ts";
import { atDesk, console as consolePage, open, submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

describe("a plain page", () => {
  for (const [lang, words] of Object.entries(WORDS)) {
    test(`from the click to the answer (${lang})`, async () => {
      const built = await product();
      const host = built.host();
      consolePage(built, host, person("professional"), { lang: words.lang });
      const subject = `Messages arrive twice ${lang} ${Date.now()}`;

      await using customer = await Visitor.come({ lang: words.lang });
      await customer.context.clock.install();
      await customer.page.goto(host.origin);
      const inside = await open(customer.page);
      await submit(inside, words, subject);
      await expect(inside.getByRole("heading", { name: subject })).toBeVisible();
      await expect(inside.getByText(words.firstResponse).first()).toBeVisible();
      await customer.picture(`thread-sent-${lang}`);

      await using agent = await Visitor.come({ lang: words.lang, width: 1440, height: 900 });
      await agent.context.clock.install();
      const desk = await atDesk(built, agent, words);
      await desk.getByLabel(words.desk.search).fill(subject);
      await desk.getByRole("link", { name: subject }).click();
      await expect(desk.getByRole("heading", { name: subject })).toBeVisible();
      await desk.getByRole("button", { name: words.desk.accept, exact: true }).click();
      await expect(desk.getByText(words.desk.accepted).first()).toBeVisible();
      const answer = `Two nodes reject the new key id (${lang})`;
      await desk.getByRole("textbox", { name: words.desk.reply }).fill(answer);
      await desk.getByRole("button", { name: words.desk.send }).click();
      await expect(desk.getByRole("main").getByText(answer)).toBeVisible();
      await agent.picture(`desk-answered-${lang}`);

      // It arrives without a reload, at the next look.
      await customer.context.clock.runFor("00:20");
      await expect(inside.getByText(answer)).toBeVisible();
      await customer.picture(`thread-answered-${lang}`);

      // And the other way round.
      const reply = `Half of them pass since then (${lang})`;
      await inside.getByRole("textbox", { name: words.reply }).fill(reply);
      await inside.getByRole("button", { name: words.send, exact: true }).click();
      await expect(inside.getByText(reply)).toBeVisible();
      await agent.context.clock.runFor("00:20");
      await expect(desk.getByText(reply).first()).toBeVisible();
    });
  }

  test("an answer that comes while the panel is closed is counted on the button", async () => {
    const built = await product();
    const host = built.host();
    const who = person("enterprise");
    consolePage(built, host, who);
    await using customer = await Visitor.come();
    await customer.context.clock.install();
    await customer.page.goto(host.origin);
    const inside = await open(customer.page);
    const subject = `Counted ${Date.now()}`;
    await submit(inside, WORDS.en, subject);
    await expect(inside.getByRole("heading", { name: subject })).toBeVisible();
    await inside.getByRole("button", { name: WORDS.en.close, exact: true }).click();
    await expect(launcher(customer.page)).toHaveAttribute("aria-expanded", "false");

    const { items } = await built.desk("GET", `/tickets?q=${encodeURIComponent(subject)}`);
    assert.equal(items.length, 1);
    await built.desk("POST", `/tickets/${items[0].id}/messages`, { body: "Looking into it.", seen: items[0].seq });
    // Behind a closed panel nobody is in a hurry: it looks again after a minute or so.
    await customer.context.clock.runFor("02:00");
    await expect(customer.page.getByRole("button", { name: /Support, 1 new/ })).toBeVisible();
  });
});
