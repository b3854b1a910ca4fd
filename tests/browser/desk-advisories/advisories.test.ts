/** The desk's page of advisories: from a form to what customers see, and nothing typed is lost on the way. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import type { Locator, Page } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { Visitor } from "../harness/browser.ts";
import { atDesk, console as consolePage, open } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { person, product, type Product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { WORDS } from "../harness/words.ts";

const words = WORDS.en;
const WIDE = { width: 1440, height: 900 } as const;

/** A name that no other test knows. */
function fresh(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

/** A record of a flaw in the versions of a package before 1.4.0, with a field that no form knows. */
function record(id: string, name: string): any {
  return {
    schema_version: "1.7.0",
    id,
    modified: "2026-03-01T10:00:00.000Z",
    summary: `Tokens of ${name} leak into the log`,
    details: "Every refresh writes the token.",
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N" }],
    affected: [
      {
        package: { ecosystem: "npm", name },
        ranges: [{ type: "SEMVER", events: [{ introduced: "1.0.0" }, { fixed: "1.4.0" }] }],
        ecosystem_specific: { affects: { functions: ["refresh"] } },
      },
    ],
    credits: [{ name: "Kim", contact: ["mailto:kim@example.com"] }],
  };
}

async function call(built: Product, method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${built.origin}/v1/desk${path}`, {
    method,
    headers: { authorization: "Bearer agt_demo_theo", "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return { tag: answer.headers.get("etag") ?? "", body: (await answer.json()) as any };
}

/** Publishes a record past the desk's pages. */
async function publish(built: Product, id: string, document: unknown, tag?: string): Promise<string> {
  const path = `/advisories/${id}?notify=false`;
  return (await call(built, "PUT", path, document, tag ? { "if-match": tag } : {})).tag;
}

/** A customer of whom it is known that they run a version. */
async function runs(built: Product, purl: string): Promise<ReturnType<typeof person>> {
  const who = person("enterprise");
  const identity = built.identity(who);
  const answer = await fetch(`${built.origin}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify({ site: built.site, identity }),
  });
  const { token } = (await answer.json()) as { token: string };
  const listed = await fetch(`${built.origin}/v1/inventory`, {
    method: "PUT",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ source: "ci", project: "console", packages: [purl] }),
  });
  assert.equal(listed.status, 200, await listed.text());
  return who;
}

async function atAdvisories(built: Product, visitor: Visitor, chosen = ""): Promise<Page> {
  const page = await atDesk(built, visitor, words);
  await page.getByRole("navigation").getByRole("link", { name: "Advisories" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Advisories" })).toHaveCount(1);
  if (chosen) {
    await page.goto(`${built.origin}/desk/#/advisories/${chosen}`);
  }
  return page;
}

/** What is said of a customer in the pane's table. */
function row(page: Page, text: string): Locator {
  return page.locator("#pane").getByRole("row").filter({ hasText: text });
}

test("an advisory that is written as a form is what the customer's panel shows", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  const who = await runs(built, `pkg:npm/${name}@1.2.0`);
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/422 .*\/preview/, /404 .*\/v1\/desk\/advisories\//);
  const page = await atAdvisories(built, visitor);
  await page.getByRole("button", { name: "New advisory" }).click();
  await expect(page.getByRole("heading", { name: "New advisory" })).toBeVisible();

  await page.getByLabel("Summary").fill(`Tokens of ${name} leak into the log`);
  await page.getByLabel("Details").fill("Every refresh writes the token.\nRotate it after the upgrade.");
  await page.getByLabel("CVSS vector").fill("7.5");
  await page.getByLabel("Package name").fill(name);
  await page.getByRole("button", { name: "See who is affected" }).click();
  // What is wrong stands at its field, and the field says that it is.
  const vector = page.getByLabel("CVSS vector");
  await expect(page.getByText(/Write the vector, not the number/)).toBeVisible();
  await expect(vector).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Id", { exact: true })).toHaveAttribute("aria-invalid", "true");

  await page.getByLabel("Id", { exact: true }).fill(id);
  await vector.fill("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
  await page.getByLabel("Affected from").fill("1.0.0");
  await page.getByLabel("Fixed version").fill("1.4.0");
  await page.getByRole("button", { name: "Add a reference" }).click();
  await page.getByLabel("Address").fill("https://example.com/advisories/1");
  await page.getByRole("button", { name: "See who is affected" }).click();

  // Its own step: who, what they run, how that is known.
  await expect(page.getByText("1 customer runs an affected version.")).toBeVisible();
  await expect(row(page, `npm/${name}@1.2.0`).getByText("from their CI")).toBeVisible();
  await expect(page.getByRole("radio", { name: /Publish and tell 1 customer now/ })).toBeVisible();
  await accessible(page, "who is affected");
  await visitor.picture("desk-advisories-review");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText(`${id} is published.`)).toBeVisible();
  assert.ok(page.url().endsWith(`#/advisories/${id}`), page.url());
  // Who is to be told shows up by itself, and how long it has taken so far.
  await expect(row(page, `npm/${name}@1.2.0`).getByText(/waiting for|told in/)).toBeVisible(30_000);
  await expect(page.getByText("of 1 told")).toBeVisible();
  await accessible(page, "who was told");
  await visitor.picture("desk-advisories-told");
  await expect(page.getByRole("link", { name: new RegExp(`${name} leak`) })).toHaveAttribute("aria-current", "true");

  const later = new Date(Date.now() + 5 * 60_000).toISOString();
  const host = built.host();
  consolePage(built, host, who, { sdk: `pkg:npm/${name}@1.2.0` }, later);
  await using customer = await Visitor.come({ now: later });
  await customer.page.goto(host.origin);
  const inside = await open(customer.page);
  await inside.getByRole("navigation").getByText(words.updates).click();
  await expect(inside.getByText(`Tokens of ${name} leak into the log`).first()).toBeVisible();
  await expect(inside.getByText("1.4.0").first()).toBeVisible();
});

test("what is wrong in JSON is told with its line, and what no form knows survives the form", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/4(00|22) .*\/preview/, /404 .*\/v1\/desk\/advisories\//);
  const page = await atAdvisories(built, visitor);
  await page.getByRole("button", { name: "New advisory" }).click();
  await page.getByRole("radio", { name: "JSON" }).check({ force: true });
  const json = page.getByLabel("Advisory as JSON");
  const check = page.getByRole("button", { name: "See who is affected" });

  await json.fill('{\n  "id": "X-1",\n  "affected": [}\n');
  await check.click();
  await page.getByRole("button", { name: "Line 3" }).click();
  const selected = () =>
    json.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(await selected(), '  "affected": [}');
  await page.getByRole("radio", { name: "Form" }).click({ force: true });
  await expect(page.getByText(/Only one OSV record can be shown as a form/)).toBeVisible();

  const bad = record(id, name);
  bad.affected[0].ranges[0].events[1].fixed = "one";
  await json.fill(JSON.stringify(bad, null, 2));
  await check.click();
  await expect(page.getByText("#/affected/0/ranges/0/events/1/fixed")).toBeVisible();
  await page.getByRole("button", { name: /^Line/ }).first().click();
  assert.equal(await selected(), '"fixed": "one"');

  // The form knows the range and the fault in it, and keeps what it does not know.
  await page.getByRole("radio", { name: "Form" }).check({ force: true });
  const fixed = page.getByLabel("Fixed version");
  assert.equal(await fixed.inputValue(), "one");
  await fixed.fill("1.4.0");
  await page.getByRole("radio", { name: "JSON" }).check({ force: true });
  assert.deepEqual(JSON.parse(await json.inputValue()), record(id, name));

  // Kept in the tab, through a reload.
  await page.reload();
  await eventually(async () => JSON.parse((await json.inputValue()) || "{}").id, id, "the draft is still there");
  await page.getByRole("button", { name: "Drop my changes" }).click();
  await expect(page.getByText(/Your changes are kept/)).toBeHidden();
});

/** Files as somebody holds them over the page, or lets go of them. */
async function drag(page: Page, files: { name: string; text: string }[], events: string[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  for (const event of events) await page.dispatchEvent("main", event, { dataTransfer });
}

for (const { lang, scheme, taken, put, none } of [
  { lang: "en-GB", scheme: "light", taken: "This is acme.json.", put: "Put back what was here", none: /is JSON, but no advisory/ },
  { lang: "zh-CN", scheme: "dark", taken: "已载入 acme.json。", put: "恢复之前的内容", none: /但不是 OSV/ },
] as const) {
  test(`an advisory comes out of a file, and what is none says so (${lang})`, async () => {
    const built = await product();
    const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
    await using visitor = await Visitor.come({ ...WIDE, lang, scheme });
    const page = await atDesk(built, visitor, lang === "zh-CN" ? WORDS.zh : words);
    await page.goto(`${built.origin}/desk/#/advisories/new`);
    await page.locator("#f-summary").fill("Typed by hand");
    const bring = async (name: string, text: string) => {
      const chooser = page.waitForEvent("filechooser");
      await page.locator("#choose-file").focus();
      await page.keyboard.press("Enter");
      await (await chooser).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    };
    const wrong = page.locator(".drop .wrong");
    await bring("package-lock.json", '{"lockfileVersion": 3}');
    await expect(wrong.filter({ hasText: none })).toBeVisible();
    await bring("holiday.png", "\x89PNG\r\n\x1a");
    await expect(wrong.filter({ hasText: "holiday.png" })).toBeVisible();
    await bring("huge.json", `{"id": "${"x".repeat(1_500_000)}"}`);
    await expect(wrong.filter({ hasText: "1.5 MB" })).toBeVisible();
    assert.equal(await page.locator("#f-summary").inputValue(), "Typed by hand");
    await accessible(page, `a file that is refused ${lang}`);
    await visitor.picture(`desk-advisories-file-refused-${scheme}`);

    // Dropped anywhere on the page: read into the form, and what was there can be had back.
    const dropped = [{ name: "acme.json", text: JSON.stringify(record(id, name)) }];
    await drag(page, dropped, ["dragenter", "dragover"]);
    await expect(page.locator(".drop .over")).toBeVisible();
    await visitor.picture(`desk-advisories-file-over-${scheme}`);
    await drag(page, [...dropped, ...dropped], ["drop"]);
    await expect(wrong).toHaveCount(1);
    await drag(page, dropped, ["dragenter", "dragover", "drop"]);
    await expect(page.getByText(taken)).toBeVisible();
    await expect(page.locator(".drop .over")).toBeHidden();
    assert.equal(await page.locator("#f-id").inputValue(), id);
    assert.match(await page.locator("#f-summary").inputValue(), /leak into the log/);
    await visitor.picture(`desk-advisories-file-taken-${scheme}`);
    await page.getByRole("button", { name: put }).click();
    assert.equal(await page.locator("#f-summary").inputValue(), "Typed by hand");
    await expect(page.locator("#choose-file")).toBeFocused();

    // A form of somebody else's is shown as the JSON it is.
    await bring("csaf.json", '{"document": {"csaf_version": "2.0"}}');
    await expect(page.locator("#json")).toBeVisible();
    assert.equal(await page.locator("#json").inputValue(), '{"document": {"csaf_version": "2.0"}}');
  });
}

test("two who edit one advisory put their changes together", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  const tag = await publish(built, id, record(id, name));
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/409 .*\/v1\/desk\/advisories\//);
  const page = await atAdvisories(built, visitor, id);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByLabel("Summary").fill("Tokens leak, said better");
  const theirs = { ...record(id, name), details: "Theirs.", summary: "Said by them" };
  await publish(built, id, theirs, tag);

  await page.getByRole("button", { name: "See who is affected" }).click();
  await page.getByRole("radio", { name: /tell nobody yet/ }).check();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText(/Another version was published while you were writing/)).toBeVisible();
  await expect(page.getByText("Changed there: summary, details")).toBeVisible();
  await expect(page.getByText(/You changed as well: summary/)).toBeVisible();
  await accessible(page, "the conflict");
  await visitor.picture("desk-advisories-conflict");
  await page.getByRole("button", { name: "Put my changes into it" }).click();
  assert.equal(await page.getByLabel("Summary").inputValue(), "Tokens leak, said better");
  assert.equal(await page.getByLabel("Details").inputValue(), "Theirs.");
  await page.getByRole("button", { name: "See who is affected" }).click();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText(`${id} is published.`)).toBeVisible();
  const { body } = await call(built, "GET", `/advisories/${id}`, undefined);
  assert.equal(body.record.summary, "Tokens leak, said better");
  assert.equal(body.record.details, "Theirs.");
  assert.deepEqual(body.record.credits, record(id, name).credits);
  assert.equal(body.revision, 3);
});

test("customers are told later, and an advisory is taken back with its reason", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  await runs(built, `pkg:npm/${name}@1.2.0`);
  await publish(built, id, record(id, name));
  await using visitor = await Visitor.come(WIDE);
  const page = await atAdvisories(built, visitor, id);
  await expect(row(page, `npm/${name}@1.2.0`).getByText("not told", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Tell them now" }).click();
  await expect(row(page, `npm/${name}@1.2.0`).getByText(/waiting for|told in/)).toBeVisible(30_000);
  await expect(page.getByRole("button", { name: "Tell them now" })).toBeHidden();

  await page.getByRole("button", { name: "Withdraw" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog.getByText("Write why, in a sentence.")).toBeVisible();
  await accessible(page, "the question before withdrawal");
  await dialog.getByLabel("Reason").fill("It was no flaw.");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.locator("#pane .head").getByText("Withdrawn", { exact: true })).toBeVisible();
  await expect(page.locator("#pane").getByText("It was no flaw.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Withdraw" })).toHaveCount(0);
});

test("whoever takes an advisory back is shown first what was published meanwhile", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  const tag = await publish(built, id, record(id, name));
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/409 .*\/withdraw/);
  const page = await atAdvisories(built, visitor, id);
  await page.getByRole("button", { name: "Withdraw" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("It was no flaw.");
  await publish(built, id, { ...record(id, name), summary: "Worse than thought" }, tag);
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog.getByText(/Another version was published meanwhile/)).toBeVisible();
  await expect(dialog.getByText("Changed there: summary")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Worse than thought", includeHidden: true })).toHaveCount(1);
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "It was no flaw.");
  await accessible(page, "the question before an overtaken withdrawal");
  await visitor.picture("desk-advisories-overtaken");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("#pane .head").getByText("Withdrawn", { exact: true })).toBeVisible();
  await expect(page.locator("#pane").getByText("It was no flaw.")).toBeVisible();
});

test("whoever may not publish sees why, and may look", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  await publish(built, id, record(id, name));
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/401 .*\/v1\/desk\/me/);
  const { page } = visitor;
  await page.goto(`${built.origin}/desk/#/advisories/${id}`);
  await page.getByLabel(words.desk.token).fill("agt_demo_ana");
  await page.getByRole("button", { name: words.desk.signIn }).click();
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  await expect(edit).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("This takes the role lead; yours is agent.").first()).toBeVisible();
  await edit.click({ force: true });
  assert.ok(page.url().endsWith(id), page.url());
  await accessible(page, "an advisory whose reader may not edit it");
});

test("all of it goes by keyboard", async () => {
  const built = await product();
  const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
  await using visitor = await Visitor.come(WIDE);
  visitor.expected.push(/404 .*\/v1\/desk\/advisories\//);
  const page = await atAdvisories(built, visitor);
  const tabTo = async (target: Locator, key = "Tab") => {
    for (let step = 0; step < 60; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press(key);
    }
    assert.fail(`the focus does not come to ${target}`);
  };
  await page.getByRole("link", { name: /Remote data/ }).first().waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("j");
  await expect(page.locator("#page .rows [aria-current=true]")).toHaveCount(1);
  await page.keyboard.press("/");
  await expect(page.getByLabel("Search advisories")).toBeFocused();
  await tabTo(page.getByRole("button", { name: "New advisory" }));
  await page.keyboard.press("Enter");
  await page.getByLabel("Id", { exact: true }).waitFor();
  await tabTo(page.getByLabel("Id", { exact: true }));
  await page.keyboard.type(id);
  await tabTo(page.getByLabel("Summary"));
  await page.keyboard.type("By keyboard j / ?");
  await tabTo(page.getByLabel("Package name"));
  await page.keyboard.type(name);
  await tabTo(page.getByLabel("Until"));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Last affected version")).toBeVisible();
  await expect(page.getByLabel("Until")).toBeFocused();
  await tabTo(page.getByLabel("Last affected version"));
  await page.keyboard.type("2.0.0");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("No known customer runs an affected version.")).toBeVisible();
  await tabTo(page.getByRole("button", { name: "Publish", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${id} is published.`)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "By keyboard j / ?" })).toHaveCount(0);
});

for (const { lang, scheme } of [{ lang: "en-GB", scheme: "light" }, { lang: "zh-CN", scheme: "dark" }] as const) {
  test(`more customers than fit on a page are shown as somebody reads on (${lang})`, async () => {
    const built = await product();
    const chinese = lang === "zh-CN";
    const said = chinese
      ? { shown: "已显示 100 / 103", more: "显示更多", told: "有 103 个受影响的客户尚未通知。" }
      : { shown: "100 of 103 shown", more: "Show more", told: "103 affected customers were not told." };
    const [id, name] = [fresh("ACME-2026"), fresh("rtc")];
    const fleet = fresh("fleet");
    const declare = (place: number) => {
      const list = { source: "api", project: "fleet", packages: [`pkg:npm/${name}@1.2.0`] };
      // Each from a client of its own: together they are more than one may ask.
      const client = { "cf-connecting-ip": `10.2.${chinese ? 1 : 0}.${place}` };
      return call(built, "PUT", `/accounts/${fleet}-${String(place).padStart(3, "0")}/inventory`, list, client);
    };
    for (let place = 0; place < 103; place += 8) {
      await Promise.all(Array.from({ length: Math.min(8, 103 - place) }, (_, next) => declare(place + next)));
    }
    await publish(built, id, record(id, name));
    await using visitor = await Visitor.come({ ...WIDE, lang, scheme });
    visitor.expected.push(/ERR_FAILED/);
    const page = await atDesk(built, visitor, chinese ? WORDS.zh : WORDS.en);
    await page.goto(`${built.origin}/desk/#/advisories/${id}`);
    await expect(page.getByText(said.shown)).toBeVisible();
    await expect(page.getByText(said.told)).toBeVisible();
    await expect(row(page, `npm/${name}@1.2.0`)).toHaveCount(100);
    await accessible(page, `a page of customers ${lang}`);
    const more = page.locator("#pane").getByRole("button", { name: said.more });
    await more.scrollIntoViewIfNeeded();
    await visitor.picture(`desk-advisories-more-${scheme}`);

    // A connection that breaks takes nothing away, and the button tries again.
    await page.route(/affected\?.*cursor=/, (route) => route.abort());
    await more.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator("#pane").getByRole("alert").filter({ hasText: /./ })).toBeVisible();
    await expect(row(page, `npm/${name}@1.2.0`)).toHaveCount(100);
    await expect(more).toBeFocused();
    await visitor.picture(`desk-advisories-more-lost-${scheme}`);
    await page.unroute(/affected\?.*cursor=/);
    await page.keyboard.press("Enter");
    await expect(row(page, `npm/${name}@1.2.0`)).toHaveCount(103);
    await expect(more).toHaveCount(0);
    await expect(page.locator("#pane").getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
    // The button is gone, and the focus is not.
    await eventually(() => page.evaluate(() => document.activeElement?.tagName !== "BODY"), true, "the focus is kept");
  });

  test(`every view of the page (${lang}, ${scheme})`, async () => {
    const built = await product();
    const chinese = lang === "zh-CN";
    const own = chinese ? WORDS.zh : WORDS.en;
    await using visitor = await Visitor.come({ ...WIDE, lang, scheme });
    visitor.expected.push(/422 .*\/preview/, /404 .*\/v1\/desk\/advisories\//);
    const page = await atDesk(built, visitor, own);
    const look = async (view: string) => {
      await accessible(page, `${view} ${lang}`);
      await visitor.picture(`desk-advisories-${view}-${scheme}`);
    };
    await page.goto(`${built.origin}/desk/#/advisories`);
    await page.getByRole("link", { name: /Remote data/ }).first().waitFor();
    await look("list");
    await page.goto(`${built.origin}/desk/#/advisories/GHSA-mwq8-fjpf-c2gr`);
    await expect(page.getByRole("heading", { level: 2 })).toBeVisible();
    await expect(page.locator("#pane .bone")).toHaveCount(0);
    await look("one");
    await page.goto(`${built.origin}/desk/#/advisories/GHSA-mwq8-fjpf-c2gr/edit`);
    await page.locator("#f-summary").waitFor();
    await look("form");
    await page.getByRole("radio", { name: "JSON" }).check({ force: true });
    await page.locator("#json").waitFor();
    await look("json");
    await page.goto(`${built.origin}/desk/#/advisories/new`);
    await page.locator("#f-summary").fill("Something");
    await page.locator(".onward .primary").click();
    await page.locator("#faults .card, [id^=fault] .wrong").first().waitFor();
    await look("faults");
  });
}

test("on a phone the page shows the list or what is chosen, and nothing runs over its edge", async () => {
  const built = await product();
  await using visitor = await Visitor.come({ width: 390, height: 800 });
  const page = await atAdvisories(built, visitor);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.getByRole("link", { name: /Remote data/ }).first().click();
  await expect(page.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(page.locator("#pane .bone")).toHaveCount(0);
  assert.ok((await overflow()) <= 0);
  await visitor.picture("desk-advisories-phone-one");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator("#f-summary").waitFor();
  assert.ok((await overflow()) <= 0);
  await accessible(page, "the form on a phone");
  await visitor.picture("desk-advisories-phone-form");
  await page.goBack();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(page.getByLabel("Search advisories")).toBeVisible();
  await visitor.picture("desk-advisories-phone-list");
});
