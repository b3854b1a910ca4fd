/** The promise as a file: saved from the panel's frame, and verified by somebody else's cryptography. */

import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { readFile } from "node:fs/promises";

import { accessible } from "../harness/axe.ts";
import { Visitor } from "../harness/browser.ts";
import { console as consolePage, open, submit } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { WORDS } from "../harness/words.ts";

for (const [lang, words] of Object.entries(WORDS)) {
  test(`a receipt is saved at the promise (${lang})`, async () => {
    const built = await product();
    const host = built.host();
    consolePage(built, host, person("professional"), { lang: words.lang });
    await using visitor = await Visitor.come({ lang: words.lang, scheme: lang === "zh" ? "dark" : "light" });
    const { page } = visitor;
    await page.goto(host.origin);
    const inside = await open(page);
    const subject = `In writing ${lang} ${Date.now()}`;
    await submit(inside, words, subject);
    await expect(inside.getByRole("heading", { name: subject })).toBeVisible();
    const button = inside.getByRole("button", { name: words.receipt });
    await expect(button).toBeVisible();
    await visitor.picture(`thread-receipt-${lang}`);
    await accessible(page, `thread with a receipt ${lang}`);

    const saving = page.waitForEvent("download");
    await button.press("Enter");
    const download = await saving;
    assert.match(download.suggestedFilename(), /^aftercare-\d+-receipts\.json$/);
    const file = JSON.parse(await readFile(await download.path(), "utf8")) as { receipts: string[]; statement: string };
    assert.equal(file.receipts.length, 1);

    const answer = await fetch(`${built.origin}/.well-known/aftercare-receipt-keys.json`);
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    for (const text of [...file.receipts, file.statement]) {
      const [header = "", claims = "", signature = ""] = text.split(".");
      const { kid } = JSON.parse(Buffer.from(header, "base64url").toString()) as { kid: string };
      const key = keys.find((known) => known.kid === kid);
      assert.ok(key, "the key that signed is published");
      const publicKey = createPublicKey({ key, format: "jwk" });
      const signed = Buffer.from(`${header}.${claims}`);
      assert.ok(verify(null, signed, publicKey, Buffer.from(signature, "base64url")), text);
    }
  });
}
