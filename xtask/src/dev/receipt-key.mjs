// Prints a new key for receipts as the Worker's secret RECEIPT_KEYS wants it: receipt-key.mjs ISSUER.
// `aftercare receipt keygen` does the same for a deployment; a local run need not wait for its compiler.
import { generateKeyPairSync } from "node:crypto";

const [issuer] = process.argv.slice(2);
const { kty, crv, x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
console.log(JSON.stringify({ issuer, keys: [{ kty, crv, x, d }] }));
