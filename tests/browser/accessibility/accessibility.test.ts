/** axe-core on every view of panel and desk, light and dark, in both languages. */

import { describe } from "node:test";

import { accessible } from "../harness/axe.ts";
import { launcher, panel, Visitor } from "../harness/browser.ts";
import { atDesk, begin, console as consolePage, open, submit, write } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import type { Host } from "../harness/host.ts";
import { person, product } from "../harness/product.ts";
import { WORDS } from "../harness/words.ts";
import { test } from "../harness/test.ts";

/** In Shanghai it is five in the evening, before a make-up Saturday and nine days of holiday. */
const FRIDAY = "2026-02-13T09:00:00Z";

const LOOKS = [
  { lang: "en", scheme: "light" },
  { lang: "zh", scheme: "dark" },
] as const;

describe("accessibility", () => {
  for (const { lang, scheme } of LOOKS) {
    const words = WORDS[lang];
    test(`every view of the panel (${lang}, ${scheme})`, async () => {
      const built = await product();
      const host: Host = built.host();
      consolePage(built, host, person("enterprise"), { lang: words.lang, theme: scheme }, FRIDAY);
      await using visitor = await Visitor.come({ lang: words.lang, scheme, now: FRIDAY });
      const { page } = visitor;
      const look = async (view: string) => {
        await accessible(page, `${view} ${lang} ${scheme}`);
        await visitor.picture(`panel-${view}-${lang}-${scheme}`);
      };
      await page.goto(host.origin);
      await expect(page.getByRole("status").getByText("matrix-js-sdk 23.5.0")).toBeVisible();
      await look("card");
      const inside = await open(page);
      await expect(inside.getByText("matrix-js-sdk").first()).toBeVisible();
      await look("home");
      await begin(inside, words, "Messages arrive twice after reconnect");
      await expect(inside.getByText(words.firstResponse).first()).toBeVisible();
      await look("new");
      await write(inside.getByLabel(words.subject), "");
      await inside.getByRole("button", { name: words.submit }).click();
      await look("new-invalid");
      await write(inside.getByLabel(words.subject), "Messages arrive twice after reconnect");
      await inside.getByRole("button", { name: words.submit }).click();
      await expect(inside.getByRole("heading", { name: "Messages arrive twice" })).toBeVisible();
      await look("thread");
      await inside.getByRole("button", { name: words.back }).click();
      await inside.getByRole("navigation").getByText(words.tickets).click();
      await expect(inside.getByText("Messages arrive twice").first()).toBeVisible();
      await look("tickets");
      await inside.getByRole("navigation").getByText(words.updates).click();
      await expect(inside.getByText("34.3.1").first()).toBeVisible();
      await look("updates");
    });

    test(`the panel of a guest (${lang}, ${scheme})`, async () => {
      const built = await product();
      await using visitor = await Visitor.come({ lang: words.lang, scheme });
      await visitor.page.goto(`${built.origin}/panel/?site=${built.site}`);
      await expect(visitor.page.getByText(words.guest).first()).toBeVisible();
      await accessible(visitor.page, `guest ${lang} ${scheme}`);
    });

    test(`every view of the desk (${lang}, ${scheme})`, async () => {
      const built = await product();
      await using visitor = await Visitor.come({ lang: words.lang, scheme, width: 1440, height: 900 });
      const { page } = visitor;
      const look = async (view: string) => {
        await accessible(page, `desk ${view} ${lang} ${scheme}`);
        await visitor.picture(`desk-${view}-${lang}-${scheme}`);
      };
      await using customer = await Visitor.come();
      await customer.page.goto(`${built.origin}/panel/?site=${built.site}`);
      const subject = `For the desk ${lang} ${Date.now()}`;
      await submit(customer.page, WORDS.en, subject);
      await expect(customer.page.getByRole("heading", { name: subject })).toBeVisible();

      await page.goto(`${built.origin}/desk/`);
      await expect(page.getByLabel(words.desk.token)).toBeVisible();
      await look("sign-in");
      await atDesk(built, visitor, words);
      await page.getByRole("link", { name: subject }).waitFor();
      await look("queue");
      await page.getByRole("link", { name: subject }).click();
      await expect(page.getByRole("heading", { name: subject })).toBeVisible();
      await look("ticket");
      await page.getByRole("button", { name: words.desk.accept, exact: true }).click();
      await expect(page.getByText(words.desk.accepted).first()).toBeVisible();
      await look("accepted");
      await page.getByRole("button", { name: words.desk.resolve, exact: true }).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await look("resolving");
    });
  }

  test("the widget in forced colours and at 320 pixels", async () => {
    const built = await product();
    const host = built.host();
    consolePage(built, host, person("basic"));
    await using visitor = await Visitor.come({ width: 320, height: 640 });
    const { page } = visitor;
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(host.origin);
    await launcher(page).waitFor();
    await open(page);
    await expect(panel(page).getByRole("navigation")).toBeVisible();
    await accessible(page, "320 pixels");
    await visitor.picture("panel-320-forced-colours");
  });
});
