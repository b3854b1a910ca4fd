/** Tests whose visitors may have seen trouble as well: what failed first is told first, and nothing is hidden. */

import { test as nodeTest } from "node:test";

/** A test, by a sentence. */
export function test(name: string, body: () => Promise<void>): void {
  nodeTest(name, async () => {
    try {
      await body();
    } catch (error) {
      throw error instanceof SuppressedError ? unfolded(error) : error;
    }
  });
}

/** An error that came up while another one was on its way hides that one: here are all of them. */
function unfolded(error: SuppressedError): Error {
  const all: unknown[] = [];
  let outer: unknown = error;
  while (outer instanceof SuppressedError) {
    all.unshift(outer.error);
    outer = outer.suppressed;
  }
  all.unshift(outer);
  return new Error(all.map((it) => (it instanceof Error ? it.stack : String(it))).join("\n\nand then: "));
}
