/** The policy, as a test changes it: all tests of a run share one product, so what was in force comes back. */

import { randomUUID } from "node:crypto";

import type { Product } from "./product.ts";

export interface Version {
  readonly version: number;
  readonly created_by?: string;
  readonly note?: string;
  // A test looks into it as a whole.
  readonly document: any;
}

async function call(built: Product, method: "GET" | "POST", path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`${built.origin}/v1/desk/policies${path}`, {
    method,
    headers: {
      authorization: "Bearer agt_demo_lin",
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The version in force. */
export function inForce(built: Product): Promise<Version> {
  return call(built, "GET", "/current");
}

/** Puts an edit of what is in force in force. */
export async function push(built: Product, edit: (document: any) => void, note = "By a test"): Promise<Version> {
  const { version, document } = await inForce(built);
  edit(document);
  return call(built, "POST", "", { based_on: version, note, document });
}

/** What is in force now is so again at the end. */
export async function restoring(built: Product): Promise<AsyncDisposable> {
  const { document } = await inForce(built);
  return {
    async [Symbol.asyncDispose]() {
      await push(built, (now) => {
        for (const name of Object.keys(now)) delete now[name];
        Object.assign(now, document);
      }, "Back to what it was");
    },
  };
}
