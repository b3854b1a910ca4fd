/**
 * `GET /v1/notices` as a team would write it in TypeScript: Hono, the npm package `semver`, the corpus held
 * per isolate, answers held by query, a tag, the same rate limit. `KEEP=1` also keeps what stands against
 * each release, as Aftercare does; without it that is worked out for each answer.
 */

import { Hono } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { assess } from "./assess";
import { type Corpus, read, version } from "./corpus";

interface Env {
  DB: D1Database;
  CLIENT_LIMIT: { limit(options: { key: string }): Promise<{ success: boolean }> };
  KEEP?: string;
}

interface Held {
  body: string;
  tag: string;
}

const FRESH_MS = 30_000;
const ROOM = 5_000;

let corpus: Corpus | undefined;
let checkedAt = 0;
let day = "";
let answers = new Map<string, Held>();

async function current(env: Env, now: Date): Promise<Corpus> {
  const today = now.toISOString().slice(0, 10);
  if (!corpus || today !== day || now.getTime() - checkedAt > FRESH_MS) {
    if (!corpus || today !== day || (await version(env.DB)) !== corpus.version) {
      corpus = await read(env.DB);
      answers = new Map();
      day = today;
    }
    checkedAt = now.getTime();
  }
  return corpus;
}

const app = new Hono<{ Bindings: Env }>();

app.use(secureHeaders());
app.use(cors({ origin: "*", exposeHeaders: ["etag", "retry-after"] }));

app.get("/healthz", (c) => c.json({ status: "ok" }));

app.get("/v1/notices", async (c) => {
  const key = c.req.header("cf-connecting-ip") ?? "unknown";
  if (!(await c.env.CLIENT_LIMIT.limit({ key })).success) return c.json({ status: 429 }, 429);
  const now = new Date();
  const known = await current(c.env, now);
  const asked = c.req.queries("sdk") ?? [];
  const query = [...asked].sort().join("\n");
  let held = answers.get(query);
  if (!held) {
    const body = JSON.stringify(assess(known, asked, now, c.env.KEEP === "1"));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
    const hex = [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    held = { body, tag: `"${hex}"` };
    if (answers.size >= ROOM) answers.clear();
    answers.set(query, held);
  }
  c.header("cache-control", "public, max-age=60");
  c.header("etag", held.tag);
  if (c.req.header("if-none-match") === held.tag) return c.body(null, 304);
  return c.body(held.body, 200, { "content-type": "application/json" });
});

export default app;
