/** What axe-core finds, in a page and in every frame of it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Frame, Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown; html: string; failureSummary?: string }[];
}

/**
 * Nothing may be found. Each frame is looked at by itself, since a frame of another origin can't be
 * looked into from the page; what only a whole page can have is then asked of the whole page alone.
 */
export async function accessible(page: Page, where: string): Promise<void> {
  for (const frame of page.frames()) {
    if (frame.url().startsWith("http")) {
      const found = await findings(frame, frame === page.mainFrame());
      const told = found.map(({ id, help, nodes }) => {
        const places = nodes.map((node) => `    ${JSON.stringify(node.target)} ${node.html}\n      ${node.failureSummary}`);
        return `  ${id}: ${help}\n${places.join("\n")}`;
      });
      assert.equal(told.join("\n"), "", `${where}, ${frame.url()}`);
    }
  }
}

async function findings(frame: Frame, isWhole: boolean): Promise<Finding[]> {
  if (!(await frame.evaluate("typeof axe === 'object'"))) {
    await frame.evaluate(`${SOURCE}; undefined`);
  }
  const options = {
    runOnly: { type: "tag", values: RULES },
    // Frames are visited one by one, without messages between them.
    iframes: false,
    rules: isWhole ? {} : { "page-has-heading-one": { enabled: false } },
  };
  const results = await frame.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  return (results as { violations: Finding[] }).violations;
}
