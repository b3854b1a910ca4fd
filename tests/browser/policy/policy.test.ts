/** The desk's page of the policy: reading, another version in the making, and what happens when two write one. */

import assert from "node:assert/strict";

import type { Locator, Page } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { type Options, Visitor } from "../harness/browser.ts";
import { atDesk } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { product, type Product } from "../harness/product.ts";
import { inForce, push, restoring } from "../harness/policy.ts";
import { test } from "../harness/test.ts";
import { WORDS, type Words } from "../harness/words.ts";

const words = WORDS.en;

/** The page of the policy, for somebody who has signed in. */
async function atPolicy(built: Product, visitor: Visitor, chosen = "", spoken: Words = words, token?: string): Promise<Page> {
  const page = await atDesk(built, visitor, spoken, token);
  await page.goto(`${built.origin}/desk/#/policy${chosen}`);
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  return page;
}

const text = (page: Page): Locator => page.getByLabel("Whole document (JSON)");

async function compare(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check and compare" }).click();
  await expect(page.getByRole("heading", { name: /What this changes from version/ })).toBeVisible();
}

test("what is promised is read without knowing the document", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900, now: "2026-02-10T03:00:00Z" });
  const page = await atPolicy(built, visitor);
  const table = page.getByRole("table", { name: /^Professional/ });
  const row = table.getByRole("row", { name: /^Severe, Down/ });
  assert.match((await row.innerText()).replaceAll(/\s+/g, " "), /30 min cn-2026 30 min cn-2026 24 hr cn-2026/);
  const calendar = page.getByRole("article").filter({ hasText: "Asia/Shanghai" });
  const days = (await calendar.innerText()).replaceAll(/\s+/g, " ");
  assert.match(days, /Sun,? 15 Feb – Mon,? 23 Feb 2026 Spring Festival/);
  assert.match(days, /Sat,? 14 Feb 2026 make-up working day/);
  assert.ok(!days.includes("Jan 2026"), "what is over is not shown");
  await expect(page.getByText("In force").first()).toBeVisible();
  await visitor.picture("policy-read");
});

const LOOKS: [string, Options][] = [
  ["light", { width: 1440, height: 900 }],
  ["dark", { width: 1440, height: 900, scheme: "dark" }],
  ["zh", { width: 1440, height: 900, lang: "zh-CN" }],
  ["phone", { width: 390, height: 800 }],
  ["phone-zh-dark", { width: 360, height: 740, lang: "zh-CN", scheme: "dark" }],
];

test("each state can be read by everybody, in both languages, light and dark, and on a phone", async () => {
  const built = await product();
  for (const [name, options] of LOOKS) {
    await using visitor = await Visitor.come(options);
    visitor.expected.push(/422 /);
    const spoken = options.lang === "zh-CN" ? WORDS.zh : WORDS.en;
    const isChinese = spoken === WORDS.zh;
    const page = await atPolicy(built, visitor, "", spoken);
    const looked = async (state: string) => {
      await accessible(page, `${state}, ${name}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${state}, ${name}: ${overflow} pixels too wide`);
      await visitor.picture(`policy-${state}-${name}`);
    };
    await expect(page.getByRole("table").first()).toBeVisible();
    await looked("read");
    await page.getByRole("button", { name: isChinese ? "编辑" : "Edit", exact: true }).click();
    await expect(page.getByRole("table").first()).toBeVisible();
    await looked("edit");
    const length = isChinese ? "专业版" : "Professional";
    const field = page.getByRole("table", { name: length }).getByRole("textbox").first();
    await field.fill("soon");
    await page.getByRole("button", { name: isChinese ? "检查并比较" : "Check and compare" }).click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await looked("faults");
    await field.fill("2h");
    await page.getByLabel(isChinese ? /^预警/ : /^Warnings/).fill("60, 80");
    await page.getByRole("button", { name: isChinese ? "检查并比较" : "Check and compare" }).click();
    await expect(page.getByRole("button", { name: isChinese ? "保存并生效" : "Save and put in force" })).toBeVisible();
    await looked("review");
  }
});

test("a target is changed by the form, compared in words, and saved", async () => {
  const built = await product();
  await using _ = await restoring(built);
  const before = await inForce(built);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const page = await atPolicy(built, visitor);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const table = page.getByRole("table", { name: "Professional" });
  await table.getByLabel("All others, First response: Length").fill("2h");
  await table.getByLabel("All others, Resolution: Clock").selectOption("best_effort");
  await compare(page);
  const changes = (await page.getByRole("main").innerText()).replaceAll(/\s+/g, " ");
  assert.match(changes, /Professional · Question, Degraded · First response Before: 4 hr → , After: 2 hr · cn-2026 Better for customers/);
  assert.match(changes, /Professional · .*Resolution Before: 24 hr · cn-2026 → , After: best effort Worse for customers/);
  assert.match(changes, /open ticket moves forward within a minute/);
  await page.getByLabel("Why").fill("As agreed with sales");
  await page.getByRole("button", { name: "Save and put in force" }).click();
  await expect(page.getByText(`Version ${before.version + 1} is in force.`)).toBeVisible();
  await expect(page.getByRole("link", { name: /As agreed with sales/ })).toBeVisible();
  await visitor.picture("policy-saved");

  const after = await inForce(built);
  const expected = structuredClone(before.document);
  expected.plans[1].targets.first_response.any.duration = "2h";
  expected.plans[1].targets.resolution.any = "best_effort";
  assert.deepEqual(after.document, expected, "nothing else has changed");
  assert.equal(after.note, "As agreed with sales");
  assert.equal(after.created_by, "Lin Wei");

  // What it changed stands with the version from now on, and with the one before what that was.
  await page.getByText(`What it changed from version ${before.version}`).click();
  await expect(page.getByText("Better for customers").first()).toBeVisible();
  await page.getByRole("link", { name: new RegExp(`Version ${before.version} `) }).click();
  await expect(page.getByText(`version ${after.version} is in force`)).toBeVisible();
  await visitor.picture("policy-older");
  await page.getByRole("button", { name: "Show what is in force" }).click();
  await expect(page.getByRole("heading", { name: `Version ${after.version}` })).toBeVisible();
});

test("hours, holidays, make-up days and a file of them are put into a calendar", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900, now: "2026-02-10T03:00:00Z" });
  const page = await atPolicy(built, visitor, "/edit");
  const document = async () => JSON.parse(await text(page).inputValue());
  const calendar = page.getByRole("article").filter({ has: page.getByLabel("Zone") }).first();
  await calendar.getByRole("textbox", { name: "Fri", exact: true }).fill("9:00-12:00，13:00–17:00");
  assert.deepEqual((await document()).calendars["cn-2026"].hours.fri, [["09:00", "12:00"], ["13:00", "17:00"]]);
  await calendar.getByRole("textbox", { name: "Fri", exact: true }).fill("");
  assert.equal((await document()).calendars["cn-2026"].hours.fri, undefined);

  await calendar.getByText("Add a day").click();
  await calendar.getByRole("button", { name: "Add", exact: true }).click();
  await expect(calendar.getByText("Give the first date")).toBeVisible();
  await calendar.getByLabel("From", { exact: true }).fill("2026-12-24");
  await calendar.getByLabel("Through", { exact: true }).fill("2026-12-25");
  await calendar.getByLabel("Name in English").fill("Christmas");
  await calendar.getByLabel("Name in Chinese").fill("圣诞节");
  await calendar.getByRole("button", { name: "Add", exact: true }).click();
  await expect(calendar.getByText("Christmas")).toBeVisible();
  assert.deepEqual((await document()).calendars["cn-2026"].holidays.at(-1), {
    from: "2026-12-24",
    to: "2026-12-25",
    name: { en: "Christmas", zh: "圣诞节" },
  });

  // The fields stay open for the next day, and are empty again.
  assert.equal(await calendar.getByLabel("From", { exact: true }).inputValue(), "");
  await calendar.getByLabel("Kind", { exact: true }).selectOption({ label: "Make-up day or other hours" });
  await calendar.getByLabel("From", { exact: true }).fill("2026-12-26");
  await calendar.getByLabel("Hours", { exact: true }).fill("10:00-16:00");
  await calendar.getByRole("button", { name: "Add", exact: true }).click();
  await expect(calendar.getByText("make-up working day: 10:00–16:00")).toBeVisible();
  await calendar.getByRole("button", { name: /Remove Thu,? 24 Dec/ }).click();
  await expect(calendar.getByText("Christmas")).toHaveCount(0);

  const days = ["BEGIN:VEVENT", "SUMMARY:Day of Rest", "DTSTART;VALUE=DATE:20270301", "END:VEVENT"];
  const file = ["BEGIN:VCALENDAR", "VERSION:2.0", ...days, "END:VCALENDAR", ""].join("\r\n");
  const put = (name: string, body: string) =>
    calendar.getByLabel("Import holidays from a file").setInputFiles({ name, mimeType: "text/calendar", buffer: Buffer.from(body) });
  await put("holidays.ics", file);
  await expect(calendar.getByText("Taken for 2027: 1 days off, 0 make-up days.")).toBeVisible();
  await expect(calendar.getByText("Day of Rest")).toBeVisible();
  const now = (await document()).calendars["cn-2026"];
  assert.ok(now.holidays.some((day: any) => day.date === "2027-03-01" && day.name === "Day of Rest"));
  assert.ok("2026-02-14" in now.overrides, "other years stay");
  await put("odd.txt", "no holidays at all");
  await expect(calendar.getByText(/The file is not taken/)).toBeVisible();

  // What is being written outlives the page, and is dropped only after a question.
  await page.reload();
  await expect(text(page)).toBeVisible();
  assert.ok((await document()).calendars["cn-2026"].holidays.some((day: any) => day.date === "2027-03-01"));
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
});

test("what is refused is shown at its place in the text and in the form", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.expected.push(/422 /, /400 /);
  const page = await atPolicy(built, visitor, "/edit");
  const whole = JSON.parse(await text(page).inputValue());
  const edited = structuredClone(whole);
  edited.plans[0].targets.first_response.any.clock = "nowhere";
  edited.warnings = [90, 50];
  await text(page).fill(JSON.stringify(edited, null, 2));
  await page.getByRole("button", { name: "Check and compare" }).click();
  await expect(page.getByText("2 places have to be repaired")).toBeVisible();
  const cell = page.getByRole("table", { name: "Basic" }).getByLabel("All others, First response: Clock");
  await expect(cell).toHaveAttribute("aria-invalid", "true");
  const line = JSON.stringify(edited, null, 2).split("\n").findIndex((it) => it.includes("nowhere")) + 1;
  await page.getByRole("button", { name: `Line ${line}`, exact: true }).click();
  await expect(text(page)).toBeFocused();
  const selected = await text(page).evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  assert.match(selected, /^"clock": "nowhere"$|^"any": \{[^}]*nowhere/);
  await visitor.picture("policy-refused");

  // A text that is no JSON is told by its line at once, and nothing of it is lost.
  await text(page).fill('{\n  "plans": [\n    oops\n  ]\n}');
  await expect(page.getByText("Line 3 is no JSON.").first()).toBeVisible();
  await visitor.picture("policy-no-json");
  await page.getByRole("button", { name: "Check and compare" }).click();
  await expect(page.getByText("Line 3 is no JSON.").first()).toBeVisible();
  // One that is JSON and no policy is told by the service.
  await text(page).fill(JSON.stringify({ ...whole, plans: 7 }));
  await page.getByRole("button", { name: "Check and compare" }).click();
  await expect(page.getByText(/One place has to be repaired/)).toBeVisible();
  // What the form does not know survives an edit of what it knows.
  await text(page).fill(JSON.stringify({ ...whole, later: { deep: [1, null, "x"] } }));
  await page.getByLabel(/^Warnings/).fill("40, 60");
  const now = JSON.parse(await text(page).inputValue());
  assert.deepEqual([now.later, now.warnings], [{ deep: [1, null, "x"] }, [40, 60]]);
});

test("two who edit at once lose nothing, and see what the other has changed", async () => {
  const built = await product();
  await using _ = await restoring(built);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.expected.push(/409 /);
  const page = await atPolicy(built, visitor, "/edit");
  await page.getByLabel(/^Warnings/).fill("40, 60");
  await compare(page);
  // A colleague is faster.
  const before = await inForce(built);
  const theirs = await push(built, (document) => {
    document.grace = "45m";
    document.warnings = [10, 20];
  }, "Grace");
  await page.getByRole("button", { name: "Save and put in force" }).click();
  await expect(page.getByText(`Lin Wei saved version ${theirs.version}`)).toBeVisible();
  await page.getByText("What changed meanwhile").click();
  await expect(page.getByText("Grace", { exact: true })).toBeVisible();
  await visitor.picture("policy-overtaken");
  await page.getByRole("button", { name: `Bring my changes onto version ${theirs.version}` }).click();
  await expect(page.getByText(`Your changes now stand on version ${theirs.version}`)).toBeVisible();
  // Both have changed the warnings: mine stay, and that is said.
  await expect(page.locator("code", { hasText: "/warnings" })).toBeVisible();
  await visitor.picture("policy-rebased");
  await compare(page);
  await page.getByRole("button", { name: "Save and put in force" }).click();
  await expect(page.getByText(`Version ${theirs.version + 1} is in force.`)).toBeVisible();
  const after = await inForce(built);
  assert.deepEqual(after.document, { ...before.document, grace: "45m", warnings: [40, 60] });
});

test("who may not save can read, write and compare, and is told who may", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const page = await atPolicy(built, visitor, "/edit", words, "agt_demo_theo");
  await page.getByLabel(/^Warnings/).fill("40, 60");
  await compare(page);
  const save = page.getByRole("button", { name: "Save and put in force" });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText(/an admin can save it at this desk/)).toBeVisible();
  await visitor.picture("policy-role");
  await accessible(page, "a role that may not save");
});

test("a role that was taken away meanwhile is explained, and the draft stays", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  visitor.expected.push(/403 /);
  const page = await atPolicy(built, visitor, "/edit");
  await page.getByLabel(/^Warnings/).fill("40, 60");
  await compare(page);
  await visitor.context.route("**/v1/desk/policies", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 403,
          contentType: "application/problem+json",
          body: JSON.stringify({ type: "https://aftercare.dev/problems/forbidden", title: "Forbidden", status: 403, detail: "No." }),
        })
      : route.fallback(),
  );
  await page.getByRole("button", { name: "Save and put in force" }).click();
  await expect(page.getByText(/your draft is still here/)).toBeVisible();
  await page.getByRole("button", { name: "Back to editing" }).click();
  assert.equal(await page.getByLabel(/^Warnings/).inputValue(), "40, 60");
});

test("all of it goes by keyboard alone", async () => {
  const built = await product();
  await using _ = await restoring(built);
  await using visitor = await Visitor.come({ width: 1440, height: 900 });
  const page = await atPolicy(built, visitor);
  const tabTo = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let steps = 0; steps < 300; steps++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${target} is not reached`);
  };
  await tabTo(page.getByRole("button", { name: "Edit", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page.getByLabel(/^Warnings/));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("45, 65");
  const button = page.getByRole("button", { name: "Check and compare" });
  for (let steps = 0; steps < 300; steps++) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { name: /What this changes/ });
  await expect(heading).toBeFocused();
  await tabTo(page.getByRole("button", { name: "Save and put in force" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/is in force\.$/).first()).toBeVisible();
  await eventually(async () => (await inForce(built)).document.warnings.join(), "45,65", "what was saved");
});
