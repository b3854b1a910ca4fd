/** What the vendor has published of its SDKs, as of the day on which the tests look. */

import type { Product } from "../harness/product.ts";

/** When it is, for browser and worker alike. */
export const NOW = "2026-03-10T09:00:00Z";

/** An SDK with flaws and a way up, one that nobody can place, one with nothing wrong. */
export const RTC = "pkg:npm/acme-rtc@3.2.0";
export const MAPS = "pkg:npm/acme-maps@nightly";
export const CHAT = "pkg:npm/acme-chat@2.0.0";

const VECTOR_HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
const VECTOR_MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:N/I:N/A:L";

function flaw(id: string, cve: string, name: string, summary: string, score: string, events: object[]) {
  return {
    schema_version: "1.7.0",
    id,
    aliases: [cve],
    modified: "2026-03-01T00:00:00Z",
    published: "2026-03-01T00:00:00Z",
    summary,
    severity: [{ type: "CVSS_V3", score }],
    affected: [{ package: { ecosystem: "npm", name }, ranges: [{ type: "SEMVER", events }] }],
    references: [{ type: "ADVISORY", url: `https://acme.example/security/${id}` }],
  };
}

const FLAWS = [
  flaw("ACME-2026-0101", "CVE-2026-20101", "acme-rtc", "Screen sharing goes on after a call is hung up", VECTOR_HIGH, [
    { introduced: "3.0.0" },
    { fixed: "3.2.4" },
  ]),
  flaw("ACME-2026-0102", "CVE-2026-20102", "acme-rtc", "A long display name stalls the roster", VECTOR_MEDIUM, [
    { introduced: "0" },
    { fixed: "4.1.0" },
  ]),
  flaw("ACME-2026-0103", "CVE-2026-20103", "acme-maps", "Tiles are fetched without TLS", VECTOR_MEDIUM, [
    { introduced: "1.0.0" },
    { fixed: "1.6.0" },
  ]),
];

const RELEASES = {
  "pkg:npm/acme-rtc": {
    tags: { latest: "5.0.0" },
    lines: [{ line: "3", end_of_life: "2026-04-30" }],
    releases: [
      {
        version: "3.2.0",
        released: "2025-05-06",
        announcement: {
          message: "The gateway eu-1 is switched off",
          from: "2026-03-31",
          url: "https://acme.example/gateways",
        },
      },
      { version: "3.2.4", released: "2025-09-02" },
      {
        version: "4.0.0",
        released: "2025-10-14",
        breaking: [
          { id: "promises", title: "Calls return promises, not callbacks", url: "https://acme.example/guide/4" },
          { id: "node18", title: "Node 18 is the oldest that is supported" },
        ],
      },
      { version: "4.1.0", released: "2025-12-01" },
      {
        version: "5.0.0",
        released: "2026-02-10",
        notes_url: "https://acme.example/notes/5.0.0",
        moves_with: ["the signalling server 9 or newer"],
        breaking: [{ id: "tokens", title: "Tokens name their region", url: "https://acme.example/guide/5" }],
      },
      {
        version: "6.0.0",
        released: "2026-03-21",
        breaking: [{ id: "sync", title: "The old synchronous API is removed", url: "https://acme.example/guide/6" }],
      },
    ],
  },
  "pkg:npm/acme-maps": { tags: { latest: "1.6.0" }, releases: [{ version: "1.5.0" }, { version: "1.6.0" }] },
  "pkg:npm/acme-chat": { tags: { latest: "2.0.0" }, releases: [{ version: "1.9.0" }, { version: "2.0.0" }] },
};

/** Publishes it all. The same again changes nothing. */
export async function publish(product: Product): Promise<void> {
  for (const [name, list] of Object.entries(RELEASES)) {
    await product.desk("PUT", `/releases/${encodeURIComponent(name)}`, { package: name, ...list });
  }
  for (const record of FLAWS) {
    await product.desk("PUT", `/advisories/${record.id}?notify=false`, record);
  }
}

/** Another day for the gateway that is switched off. */
export async function putOff(product: Product, from: string): Promise<void> {
  const name = "pkg:npm/acme-rtc";
  const list = structuredClone(RELEASES[name]);
  const first = list.releases[0];
  if (first?.announcement) first.announcement.from = from;
  await product.desk("PUT", `/releases/${encodeURIComponent(name)}`, { package: name, ...list });
}
