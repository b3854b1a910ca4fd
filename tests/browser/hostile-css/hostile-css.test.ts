/** A page whose style sheet means everything, ours among it. */

import assert from "node:assert/strict";

import { launcher, Visitor } from "../harness/browser.ts";
import { console as consolePage, open } from "../harness/customer.ts";
import { tag } from "../harness/host.ts";
import { person, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

const HOSTILE = `
* { all: unset !important; color: red !important; font-size: 1px !important; letter-spacing: 9px !important; }
button, iframe, div, span { display: none !important; visibility: hidden !important; width: 1px !important; opacity: .1 !important; }
iframe { border: 20px solid red !important; position: static !important; pointer-events: none !important; }
.launcher, .open { transform: rotate(45deg) scale(.1) !important; }
html { font-size: 40px !important; line-height: 4 !important; direction: ltr; }
body { filter: none; }
`;

test("a hostile style sheet does not reach the widget", async () => {
  const built = await product();
  const [calm, hostile] = [built.host(), built.host()];
  const who = person("basic");
  consolePage(built, calm, who);
  hostile.serve({
    head: '<link rel="stylesheet" href="/hostile.css">',
    body: tag(built.origin),
    files: { "/hostile.css": { type: "text/css", text: HOSTILE } },
  });
  await using visitor = await Visitor.come();
  const look = async (origin: string) => {
    await visitor.page.goto(origin);
    await launcher(visitor.page).waitFor();
    const button = await launcher(visitor.page).evaluate((it) => {
      const { color, fontSize, letterSpacing, backgroundColor, opacity, transform, visibility } = getComputedStyle(it);
      const { width, height, right, bottom } = it.getBoundingClientRect();
      const box = [width, height, innerWidth - right, innerHeight - bottom].map(Math.round);
      return { color, fontSize, letterSpacing, backgroundColor, opacity, transform, visibility, box };
    });
    await open(visitor.page);
    const frame = await visitor.page.locator("iframe#panel").evaluate((it) => {
      const { borderTopWidth, opacity, transform, pointerEvents, position } = getComputedStyle(it);
      const { width, height, right, bottom } = it.getBoundingClientRect();
      const box = [width, height, innerWidth - right, innerHeight - bottom].map(Math.round);
      return { borderTopWidth, opacity, transform, pointerEvents, position, box };
    });
    return { button, frame };
  };
  const undisturbed = await look(calm.origin);
  assert.deepEqual(await look(hostile.origin), undisturbed);
  await visitor.picture("hostile-css");
});
