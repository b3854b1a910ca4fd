/** Migration guides at the desk: written, refused with their places, overtaken, kept in the tab, taken back. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import type { Locator, Page } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { Visitor } from "../harness/browser.ts";
import { atDesk } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { product, type Product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { WORDS } from "../harness/words.ts";

const WIDE = { width: 1440, height: 900 } as const;
const HEADERS = { authorization: "Bearer agt_demo_theo", "content-type": "application/json" };

function address(built: Product, name: string, rest = ""): string {
  return `${built.origin}/v1/desk/releases/${encodeURIComponent(`pkg:npm/${name}`)}${rest}`;
}

/** A package with releases and a guide that came with its list. */
async function push(built: Product): Promise<string> {
  const name = `rtc-${randomUUID().slice(0, 8)}`;
  const answer = await fetch(address(built, name), {
    method: "PUT",
    headers: HEADERS,
    body: JSON.stringify({
      package: `pkg:npm/${name}`,
      releases: [{ version: "1.0.0" }, { version: "2.0.0" }, { version: "3.0.0" }],
      guides: [
        {
          id: "1-to-2",
          from: "< 2.0.0",
          to: "2.0.0",
          title: "From callbacks to promises",
          effort_minutes: 90,
          text: "# Promises\n\n1. Await what was a callback.\n",
          codemod_url: "https://example.com/codemod",
        },
      ],
    }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return name;
}

/** Writes a guide past the desk's pages. */
async function write(built: Product, name: string, guide: { id: string } & Record<string, unknown>): Promise<void> {
  const answer = await fetch(address(built, name, `/guides/${guide.id}`), {
    method: "PUT",
    headers: HEADERS,
    body: JSON.stringify(guide),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function known(built: Product, name: string): Promise<any[]> {
  const answer = await fetch(address(built, name), { headers: HEADERS });
  return ((await answer.json()) as any).guides ?? [];
}

async function at(built: Product, visitor: Visitor, name: string): Promise<{ page: Page; dialog: Locator; list: Locator }> {
  const page = await atDesk(built, visitor, WORDS.en);
  await page.goto(`${built.origin}/desk/#/releases/pkg:npm/${name}`);
  const list = page.getByRole("table", { name: "Migration guides" });
  await expect(page.getByRole("heading", { name: "Migration guides" })).toBeVisible();
  return { page, list, dialog: page.getByRole("dialog") };
}

test("a guide is written with its faults told at their fields, and deleted", async () => {
  const built = await product();
  const name = await push(built);
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/422 .*\/guides\//);
  const { page, list, dialog } = await at(built, visitor, name);
  await page.getByRole("button", { name: "Add a guide" }).click();
  const save = dialog.getByRole("button", { name: "Save" });
  const id = dialog.getByLabel("Id");
  await id.fill("1-to-2");
  await save.click();
  await expect(dialog.getByText(/A guide with this id is in the list already/)).toBeVisible();
  await expect(id).toBeFocused();
  await id.fill("2-to-3");
  await dialog.getByLabel("Effort in minutes").fill("0");
  await save.click();
  await expect(dialog.getByText("Write a whole number of minutes, or nothing.")).toBeVisible();
  await expect(dialog.getByLabel("Effort in minutes")).toBeFocused();
  await dialog.getByLabel("Effort in minutes").fill("240");
  await dialog.getByLabel("From versions").fill(">= 3.0.0");
  await dialog.getByLabel("To version").fill("3.0.0");
  await dialog.getByLabel("Read it at").fill("docs.example.com");
  await save.click();
  for (const field of ["Title", "From versions", "Read it at"]) {
    await expect(dialog.getByLabel(field)).toHaveAttribute("aria-invalid", "true");
  }
  await expect(dialog.getByLabel("Title")).toBeFocused();
  await expect(dialog.getByLabel("To version")).toHaveAttribute("aria-invalid", "false");
  await accessible(page, "a guide that is refused");
  await visitor.picture("desk-guides-refused");
  await dialog.getByLabel("Title").fill("Rooms have owners");
  await dialog.getByLabel("From versions").fill(">= 2.0.0, < 3.0.0");
  await dialog.getByLabel("Read it at").fill("");
  await dialog.getByLabel("Text").fill("x".repeat(32 * 1024 + 1));
  await expect(dialog.getByText("32.1 of 32 KiB")).toBeVisible();
  await expect(dialog.getByText("At most 32 KiB are taken.")).toBeVisible();
  await dialog.getByLabel("Text").fill("# Owners\n\n1. Name one for each room.\n");
  await expect(dialog.getByText("0.1 of 32 KiB")).toBeVisible();
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("The guide is saved.")).toBeVisible();
  const row = list.getByRole("row").filter({ hasText: "Rooms have owners" });
  await expect(row.getByText(">= 2.0.0, < 3.0.0 → 3.0.0")).toBeVisible();
  await expect(row.getByText("4 hr")).toBeVisible();
  await expect(row.getByText("desk", { exact: true })).toBeVisible();
  const written = (await known(built, name)).find((guide) => guide.id === "2-to-3");
  assert.equal(written.text, "# Owners\n\n1. Name one for each room.\n");
  assert.equal(written.effort_minutes, 240);

  await row.getByRole("button", { name: "Edit: Rooms have owners" }).click();
  assert.equal(await id.getAttribute("readonly"), "");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText(/Delete this guide\?/)).toBeVisible();
  await accessible(page, "the question before a guide is deleted");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
});

test("a guide from below is overridden, and stands again once that is deleted", async () => {
  const built = await product();
  const name = await push(built);
  await using visitor = await Visitor.come(WIDE);
  const { page, list, dialog } = await at(built, visitor, name);
  await expect(list.getByText("pushed list", { exact: true })).toBeVisible();
  await list.getByText("Read", { exact: true }).click();
  await expect(list.getByText(/Await what was a callback/)).toBeVisible();
  await accessible(page, "the guides of a package");
  await visitor.picture("desk-guides-list");
  await page.getByRole("button", { name: "Override: From callbacks to promises" }).click();
  await expect(dialog.getByText(/stands in its place until it is deleted/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await visitor.picture("desk-guides-override");
  await dialog.getByLabel("Title").fill("Promises, said better");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Edit: Promises, said better" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: "Override: From callbacks to promises" })).toBeVisible();
});

test("two who write one guide are told of each other, and nothing typed is lost", async () => {
  const built = await product();
  const name = await push(built);
  await write(built, name, { id: "2-to-3", from: ">= 2.0.0", to: "3.0.0", title: "Mine", text: "Mine." });
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/409 .*\/guides\//);
  const { page, dialog } = await at(built, visitor, name);
  await page.getByRole("button", { name: "Edit: Mine" }).click();
  const text = dialog.getByLabel("Text");
  await text.fill("Mine, and longer.");
  await expect(dialog.getByText(/is kept in this tab/)).toBeVisible();
  // Closed by mistake, and the page loaded anew.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.reload();
  await page.getByRole("button", { name: "Edit: Mine" }).click();
  assert.equal(await text.inputValue(), "Mine, and longer.");
  await write(built, name, { id: "2-to-3", from: ">= 2.0.0", to: "3.0.0", title: "Theirs", text: "Theirs." });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/This guide was changed while you were writing/)).toBeVisible();
  await dialog.getByText("What stands now", { exact: true }).click();
  await expect(dialog.getByText(/Theirs\./)).toBeVisible();
  assert.equal(await text.inputValue(), "Mine, and longer.");
  await accessible(page, "a guide that was overtaken");
  await visitor.picture("desk-guides-overtaken");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const stands = async () => (await known(built, name)).find((guide) => guide.id === "2-to-3")?.text;
  await eventually(stands, "Mine, and longer.", "what was saved last stands");
  await page.getByRole("button", { name: "Edit: Mine" }).click();
  await expect(dialog.getByText(/is kept in this tab/)).toHaveCount(0);
  await text.fill("Never mind.");
  await dialog.getByRole("button", { name: "Drop my changes" }).click();
  assert.equal(await text.inputValue(), "Mine, and longer.");
});

test("whoever may not write guides reads them, and sees why", async () => {
  const built = await product();
  const name = await push(built);
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/401 .*\/v1\/desk\/me/);
  const page = await atDesk(built, visitor, WORDS.en, "agt_demo_ana");
  await page.goto(`${built.origin}/desk/#/releases/pkg:npm/${name}`);
  const add = page.getByRole("button", { name: "Add a guide" });
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await add.click({ force: true });
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByText("Read", { exact: true }).click();
  await expect(page.getByText(/Await what was a callback/)).toBeVisible();
  await accessible(page, "guides whose reader may not write them");
});

for (const { lang, scheme, width } of [
  { lang: "zh-CN", scheme: "dark", width: 1440 },
  { lang: "zh-CN", scheme: "light", width: 390 },
  { lang: "en-GB", scheme: "dark", width: 390 },
] as const) {
  test(`the guides and their dialog (${lang}, ${scheme}, ${width})`, async () => {
    const built = await product();
    const name = await push(built);
    await using visitor = await Visitor.come({ width, height: 900, lang, scheme });
    const page = await atDesk(built, visitor, lang === "zh-CN" ? WORDS.zh : WORDS.en);
    await page.goto(`${built.origin}/desk/#/releases/pkg:npm/${name}`);
    const guides = page.locator(".guides");
    await guides.scrollIntoViewIfNeeded();
    await guides.locator("summary").click();
    await accessible(page, `guides ${lang} ${width}`);
    await visitor.picture(`desk-guides-${lang}-${width}`);
    await guides.getByRole("button").first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await accessible(page, `the dialog of a guide ${lang} ${width}`);
    await visitor.picture(`desk-guides-dialog-${lang}-${width}`);
  });
}
