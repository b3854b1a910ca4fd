/** The desk's page of releases: what it says of a release, how feeds are doing, and what is refused and why. */

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

/** What is said of a field to those who hear the page. */
function described(field: Locator): Promise<string> {
  return field.evaluate((field) => {
    const ids = field.getAttribute("aria-describedby")?.split(" ") ?? [];
    return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  });
}

async function push(built: Product): Promise<string> {
  const name = `rtc-${randomUUID().slice(0, 8)}`;
  const answer = await fetch(`${built.origin}/v1/desk/releases/${encodeURIComponent(`pkg:npm/${name}`)}`, {
    method: "PUT",
    headers: { authorization: "Bearer agt_demo_theo", "content-type": "application/json" },
    body: JSON.stringify({
      package: `pkg:npm/${name}`,
      releases: [
        { version: "1.0.0", released: "2025-01-10" },
        { version: "1.1.0", released: "2025-06-10", breaking: [{ id: "B1", title: "Tokens are signed" }] },
        { version: "2.0.0", released: "2026-01-10" },
      ],
    }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return name;
}

async function atReleases(built: Product, visitor: Visitor): Promise<Page> {
  const page = await atDesk(built, visitor, WORDS.en);
  await page.getByRole("navigation").getByRole("link", { name: "Releases" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Releases" })).toHaveCount(1);
  return page;
}

test("what the desk says of a release is shown, saved past a change of others, and taken back", async () => {
  const built = await product();
  const name = await push(built);
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/4(09|22) .*\/v1\/desk\/releases\//);
  const page = await atReleases(built, visitor);
  await page.getByRole("link", { name }).click();
  assert.ok(page.url().endsWith(`#/releases/pkg:npm/${name}`), page.url());
  const row = page.locator("#pane").getByRole("row").filter({ hasText: "1.1.0" });
  await expect(row.getByText("1 breaking change")).toBeVisible();
  await row.getByRole("button", { name: "Edit 1.1.0" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Deprecated/).check();
  await dialog.getByLabel("Why, for customers").fill("Leaks memory");
  await dialog.getByLabel("Use instead").fill("2.0.0");
  await dialog.getByLabel("Release notes").fill("not a link");
  await dialog.getByRole("button", { name: "Save" }).click();
  // What is wrong stands at its field, which says so and has the focus.
  const notes = dialog.getByLabel("Release notes");
  await expect(dialog.getByText("write the whole address: https://…")).toBeVisible();
  await expect(notes).toHaveAttribute("aria-invalid", "true");
  await expect(notes).toBeFocused();
  assert.match(await described(notes), /write the whole address/);
  await expect(dialog.getByLabel("Use instead")).toHaveAttribute("aria-invalid", "false");
  await accessible(page, "the edit of a release");
  await visitor.picture("desk-releases-edit");
  await notes.fill("https://example.com/notes/1.1.0");
  await expect(dialog.getByText("write the whole address: https://…")).toBeHidden();
  await dialog.getByLabel("Breaking changes").fill(`Tokens are signed http://plain.example.com`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Breaking changes")).toBeFocused();
  await dialog.getByLabel("Breaking changes").fill("");

  // Somebody else edits meanwhile: nothing typed is lost, and what stands now is fetched.
  const yank = async (version: string, why: string) => {
    const path = `/v1/desk/releases/${encodeURIComponent(`pkg:npm/${name}`)}/${version}`;
    const status = await page.evaluate(
      ({ path, body }) =>
        fetch(path, {
          method: "PUT",
          headers: { "content-type": "application/json", "aftercare-desk": "1" },
          body,
        }).then((answer) => answer.status),
      { path, body: JSON.stringify({ version, yanked: why }) },
    );
    assert.equal(status, 200);
  };
  await yank("1.0.0", "Broken");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/have changed while you were writing/)).toBeVisible();
  assert.equal(await dialog.getByLabel("Use instead").inputValue(), "2.0.0");
  await expect(page.locator("#pane").getByText("Broken")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(row.getByText("Leaks memory · use 2.0.0")).toBeVisible();
  await expect(row.getByText("edited here")).toBeVisible();
  await expect(row.getByRole("link", { name: "Notes" })).toBeVisible();

  // Nor is anything taken back that was changed since it was looked at.
  await row.getByRole("button", { name: "Edit 1.1.0" }).click();
  await yank("1.0.0", "Broken again");
  await dialog.getByRole("button", { name: "Undo the edit" }).click();
  await expect(dialog.getByText(/have changed while you were writing/)).toBeVisible();
  await expect(page.locator("#pane").getByText("Broken again")).toBeVisible();
  await expect(row.getByText("Leaks memory · use 2.0.0")).toHaveCount(1);
  await dialog.getByRole("button", { name: "Undo the edit" }).click();
  await expect(page.getByText("The edit is undone.")).toBeVisible();
  await expect(row.getByText("deprecated")).toBeHidden();
});

test("a release shows which advisories hit it, and leads to them", async () => {
  const built = await product();
  await using visitor = await Visitor.come(WIDE);
  const page = await atReleases(built, visitor);
  await page.getByRole("link", { name: /matrix-js-sdk/ }).click();
  await expect(page.locator("#pane .bone")).toHaveCount(0);
  const hit = async () => {
    const more = page.getByRole("button", { name: "Show more" });
    if ((await page.locator("#pane a.inline[href*='GHSA']").count()) === 0 && (await more.isVisible())) await more.click();
    return (await page.locator("#pane a.inline[href*='GHSA']").count()) > 0;
  };
  await eventually(hit, true, "an old release is hit", 30_000);
  await page.locator("#pane a.inline[href*='GHSA']").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Advisories" })).toHaveCount(1);
  await expect(page.locator("#pane h2")).toBeVisible();
});

test("a feed is checked, added, told in words when it fails, and removed", async () => {
  const built = await product();
  const name = `pkg:npm/feed-${randomUUID().slice(0, 8)}`;
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/422 .*\/v1\/desk\/feeds/);
  const page = await atReleases(built, visitor);
  await page.getByRole("link", { name: /^Feeds/ }).click();
  await page.getByLabel("Package", { exact: true }).fill(`${name}@1.0.0`);
  await page.getByLabel("Address").fill("http://localhost/list.json");
  await page.getByRole("button", { name: "Add a feed" }).click();
  await expect(page.getByText(/Leave the version out/)).toBeVisible();
  await expect(page.getByLabel("Package", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await accessible(page, "the feeds with a fault");
  await page.getByLabel("Package", { exact: true }).fill(name);
  await page.getByLabel("Address").fill("https://registry.example.com/feed.json");
  await page.getByLabel("Form").selectOption("npm");
  await page.getByRole("button", { name: "Add a feed" }).click();
  await expect(page.getByText("Added. It is read within a minute.")).toBeVisible();
  assert.equal(await page.getByLabel("Address").inputValue(), "");
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByText("Last read: never")).toBeVisible();
  await visitor.picture("desk-releases-feeds");
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toBeHidden();
});

for (const { lang, scheme } of [{ lang: "en-GB", scheme: "light" }, { lang: "zh-CN", scheme: "dark" }] as const) {
  test(`every view of the page (${lang}, ${scheme})`, async () => {
    const built = await product();
    await using visitor = await Visitor.come({ ...WIDE, lang, scheme });
    const page = await atDesk(built, visitor, lang === "zh-CN" ? WORDS.zh : WORDS.en);
    for (const [view, address] of [["package", "pkg:npm/matrix-js-sdk"], ["feeds", "feeds"]] as const) {
      await page.goto(`${built.origin}/desk/#/releases/${address}`);
      await expect(page.locator("#pane h2")).toBeVisible();
      await expect(page.locator("#page .bone")).toHaveCount(0);
      await accessible(page, `${view} ${lang}`);
      await visitor.picture(`desk-releases-${view}-${scheme}`);
    }
  });
}

test("on a phone nothing runs over the edge", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 390, height: 800 });
  const page = await atReleases(built, visitor);
  await page.getByRole("link", { name: /matrix-js-sdk/ }).click();
  await expect(page.locator("#pane h2")).toBeVisible();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await visitor.picture("desk-releases-phone");
});
