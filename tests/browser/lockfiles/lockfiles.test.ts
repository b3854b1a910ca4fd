/** Lockfiles that are dropped on the panel: read in the browser, and nothing of them is sent but what is the vendor's. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { FileChooser, Page, Request } from "playwright-core";

import { accessible } from "../harness/axe.ts";
import { launcher, panel, Visitor } from "../harness/browser.ts";
import { console as consolePage } from "../harness/customer.ts";
import { eventually, expect } from "../harness/expect.ts";
import { person, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";
import { DAMAGED, type Lockfile, PACKAGE_LOCK, PHOTO, PODFILE_LOCK, SECRET, YARN_LOCK, file } from "./files.ts";

const WORDS = {
  en: {
    lang: "en-GB",
    title: "Check your lockfiles",
    choose: "Choose files",
    found: "1 of ours",
    none: "None of ours",
    others: "2 other packages stayed in this browser.",
    from: /From package-lock\.json, line \d+/,
    notRead: "Not read",
    line: "Line 4",
    unexpected: "“<” has no place here.",
    unknown: /This kind of file is not known here/,
    tooLarge: /larger than 64 MB/,
    reading: "Reading…",
    remove: "Remove package-lock.json",
  },
  zh: {
    lang: "zh-CN",
    title: "检查锁定文件",
    choose: "选择文件",
    found: "1 个我们的软件包",
    none: "没有我们的软件包",
    others: "其他 2 个软件包未离开本浏览器。",
    from: /来自 package-lock\.json 第 \d+ 行/,
    notRead: "未读取",
    line: "第 4 行",
    unexpected: "此处不应出现“<”。",
    unknown: /无法识别此类文件/,
    tooLarge: /文件超过 64 MB/,
    reading: "读取中…",
    remove: "移除 package-lock.json",
  },
} as const;

const FIELD = "input[type=file]";

/** The portal's page of updates, and every request that leaves it from now on. */
async function updates(visitor: Visitor): Promise<Request[]> {
  const built = await product();
  const sent: Request[] = [];
  visitor.context.on("request", (request) => sent.push(request));
  await visitor.page.goto(`${built.origin}/panel/?site=${built.site}#updates`);
  await visitor.page.locator(FIELD).waitFor({ state: "attached" });
  return sent;
}

/** What the panel has asked notices for, the last time. */
function asked(sent: Request[]): string[] {
  const notices = sent.map((request) => new URL(request.url())).filter((url) => url.pathname === "/v1/notices");
  return notices.at(-1)?.searchParams.getAll("sdk") ?? [];
}

/** Drops files as a hand does: they are held over the page first. */
async function drag(page: Page, files: Lockfile[], events: string[]): Promise<void> {
  const plain = files.map(({ name, buffer }) => ({ name, text: buffer.toString("latin1") }));
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name));
    return transfer;
  }, plain);
  for (const event of events) {
    await page.dispatchEvent("main", event, { dataTransfer: transfer });
  }
}

for (const words of [WORDS.en, WORDS.zh]) {
  test(`dropped lockfiles show how their SDKs stand, and only the vendor's leave (${words.lang})`, async () => {
    await using visitor = await Visitor.come({ lang: words.lang, scheme: words === WORDS.zh ? "dark" : "light" });
    const { page } = visitor;
    const sent = await updates(visitor);
    await expect(page.getByRole("heading", { name: words.title })).toBeVisible();
    await accessible(page, `lockfiles, empty ${words.lang}`);
    await visitor.picture(`lockfiles-empty-${words.lang}`);
    await drag(page, [PACKAGE_LOCK], ["dragenter", "dragover"]);
    await visitor.picture(`lockfiles-over-${words.lang}`);
    await drag(page, [PACKAGE_LOCK, YARN_LOCK, PODFILE_LOCK], ["dragenter", "dragover", "drop"]);
    await expect(page.getByText(words.found)).toHaveCount(2);
    await expect(page.getByText(words.none)).toHaveCount(1);
    await expect(page.getByText(words.others)).toHaveCount(2);
    await expect(page.getByText(words.from)).toBeVisible();
    await expect(page.getByRole("heading", { name: /stream-chat/ })).toBeVisible();
    assert.deepEqual(asked(sent), ["pkg:npm/matrix-js-sdk@24.0.0", "pkg:npm/stream-chat@8.0.0"]);
    for (const request of sent) {
      const whole = `${decodeURIComponent(request.url())} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`;
      for (const theirs of [SECRET, "left-pad", "Alamofire"]) {
        assert.ok(!whole.includes(theirs), `${theirs} has left in ${request.url()}`);
      }
    }
    await accessible(page, `lockfiles, read ${words.lang}`);
    await visitor.picture(`lockfiles-read-${words.lang}`);
  });

  test(`a bad file is told by its line, an unknown one by those that are known (${words.lang})`, async () => {
    await using visitor = await Visitor.come({ lang: words.lang, width: 360, height: 740 });
    const { page } = visitor;
    const sent = await updates(visitor);
    await page.locator(FIELD).setInputFiles([DAMAGED, PHOTO]);
    await expect(page.getByText(words.notRead)).toHaveCount(2);
    await expect(page.getByText(words.line)).toBeVisible();
    await expect(page.getByText(words.unexpected)).toBeVisible();
    await expect(page.getByText(words.unknown)).toBeVisible();
    await expect(page.getByText("Package.resolved")).toBeVisible();
    assert.deepEqual(asked(sent), []);
    await accessible(page, `lockfiles, not read ${words.lang}`);
    await visitor.picture(`lockfiles-bad-${words.lang}`);
    await page.locator(FIELD).setInputFiles([PACKAGE_LOCK]);
    await expect(page.getByText(words.found)).toBeVisible();
    await expect(page.getByText(words.notRead)).toHaveCount(1);
  });
}

test("what is taken away is not asked about any more", async () => {
  const words = WORDS.en;
  await using visitor = await Visitor.come();
  const { page } = visitor;
  const sent = await updates(visitor);
  await page.locator(FIELD).setInputFiles([PACKAGE_LOCK, YARN_LOCK]);
  await expect(page.getByText(words.found)).toHaveCount(2);
  await page.getByRole("button", { name: words.remove }).click();
  await expect(page.getByRole("button", { name: words.choose })).toBeFocused();
  await expect(page.getByRole("heading", { name: /matrix-js-sdk/ })).toHaveCount(0);
  await eventually(async () => asked(sent).join(), "pkg:npm/stream-chat@8.0.0", "what is asked about");
});

test("what the page runs and what a file locks stand side by side, by keyboard alone", async () => {
  const words = WORDS.en;
  const built = await product();
  const host = built.host();
  consolePage(built, host, person("professional"));
  await using visitor = await Visitor.come();
  const { page } = visitor;
  // From the beginning: the browser is told by a message of its own, which a key would overtake.
  const choosers: FileChooser[] = [];
  page.on("filechooser", (opened) => choosers.push(opened));
  await page.goto(host.origin);
  await launcher(page).focus();
  await page.keyboard.press("Enter");
  const inside = panel(page);
  await inside.getByRole("navigation").getByText("Updates").press("Enter");
  const choose = inside.getByRole("button", { name: words.choose });
  await expect(choose).toBeVisible();
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press("Tab");
    if (await choose.evaluate((it) => it === document.activeElement)) break;
  }
  await expect(choose).toBeFocused();
  await page.keyboard.press("Enter");
  await eventually(async () => choosers.length, 1, "files can be chosen by a key");
  assert.equal(choosers[0]?.isMultiple(), true);
  await choosers[0]?.setFiles([PACKAGE_LOCK]);
  await expect(inside.getByText(words.found)).toBeVisible();
  await expect(inside.getByRole("heading", { name: "matrix-js-sdk 23.5.0" })).toBeVisible();
  await expect(inside.getByRole("heading", { name: "matrix-js-sdk 24.0.0" })).toBeVisible();
  await expect(inside.getByText(words.from)).toHaveCount(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(inside.getByText(words.found)).toHaveCount(0);
  await expect(choose).toBeFocused();
  await accessible(page, "lockfiles in the frame");
  await visitor.picture("lockfiles-frame");
});

/** A package-lock.json of so many bytes, the vendor's package last. */
function large(bytes: number): string {
  const entry = (index: number) =>
    `    "node_modules/pkg-${index}": {\n      "version": "1.0.${index}",\n      "integrity": "sha512-${"A".repeat(400)}"\n    },\n`;
  const parts = ['{\n  "lockfileVersion": 3,\n  "packages": {\n'];
  for (let index = 0, length = 0; length < bytes; index++) {
    const part = entry(index);
    length += part.length;
    parts.push(part);
  }
  parts.push('    "node_modules/matrix-js-sdk": {\n      "version": "24.0.0"\n    }\n  }\n}\n');
  return parts.join("");
}

/** It in a folder of its own: what Playwright holds in memory it sends in one message, of 50 MB at most. */
class OnDisk implements AsyncDisposable {
  readonly path: string;
  readonly #folder: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.path = join(folder, name);
  }

  static async write(text: string | Buffer, name = "package-lock.json"): Promise<OnDisk> {
    const written = new OnDisk(await mkdtemp(join(tmpdir(), "aftercare-")), name);
    await writeFile(written.path, text);
    return written;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

test("a file of 50 MB leaves the page alive, and can be stopped", async () => {
  const words = WORDS.en;
  await using visitor = await Visitor.come();
  const { page } = visitor;
  const sent = await updates(visitor);
  await using lock = await OnDisk.write(large(50 * 1024 * 1024));
  // The page counts its turns for as long as the file is being read, and presses are answered meanwhile.
  await page.evaluate((reading) => {
    const heart = { turns: 0 };
    Object.assign(globalThis, { heart });
    setInterval(() => {
      if (document.querySelector(".files")?.textContent?.includes(reading)) heart.turns++;
    });
  }, words.reading);
  await page.locator(FIELD).setInputFiles([lock.path]);
  await expect(page.getByText(words.reading)).toBeVisible();
  await visitor.picture("lockfiles-reading");
  await page.getByRole("button", { name: words.remove }).click();
  await expect(page.getByText(words.reading)).toHaveCount(0);
  assert.deepEqual(asked(sent), [], "what was stopped has found nothing");

  await page.locator(FIELD).setInputFiles([lock.path]);
  await expect(page.getByText(words.found)).toBeVisible(60_000);
  const turns = await page.evaluate(() => (globalThis as unknown as { heart: { turns: number } }).heart.turns);
  assert.ok(turns >= 5, `the page had ${turns} turns while the file was read`);
  assert.deepEqual(asked(sent), ["pkg:npm/matrix-js-sdk@24.0.0"]);
});

test("a large file of lines is read to its end, in whatever encoding its mark names", async () => {
  const words = WORDS.en;
  await using visitor = await Visitor.come();
  const { page } = visitor;
  const sent = await updates(visitor);
  const entry = (index: number) => `"pkg-${index}@^1.0.0":\r\n  version "1.0.${index}"\r\n  integrity sha512-${"A".repeat(86)}==\r\n`;
  const lines = Array.from({ length: 40_000 }, (_, index) => entry(index)).join("\r\n");
  const text = `\ufeff# yarn lockfile v1\r\n\r\n${lines}\r\nstream-chat@^8.0.0:\r\n  version "8.0.0"\r\n`;
  await using lock = await OnDisk.write(Buffer.from(text, "utf16le"), "yarn.lock");
  await page.locator(FIELD).setInputFiles([lock.path]);
  await expect(page.getByText(words.found)).toBeVisible(30_000);
  await expect(page.getByText(/40,?000 other packages stayed in this browser/)).toBeVisible();
  await expect(page.getByText(`From yarn.lock, line ${40_000 * 4 + 3}`)).toBeVisible();
  assert.deepEqual(asked(sent), ["pkg:npm/stream-chat@8.0.0"]);
});

test("a file that is too large is told so and not touched", async () => {
  await using visitor = await Visitor.come();
  const { page } = visitor;
  const sent = await updates(visitor);
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    const block = new Uint8Array(1024 * 1024);
    transfer.items.add(new File(Array.from({ length: 65 }, () => block), "yarn.lock"));
    document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText(WORDS.en.tooLarge)).toBeVisible();
  assert.ok(!sent.some((request) => request.url().includes("/panel/reader/")), "the reader was not even loaded");
});

test("the worker that reads can reach nothing", async () => {
  await using visitor = await Visitor.come();
  const { page } = visitor;
  // What the policy refuses is written into the console, and is what is asked for here.
  visitor.expected.push(/Content Security Policy|POLICY connect-src/);
  const sent = await updates(visitor);
  const named = await page.locator("meta[name=reader]").getAttribute("content");
  const [script = ""] = named?.split(" ") ?? [];
  const started = page.waitForEvent("worker");
  await page.evaluate((script) => {
    Object.assign(globalThis, { another: new Worker(script, { type: "module" }) });
  }, script);
  const worker = await started;
  const policy = (await fetch(worker.url())).headers.get("content-security-policy") ?? "";
  assert.equal(policy, "default-src 'none'; script-src 'wasm-unsafe-eval'");
  const reached = await worker.evaluate(() => fetch("/healthz").then(() => "reached", () => "refused"));
  assert.equal(reached, "refused");
  assert.ok(!sent.some((request) => request.url().endsWith("/healthz")));
});

test("several files wait for each other, and at 320 pixels nothing is cut off", async () => {
  await using visitor = await Visitor.come({ width: 320, height: 640 });
  const { page } = visitor;
  await updates(visitor);
  const many = Array.from({ length: 6 }, (_, index) => file(`requirements-${index}-for-a-service-with-a-long-name.txt`, `a==1.${index}\n`));
  await page.locator(FIELD).setInputFiles([...many, PHOTO]);
  await expect(page.getByText(WORDS.en.none)).toHaveCount(6);
  await expect(page.getByText(WORDS.en.unknown)).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  await visitor.picture("lockfiles-320");
});
