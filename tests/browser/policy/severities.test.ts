/** A policy may call the severities what its contract calls them: so do desk and panel, in both languages. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { Visitor } from "../harness/browser.ts";
import { atDesk, console as consolePage, open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { push, restoring } from "../harness/policy.ts";
import { type Person, person, product, type Product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { WORDS } from "../harness/words.ts";

const NAMES = [
  { severity: "question", name: { en: "P4 Advice", zh: "P4 咨询" } },
  { severity: "degraded", name: { en: "P3 Normal", zh: "P3 一般" } },
  { severity: "severe", name: { en: "P2 Urgent", zh: "P2 紧急" } },
  // Without a name of the vendor's: our word stands.
  { severity: "down" },
];

/** A ticket of somebody's, of a severity. */
async function opened(built: Product, who: Person, subject: string): Promise<string> {
  const post = async (path: string, token: string | undefined, body: unknown) => {
    const answer = await fetch(`${built.origin}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 201, path);
    return (await answer.json()) as any;
  };
  const session = await post("/v1/sessions", undefined, { site: built.site, identity: built.identity(who) });
  return (await post("/v1/tickets", session.token, { subject, body: "Steps", severity: "severe" })).id;
}

for (const lang of ["en", "zh"] as const) {
  test(`the vendor's own names stand wherever a severity does (${lang})`, async () => {
    const built = await product();
    await using _ = await restoring(built);
    await push(built, (document) => {
      document.severities = NAMES;
    });
    const words = WORDS[lang];
    const [mild, bad, worst] = lang === "en" ? ["P3 Normal", "P2 Urgent", "Down"] : ["P3 一般", "P2 紧急", "不可用"];
    const who = person("enterprise");
    const subject = `Names ${randomUUID().slice(0, 8)}`;
    const id = await opened(built, who, subject);
    {
      await using visitor = await Visitor.come({ width: 1440, height: 900, lang: words.lang });
      const page = await atDesk(built, visitor, words);
      await page.getByLabel(words.desk.search).fill(subject);
      const row = page.getByRole("link", { name: subject });
      await expect(row.getByText(bad)).toBeVisible();
      await row.click();
      await expect(page.locator("#ticket header").getByText(bad)).toBeVisible();
      await page.keyboard.press("s");
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText(mild)).toBeVisible();
      await expect(dialog.getByText(worst)).toBeVisible();
      await visitor.picture(`severity-names-dialog-${lang}`);
      await dialog.getByRole("radio", { name: mild }).check({ force: true });
      await dialog.getByRole("textbox").fill("One user only");
      await page.keyboard.press("Control+Enter");
      await expect(page.locator("#ticket header").getByText(mild)).toBeVisible();
      const line = page.locator("#log li").filter({ hasText: "One user only" });
      const told = await line.innerText();
      assert.ok(told.includes(bad) && told.includes(mild), told);
      await expect(row.getByText(mild)).toBeVisible();
      await visitor.picture(`severity-names-desk-${lang}`);
    }
    const host = built.host();
    consolePage(built, host, who, { lang: words.lang });
    await using visitor = await Visitor.come({ lang: words.lang });
    await visitor.page.goto(host.origin);
    const inside = await open(visitor.page);
    await inside.getByText(subject).click();
    const line = inside.getByText("One user only").first();
    await expect(line).toBeVisible();
    await expect(inside.getByText(new RegExp(`${bad}.*${mild}`))).toBeVisible();
    await visitor.picture(`severity-names-panel-${lang}`);
    assert.ok(id);
  });
}
