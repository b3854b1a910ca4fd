/** How SDKs stand: what hits them and why, the way up, what is to come, and what nobody can say. */

import assert from "node:assert/strict";

import type { FrameLocator, Locator } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { type Options, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage, open } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { type Host, tag } from "../harness/host.ts";
import { type Person, person, type Product, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { file } from "../lockfiles/files.ts";
import { CHAT, MAPS, NOW, publish, putOff, RTC } from "./vendor.ts";

const WORDS = {
  en: {
    lang: "en-GB",
    updates: "Updates",
    flaws: "2 flaws",
    facts: /CVE-2026-20101.*CVSS 7\.5.*affects >= 3\.0\.0, < 3\.2\.4/s,
    path: "3.2.0 → 3.2.4 → 4.1.0",
    see: "See the upgrade",
    breaking: "2 breaking changes",
    guide: "Guide",
    unknown: "“nightly” is not a version that could have been published there.",
    treat: /Treat it as not checked/,
    current: "Current",
    coming: "Coming up",
    ends: "Support for acme-rtc 3 ends",
    off: /Sat,? 21 Mar 2026 · in 11 days/,
    note: "Got it",
    undo: "Undo",
    tell: "Tell support which versions we run",
    project: "Project (optional)",
    told: "Support knows that you run this version.",
    takeBack: "Take back",
  },
  zh: {
    lang: "zh-CN",
    updates: "更新",
    flaws: "2 个漏洞",
    facts: /CVE-2026-20101.*CVSS 7\.5.*影响 >= 3\.0\.0, < 3\.2\.4/s,
    path: "3.2.0 → 3.2.4 → 4.1.0",
    see: "查看升级路径",
    breaking: "2 项不兼容变更",
    guide: "迁移指南",
    unknown: "“nightly”不是可以发布的版本号。",
    treat: /请视为未经检查/,
    current: "已是最新",
    coming: "预告",
    ends: "acme-rtc 3 停止支持",
    off: /2026年3月21日.*11天后/,
    note: "知道了",
    undo: "撤销",
    tell: "告知支持团队我们使用的版本",
    project: "项目名称（选填）",
    told: "支持团队已知道你们使用这 1 个版本。",
    takeBack: "撤回",
  },
} as const;
type Words = (typeof WORDS)["en" | "zh"];

const REMOVED = "The old synchronous API is removed";
const GATEWAY = "The gateway eu-1 is switched off";

/** A page of the console that runs these, for somebody or for a guest. */
function consoleOf(built: Product, host: Host, who: Person | undefined, sdks: string[], lang = "en", theme = "light"): void {
  const attributes = { sdk: sdks.join(" "), lang, theme };
  if (who) consolePage(built, host, who, attributes, NOW);
  else host.serve({ body: tag(built.origin, attributes) });
}

async function look(visitor: Visitor, host: Host, words: Words): Promise<FrameLocator> {
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await inside.getByRole("navigation").getByText(words.updates).click();
  await expect(inside.locator("main .bone")).toHaveCount(0);
  return inside;
}

function card(inside: FrameLocator, text: string): Locator {
  return inside.getByRole("article").filter({ hasText: text });
}

const VIEWS: [string, Words, Options][] = [
  ["en-light", WORDS.en, { lang: "en-GB" }],
  ["zh-dark", WORDS.zh, { lang: "zh-CN", scheme: "dark" }],
  ["en-phone", WORDS.en, { lang: "en-GB", width: 360, height: 740 }],
  ["zh-phone-dark", WORDS.zh, { lang: "zh-CN", scheme: "dark", width: 320, height: 640 }],
];

for (const [name, words, options] of VIEWS) {
  test(`each SDK tells what hits it, the way up and what is to come (${name})`, async () => {
    const built = await product();
    await publish(built);
    const host = built.host();
    consoleOf(built, host, person("enterprise"), [RTC, MAPS, CHAT], words.lang, options.scheme);
    await using visitor = await Visitor.come({ ...options, now: NOW });
    const inside = await look(visitor, host, words);

    const rtc = card(inside, "Screen sharing");
    await expect(rtc.getByText(words.flaws)).toBeVisible();
    assert.match(await rtc.innerText(), words.facts);
    await expect(rtc.getByText(words.path)).toBeVisible();
    await visitor.picture(`updates-${name}`);
    await rtc.getByRole("button", { name: words.see }).click();
    await expect(rtc.getByText(words.breaking)).toBeVisible();
    const guide = rtc.getByRole("link", { name: words.guide }).first();
    await expect(guide).toHaveAttribute("href", "https://acme.example/guide/4");
    await expect(guide).toHaveAttribute("rel", "noopener noreferrer");
    await visitor.picture(`updates-${name}-way`);

    const maps = card(inside, "acme-maps");
    await expect(maps.getByText(words.unknown)).toBeVisible();
    await expect(maps.getByText(words.treat)).toBeVisible();
    await expect(card(inside, "acme-chat").getByText(words.current)).toBeVisible();
    await maps.scrollIntoViewIfNeeded();
    await visitor.picture(`updates-${name}-unknown`);

    await expect(inside.getByRole("heading", { name: words.coming })).toBeVisible();
    assert.match(await card(inside, REMOVED).innerText(), words.off);
    await expect(card(inside, words.ends)).toBeVisible();
    await card(inside, words.ends).scrollIntoViewIfNeeded();
    await visitor.picture(`updates-${name}-coming`);
    await accessible(visitor.page, `updates ${name}`);
    const frame = visitor.page.frames().find((it) => it.url().includes("/panel/"));
    const over = await frame?.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((over ?? 1) <= 0, `${over} pixels too wide`);
  });
}

/** Takes note by keyboard, undoes it with the same key, takes note again; the focus never moves. */
async function note(inside: FrameLocator, visitor: Visitor, words: Words, title: string): Promise<void> {
  const button = card(inside, title).getByRole("button");
  await button.focus();
  for (const word of [words.undo, words.note, words.undo]) {
    const kept = visitor.page.waitForResponse(/\/v1\/notices\/state\//, { timeout: 5000 }).catch(() => undefined);
    await visitor.page.keyboard.press("Enter");
    await expect(button).toHaveText(word);
    await expect(button).toBeFocused();
    await (visitor.expected.length ? undefined : kept);
  }
}

test("what somebody has taken note of is theirs on every device, until it changes", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  const who = person("professional");
  consoleOf(built, host, who, [RTC]);
  await using first = await Visitor.come({ now: NOW });
  const inside = await look(first, host, words);
  await note(inside, first, words, GATEWAY);
  await visitorSees(inside, GATEWAY, words.undo);
  await visitorSees(inside, REMOVED, words.note);
  await first.picture("updates-noted");
  await accessible(first.page, "updates, noted");

  await using second = await Visitor.come({ now: NOW });
  await visitorSees(await look(second, host, words), GATEWAY, words.undo);

  consoleOf(built, host, { ...who, user: `${who.user}_colleague` }, [RTC]);
  await using colleague = await Visitor.come({ now: NOW });
  await visitorSees(await look(colleague, host, words), GATEWAY, words.note);

  // Another day is another notice.
  await putOff(built, "2026-04-15");
  consoleOf(built, host, who, [RTC]);
  await using third = await Visitor.come({ now: "2026-03-10T09:10:00Z" });
  await visitorSees(await look(third, host, words), GATEWAY, words.note);
  await publish(built);
});

async function visitorSees(inside: FrameLocator, title: string, word: string): Promise<void> {
  await expect(card(inside, title).getByRole("button", { name: word })).toBeVisible();
}

test("what a guest has taken note of stays in their browser", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, undefined, [RTC]);
  await using guest = await Visitor.come({ now: NOW });
  const writes: string[] = [];
  guest.context.on("request", (request) => {
    if (request.url().includes("/v1/notices/state")) writes.push(request.url());
  });
  const inside = await look(guest, host, words);
  await card(inside, GATEWAY).getByRole("button", { name: words.note }).click();
  await visitorSees(inside, GATEWAY, words.undo);
  await visitorSees(await look(guest, host, words), GATEWAY, words.undo);
  assert.deepEqual(writes, []);
  await expect(inside.getByRole("button", { name: words.tell })).toHaveCount(0);
});

test("what could not be saved is shown again, and said", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, person("professional"), [RTC]);
  await using visitor = await Visitor.come({ now: NOW });
  visitor.expected.push(/503/);
  const inside = await look(visitor, host, words);
  await visitor.context.route(/\/v1\/notices\/state\//, (route) => route.fulfill({ status: 503, body: "" }));
  await card(inside, GATEWAY).getByRole("button", { name: words.note }).click();
  await expect(inside.getByRole("alert").filter({ hasText: "could not be saved" })).toBeVisible();
  await visitorSees(inside, GATEWAY, words.note);
});

test("an answer that does not come leaves what is known, and says that it may be old", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, person("professional"), [RTC]);
  await using visitor = await Visitor.come({ now: NOW });
  visitor.expected.push(/ERR_|Failed to fetch|503/);
  const { page, context } = visitor;
  const inside = await look(visitor, host, words);
  await context.route(/\/v1\/notices\?/, (route) => route.abort());
  // Half an hour later the page asks again.
  await page.clock.fastForward("30:00");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(inside.getByText("This may be out of date")).toBeVisible();
  await expect(card(inside, "Screen sharing")).toBeVisible();
  await visitor.picture("updates-old");
  await accessible(page, "updates, old");
  await context.unroute(/\/v1\/notices\?/);
  await inside.getByRole("button", { name: "Try again" }).click();
  await expect(inside.getByText("This may be out of date")).toHaveCount(0);
});

test("on a page from right to left everything keeps its place", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, person("professional"), [RTC, MAPS]);
  await using visitor = await Visitor.come({ now: NOW });
  const inside = await look(visitor, host, words);
  await panel(visitor.page).locator("html").evaluate((root) => root.setAttribute("dir", "rtl"));
  await card(inside, "Screen sharing").getByRole("button", { name: words.see }).click();
  await visitor.picture("updates-rtl");
  await accessible(visitor.page, "updates from right to left");
});

const PACKAGE_LOCK = file(
  "package-lock.json",
  JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/acme-rtc": { version: "3.2.0" } } }, undefined, 2),
);

for (const words of [WORDS.en, WORDS.zh]) {
  test(`support learns what a lockfile holds when somebody says so, and not before (${words.lang})`, async () => {
    const built = await product();
    await publish(built);
    const host = built.host();
    const who = person("professional");
    consoleOf(built, host, who, [CHAT], words.lang, words === WORDS.zh ? "dark" : "light");
    await using visitor = await Visitor.come({ lang: words.lang, scheme: words === WORDS.zh ? "dark" : "light", now: NOW });
    const { page, context } = visitor;
    const inventory = async (): Promise<{ purl: string; source: string; project?: string }[]> =>
      (await built.desk("GET", `/accounts/${who.account}/inventory`)).items;
    const declared = async () => {
      const items = (await inventory()).filter((it) => it.source === "lockfile");
      return items.map((it) => `${it.purl} ${it.project ?? ""}`).join();
    };
    const writes: string[] = [];
    context.on("request", (request) => {
      if (request.method() === "PUT") writes.push(request.url());
    });
    const inside = await look(visitor, host, words);
    await inside.locator("input[type=file]").setInputFiles([PACKAGE_LOCK]);
    const tell = inside.getByRole("button", { name: words.tell });
    await expect(tell).toBeVisible();
    await accessible(page, `telling support ${words.lang}`);
    await visitor.picture(`updates-tell-${words.lang}`);
    assert.deepEqual(writes, [], "nothing is sent before somebody says so");
    assert.equal(await declared(), "");

    await inside.getByLabel(words.project).fill("console");
    await tell.focus();
    await page.keyboard.press("Enter");
    await expect(inside.getByText(words.told)).toBeVisible();
    const takeBack = inside.getByRole("button", { name: words.takeBack });
    await expect(takeBack).toBeFocused();
    await visitor.picture(`updates-told-${words.lang}`);
    assert.equal(await declared(), "pkg:npm/acme-rtc@3.2.0 console");

    // Another visit tells the same again, which changes nothing.
    const again = await look(visitor, host, words);
    await again.locator("input[type=file]").setInputFiles([PACKAGE_LOCK]);
    await again.getByLabel(words.project).fill("console");
    await again.getByRole("button", { name: words.tell }).click();
    await expect(again.getByText(words.told)).toBeVisible();
    assert.equal(await declared(), "pkg:npm/acme-rtc@3.2.0 console");

    await again.getByRole("button", { name: words.takeBack }).click();
    await expect(again.getByRole("button", { name: words.tell })).toBeVisible();
    await eventually(declared, "", "what support knows");
  });
}
