/**
 * The built product in its real runtime: `wrangler dev` with a database, variables and keys of its own.
 *
 * It runs below a shell that waits for the end of its standard input. That pipe is ours, so however
 * we end, the shell sees it and ends the whole group.
 */

import { execFile, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

import { type Host, hosts } from "./host.ts";

export const ROOT = resolve(import.meta.dirname, "../../..");
const SITE = "console";
const IDENTITY_KEY = Buffer.from("the key that the vendor's backend signs with");
const PATIENCE_MS = 90_000;
const KEEPER = '{ "$@" </dev/null; echo "THE RUNTIME ENDED: $?"; } & cat >/dev/null; kill -TERM 0';

export interface Product {
  readonly origin: string;
  readonly site: string;
  /** A page of the vendor, on an origin of its own that may embed the panel. */
  host(): Host;
  /** What the vendor's backend signs for a person, at an instant. */
  identity(person: Person, now?: string): string;
  /** A call of the API as a support engineer; what only an admin may do, as one. */
  desk(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<any>;
  log(): Promise<string>;
}

export interface Person {
  readonly account: string;
  readonly user: string;
  readonly name: string;
  readonly plan: "basic" | "professional" | "enterprise";
}

/** Somebody whom no other test knows. */
export function person(plan: Person["plan"], name = "Mina Kovač"): Person {
  const id = randomUUID().slice(0, 8);
  return { account: `acct_${id}`, user: `usr_${id}`, name, plan };
}

let running: Promise<Product> | undefined;
let stop = async (): Promise<void> => {};

// Here, and not where it starts: a hook that is set within a test belongs to that test.
after(() => stop());

/** One for all tests of the run. */
export function product(): Promise<Product> {
  running ??= start();
  return running;
}

async function start(): Promise<Product> {
  const home = join(ROOT, "target/tests", `browser-${process.pid}`);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const state = join(home, "state");
  await seed(home, state);

  const all = await hosts(4);
  let next = 0;
  const port = await freePort();
  // Chromium takes `Secure` cookies from localhost, and so the desk works without TLS.
  const origin = `http://localhost:${port}`;
  const variables = join(home, "variables.env");
  await writeFile(variables, environment([origin, ...all.map((host) => host.origin)]));
  const file = join(home, "log.txt");
  const log = await open(file, "w");
  const keeper = spawn(
    "sh",
    [
      "-c",
      KEEPER,
      "keeper",
      ...wrangler("dev", "--local", "--ip", "127.0.0.1", "--port", `${port}`),
      "--inspector-port",
      "0",
      "--show-interactive-dev-session=false",
      "--env-file",
      variables,
      "--persist-to",
      state,
    ],
    { cwd: ROOT, detached: true, stdio: ["pipe", log.fd, log.fd], env: environmentOfTools(home) },
  );
  stop = async () => {
    keeper.stdin?.end();
    await Promise.all(all.map((host) => host.close()));
    await log.close();
  };

  const read = () => readFile(file, "utf8");
  await healthy(`http://127.0.0.1:${port}`, read);
  return {
    origin,
    site: SITE,
    // In turn: a test needs two at the most, and begins with a browser that knows none of them.
    host: () => all[next++ % all.length] as Host,
    identity,
    async desk(method, path, body) {
      const answer = await fetch(`${origin}/v1/desk${path}`, {
        method,
        headers: {
          authorization: `Bearer ${method === "PUT" ? "agt_demo_lin" : "agt_demo_ana"}`,
          "content-type": "application/json",
          "idempotency-key": randomUUID(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : undefined;
    },
    log: read,
  };
}

/** A database with the migrations and the demonstration's accounts, agents, advisories and releases. */
async function seed(home: string, state: string): Promise<void> {
  const files = [...globSync("worker/migrations/*.sql", { cwd: ROOT }).sort(), "target/demo/seed.sql"];
  const parts = await Promise.all(files.map((path) => readFile(join(ROOT, path), "utf8")));
  const sql = join(home, "seed.sql");
  await writeFile(sql, parts.join("\n"));
  const [program, ...words] = wrangler("d1", "execute", "DB", "--local", "--yes", "--file", sql, "--persist-to", state);
  await promisify(execFile)(program as string, words, { cwd: ROOT, env: environmentOfTools(home) });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function healthy(origin: string, read: () => Promise<string>): Promise<void> {
  const began = Date.now();
  for (;;) {
    const log = await read();
    if (log.includes("Ready on") && (await fetch(`${origin}/healthz`).then((it) => it.ok, () => false))) {
      return;
    }
    if (log.includes("THE RUNTIME ENDED") || Date.now() - began > PATIENCE_MS) {
      throw new Error(`the worker does not become healthy. Its log:\n${log}`);
    }
    await pause(100);
  }
}

function wrangler(...words: string[]): string[] {
  return [process.execPath, join(ROOT, "node_modules/wrangler/bin/wrangler.js"), ...words];
}

function environmentOfTools(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CI: "true",
    NO_COLOR: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_REGISTRY_PATH: join(home, "registry"),
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}

function environment(origins: string[]): string {
  const variables = {
    DEMO: "1",
    TEST_CLOCK: "1",
    SITES: JSON.stringify({ [SITE]: { origins, alg: "HS256", default_plan: "basic" } }),
    IDENTITY_KEYS: JSON.stringify({ [SITE]: IDENTITY_KEY.toString("base64url") }),
    SESSION_KEY: "the key of the sessions in the tests of the browser",
    // The key of RFC 8037, appendix A.1.
    RECEIPT_KEYS: JSON.stringify({
      issuer: "https://support.example.com",
      keys: [
        {
          kty: "OKP",
          crv: "Ed25519",
          x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
          d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        },
      ],
    }),
    WEBHOOK_URL: "",
    WEBHOOK_SECRET: `whsec_${Buffer.from("thirty-two bytes for the webhook").toString("base64")}`,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join("");
}

function identity({ account, user, name, plan }: Person, at?: string): string {
  const now = Math.floor((at ? Date.parse(at) : Date.now()) / 1000);
  const claims = {
    aud: `aftercare:${SITE}`,
    sub: user,
    name,
    account: { id: account, name: "Lumen Labs" },
    plan,
    iat: now,
    exp: now + 600,
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", IDENTITY_KEY).update(signed).digest("base64url")}`;
}
