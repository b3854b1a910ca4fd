/**
 * What `cargo xtask bench lockfiles` measures in Chromium: large files brought to the built panel. No test.
 *
 * `MEASURE` names a folder with `kinds.json`, a list of files that stand in folders by their number. What was
 * measured is written beside it.
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { Visitor } from "../harness/browser.ts";
import { product, ROOT } from "../harness/product.ts";
import { test } from "../harness/test.ts";

interface Kind {
  name: string;
  file: string;
}

interface Measured {
  /** From the choice of the file to what is said of it. */
  answer_ms: number;
  /** The longest time between two frames of the page meanwhile. */
  silent_ms: number;
  /** The longest task of the page's thread, 0 where none took 50 ms. */
  task_ms: number;
  /** What the panel says. */
  said: string;
  /** How large the reader's memory has become: it never shrinks. */
  memory_bytes: number;
}

const PATIENCE_MS = 120_000;

/** Notes how long the page does not answer. It runs in the page. */
function watch(): void {
  const seen = { silent: 0, task: 0 };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.task = Math.max(seen.task, duration);
  }).observe({ type: "longtask" });
  let last = performance.now();
  const frame = (now: number) => {
    seen.silent = Math.max(seen.silent, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function onThePanel(path: string): Promise<Omit<Measured, "memory_bytes">> {
  const built = await product();
  await using visitor = await Visitor.come();
  const { page } = visitor;
  await page.goto(`${built.origin}/panel/?site=${built.site}#updates`);
  const field = page.locator("input[type=file]");
  await field.waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  const known = await page.locator("main li, main p").allTextContents();
  await page.evaluate(watch);
  const begun = performance.now();
  await field.setInputFiles(path);
  const state = page.getByText(/of ours|None of ours|Not read/).first();
  await state.waitFor({ timeout: PATIENCE_MS });
  const answer_ms = performance.now() - begun;
  const { silent, task } = await page.evaluate(() => (globalThis as any).seen as { silent: number; task: number });
  const now = await page.locator("main li, main p").allTextContents();
  const said = now.filter((text) => !known.includes(text)).join(" | ");
  return { answer_ms, silent_ms: silent, task_ms: task, said: said.replace(/\s+/g, " ").slice(0, 300) };
}

/** The memory of the reader's own module, run here: a page has no way to ask for it. */
async function memory(path: string, name: string, turn: number): Promise<number> {
  const stage = join(ROOT, "target/stage/reader");
  const { initSync, read } = await import(`${pathToFileURL(join(stage, "reader.js"))}?${turn}`);
  const { memory } = initSync({ module: new WebAssembly.Module(await readFile(join(stage, "reader_bg.wasm"))) });
  read(name, new Uint8Array(await readFile(path)), "pkg:npm/call-kit-7");
  return memory.buffer.byteLength;
}

test("lockfiles of 50 MB on the panel", async () => {
  const folder = process.env["MEASURE"];
  if (!folder) throw new Error("MEASURE names the folder of the files: run `cargo xtask bench lockfiles`");
  const kinds: Kind[] = JSON.parse(await readFile(join(folder, "kinds.json"), "utf8"));
  const all: Measured[] = [];
  for (const [turn, { name, file }] of kinds.entries()) {
    const path = join(folder, `${turn}`, file);
    all.push({ ...(await onThePanel(path)), memory_bytes: await memory(path, file, turn) });
    console.log(`  ${name}: ${Math.round(all.at(-1)!.answer_ms)} ms`);
  }
  await writeFile(join(folder, "panel.json"), JSON.stringify(all));
});
