// Serves a built worker by workerd itself, on a socket of its own: `wrangler dev` puts a proxy before it
// that costs more than what is measured here. The limit by client is asked as always, and out of reach:
// all requests come from one client. Arguments: the folder with `index.js`, the folder of the
// database's state, the port, and `NAME=value` for each variable.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const [folder, state, port, ...variables] = process.argv.slice(2);
const wasm = readdirSync(folder).filter((name) => name.endsWith(".wasm"));

const options = convertV4MiniflareOptions({
  name: "aftercare",
  modules: [
    { type: "ESModule", path: join(folder, "index.js") },
    ...wasm.map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
  ],
  modulesRoot: folder,
  compatibilityDate: "2026-10-01",
  bindings: Object.fromEntries(variables.map((variable) => variable.split("=", 2))),
  d1Databases: { DB: "00000000-0000-0000-0000-000000000000" },
  resourcePersistencePath: join(state, "v3"),
  ratelimits: { CLIENT_LIMIT: { namespace_id: "1001", simple: { limit: 1e9, period: 60 } } },
  unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port), entrypoint: "default" }],
});
const runtime = new Miniflare(options);
await runtime.ready;
console.log(`serving ${folder} on port ${port}`);
