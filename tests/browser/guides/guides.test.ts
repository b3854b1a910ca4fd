/** The way up, for somebody the service knows: what their plan includes of it, and guides that are read in place. */

import assert from "node:assert/strict";

import type { FrameLocator, Locator } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { type Options, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage, identify, open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { type Host, tag } from "../harness/host.ts";
import { type Person, person, type Product, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { NOW, publish, SIGNAL } from "./vendor.ts";

const WORDS = {
  en: {
    lang: "en-GB",
    updates: "Updates",
    see: "See the upgrade",
    inPlan: "In your plan",
    notInPlan: "Not in your plan",
    quote: "Ask for a quote",
    read: "Read the guide From callbacks to promises",
    close: "Close the guide From callbacks to promises",
    effort: "about 2 hours",
    elsewhere: "Open in a new tab Rooms have regions",
    codemod: "Codemod From callbacks to promises",
  },
  zh: {
    lang: "zh-CN",
    updates: "更新",
    see: "查看升级路径",
    inPlan: "方案已包含",
    notInPlan: "方案未包含",
    quote: "索取报价",
    read: "阅读指南 From callbacks to promises",
    close: "收起指南 From callbacks to promises",
    effort: "约 2 小时",
    elsewhere: "在新标签页打开 Rooms have regions",
    codemod: "自动迁移工具 From callbacks to promises",
  },
} as const;
type Words = (typeof WORDS)["en" | "zh"];

function consoleOf(built: Product, host: Host, who: Person | undefined, lang = "en", theme = "light"): void {
  const attributes = { sdk: SIGNAL, lang, theme };
  if (who) consolePage(built, host, who, attributes, NOW);
  else host.serve({ body: tag(built.origin, attributes) });
}

/** Opens the way up of the SDK, with the keyboard alone once the panel is there. */
async function wayUp(visitor: Visitor, host: Host, words: Words): Promise<[FrameLocator, Locator]> {
  await visitor.page.goto(host.origin);
  const inside = await open(visitor.page);
  await inside.getByRole("navigation").getByText(words.updates).click();
  await expect(inside.locator("main .bone")).toHaveCount(0);
  const card = inside.getByRole("article").filter({ hasText: "acme-signal" });
  const see = card.getByRole("button", { name: words.see });
  await see.focus();
  await visitor.page.keyboard.press("Enter");
  await expect(see).toBeFocused();
  return [inside, card];
}

const VIEWS: [string, Words, Options][] = [
  ["en-light", WORDS.en, { lang: "en-GB" }],
  ["en-dark", WORDS.en, { lang: "en-GB", scheme: "dark" }],
  ["zh-dark", WORDS.zh, { lang: "zh-CN", scheme: "dark" }],
  ["en-phone", WORDS.en, { lang: "en-GB", width: 320, height: 640 }],
  ["zh-phone", WORDS.zh, { lang: "zh-CN", width: 320, height: 640 }],
];

for (const [name, words, options] of VIEWS) {
  test(`guides are read where the way up is (${name})`, async () => {
    const built = await product();
    await publish(built);
    const host = built.host();
    consoleOf(built, host, person("enterprise"), words.lang, options.scheme);
    await using visitor = await Visitor.come({ ...options, now: NOW });
    const modules: string[] = [];
    visitor.context.on("request", (request) => {
      if (request.url().includes("split_guide")) modules.push(request.url());
    });
    const [, card] = await wayUp(visitor, host, words);
    await expect(card.getByText(words.inPlan).first()).toBeVisible();
    await expect(card.getByText(words.effort)).toBeVisible();
    await expect(card.getByRole("link", { name: words.elsewhere })).toHaveAttribute("href", "https://acme.example/guide/3");
    await expect(card.getByRole("link", { name: words.codemod })).toHaveAttribute("rel", "noopener noreferrer");
    await card.getByText(words.effort).scrollIntoViewIfNeeded();
    await visitor.picture(`guides-${name}`);
    assert.deepEqual(modules, [], "what draws a guide comes when one is opened");

    const read = card.getByRole("button", { name: words.read });
    await read.focus();
    await visitor.page.keyboard.press("Enter");
    const text = card.getByRole("region", { name: "From callbacks to promises" });
    await expect(text.getByRole("heading", { name: "What to do", level: 4 })).toBeVisible();
    const toggle = card.getByRole("button", { name: words.close }).first();
    await expect(toggle).toBeFocused();
    await expect(toggle).toHaveAttribute("aria-expanded", "true");
    await expect(text.locator("pre")).toHaveAttribute("dir", "ltr");
    await expect(text.getByRole("link", { name: "the reference" })).toHaveAttribute("href", "https://acme.example/reference");
    await expect(text.getByRole("link", { name: "this" })).toHaveCount(0);
    await expect(text.locator("img, script")).toHaveCount(0);
    await expect(text.getByText("a text, not a script")).toBeVisible();
    await text.scrollIntoViewIfNeeded();
    await visitor.picture(`guides-${name}-open`);
    await accessible(visitor.page, `a guide ${name}`);
    const frame = visitor.page.frames().find((it) => it.url().includes("/panel/"));
    const over = await frame?.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((over ?? 1) <= 0, `${over} pixels too wide`);

    // The code can be scrolled by keyboard, Escape closes the text, and the focus is where it was opened.
    await text.locator("pre").focus();
    await visitor.page.keyboard.press("Escape");
    await expect(text).toHaveCount(0);
    await expect(card.getByRole("button", { name: words.read })).toBeFocused();
    await visitor.page.keyboard.press("Enter");
    await text.getByRole("button", { name: words.close }).focus();
    await visitor.page.keyboard.press("Enter");
    await expect(text).toHaveCount(0);
    await expect(card.getByRole("button", { name: words.read })).toBeFocused();
  });
}

for (const words of [WORDS.en, WORDS.zh]) {
  test(`what the plan does not include is said, with what to do (${words.lang})`, async () => {
    const built = await product();
    await publish(built);
    const host = built.host();
    consoleOf(built, host, person("basic"), words.lang);
    await using visitor = await Visitor.come({ lang: words.lang, now: NOW });
    const [inside, card] = await wayUp(visitor, host, words);
    await expect(card.getByText(words.notInPlan, { exact: true })).toBeVisible();
    await card.getByRole("button", { name: words.quote }).scrollIntoViewIfNeeded();
    await visitor.picture(`guides-no-plan-${words.lang}`);
    await accessible(visitor.page, "a release that the plan does not include");
    await card.getByRole("button", { name: words.quote }).click();
    assert.match(await inside.getByRole("textbox").first().inputValue(), /acme-signal 3\.0\.0/);
  });
}

test("a guest reads guides, and is told that their plan is not known", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, undefined);
  await using visitor = await Visitor.come({ now: NOW });
  const [, card] = await wayUp(visitor, host, words);
  await expect(card.getByText(/Sign in to the console so that we know yours/)).toBeVisible();
  await card.getByRole("button", { name: words.read }).click();
  await expect(card.getByRole("heading", { name: "What to do" })).toBeVisible();
});

test("without an answer the way is shown as everybody knows it, and can be asked for again", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, person("enterprise"));
  await using visitor = await Visitor.come({ now: NOW });
  visitor.expected.push(/ERR_|Failed to fetch|503/);
  await visitor.context.route(/\/v1\/upgrades\?/, (route) => route.abort());
  const [, card] = await wayUp(visitor, host, words);
  const said = card.getByRole("status").filter({ hasText: "as it is public" });
  await expect(said).toBeVisible();
  await expect(card.getByRole("listitem").filter({ hasText: "2.0.0" }).first()).toBeVisible();
  await visitor.picture("guides-offline");
  await accessible(visitor.page, "the way up without an answer");
  await visitor.context.unroute(/\/v1\/upgrades\?/);
  await said.getByRole("button").click();
  await expect(card.getByRole("button", { name: words.read })).toBeVisible();
  await expect(said).toHaveCount(0);

  await visitor.context.route(/\/v1\/upgrades\/guides\//, (route) => route.fulfill({ status: 503, body: "" }));
  await card.getByRole("button", { name: words.read }).click();
  await expect(card.getByRole("alert")).toBeVisible();
  await visitor.picture("guides-guide-failed");
  await accessible(visitor.page, "a guide that did not come");
  await visitor.context.unroute(/\/v1\/upgrades\/guides\//);
  await card.getByRole("alert").getByRole("button").click();
  await expect(card.getByRole("heading", { name: "What to do" })).toBeVisible();
});

test("on a page from right to left code keeps its direction", async () => {
  const words = WORDS.en;
  const built = await product();
  await publish(built);
  const host = built.host();
  consoleOf(built, host, person("enterprise"));
  await using visitor = await Visitor.come({ now: NOW });
  const [, card] = await wayUp(visitor, host, words);
  await panel(visitor.page).locator("html").evaluate((root) => root.setAttribute("dir", "rtl"));
  await card.getByRole("button", { name: words.read }).click();
  await expect(card.getByRole("heading", { name: "What to do" })).toBeVisible();
  await card.locator("pre").scrollIntoViewIfNeeded();
  await visitor.picture("guides-rtl");
  await accessible(visitor.page, "a guide from right to left");
});

test("from the card on a page of the console to the guide of the first step", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ body: `<script src="/identify.js"></script>${tag(built.origin)}`, files: { "/identify.js": identify(built, person("professional")) } });
  await using visitor = await Visitor.come();
  await visitor.page.goto(host.origin);
  const card = visitor.page.getByRole("status").filter({ hasText: "matrix-js-sdk 23.5.0" });
  await card.getByRole("button", { name: WORDS.en.see }).click();
  const inside = panel(visitor.page);
  const sdk = inside.getByRole("article").filter({ hasText: "matrix-js-sdk" }).filter({ has: inside.getByRole("button", { name: WORDS.en.see }) });
  await sdk.getByRole("button", { name: WORDS.en.see }).click();
  const guides = sdk.getByRole("button", { name: /^Read the guide/ });
  await expect(guides).toHaveCount(4);
  await visitor.picture("guides-demo");
  await guides.first().click();
  await expect(sdk.getByText("CVE-2023-28427").last()).toBeVisible();
  await expect(sdk.getByRole("heading", { name: "How to see that it worked" })).toBeVisible();
  await visitor.picture("guides-demo-open");
  await accessible(visitor.page, "a guide of the demonstration");
});
