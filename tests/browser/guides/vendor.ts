/** An SDK with a way up, guides on it, and a release that only one plan includes. */

import type { Product } from "../harness/product.ts";

/** When it is, for browser and worker alike. */
export const NOW = "2026-03-10T09:00:00Z";

export const SIGNAL = "pkg:npm/acme-signal@1.4.0";
const NAME = "pkg:npm/acme-signal";

const TEXT = `Everything that answered by a callback gives a *promise* now.

# What to do

1. Raise the version.
2. Wait where you called back:

\`\`\`ts
const room = await client.join("a-room-with-a-name-so-long-that-the-line-does-not-fit", { video: true, audio: true });
\`\`\`

| Before | Now |
|---|---|
| \`join(id, done)\` | \`await join(id)\` |

Read [the reference](https://acme.example/reference), not [this](javascript:alert(1)), and look at
![the chart](https://acme.example/chart.png).

<script>alert("a text, not a script")</script>`;

/** Publishes it all. The same again changes nothing. */
export async function publish(product: Product): Promise<void> {
  await product.desk("PUT", `/releases/${encodeURIComponent(NAME)}`, {
    package: NAME,
    tags: { latest: "3.0.0" },
    releases: [
      { version: "1.4.0", released: "2025-05-06" },
      { version: "2.0.0", released: "2025-09-02" },
      { version: "3.0.0", released: "2026-02-10", plans: ["enterprise"] },
    ],
    guides: [
      {
        id: "1-to-2",
        from: ">= 1.0.0, < 2.0.0",
        to: "2.0.0",
        title: "From callbacks to promises",
        effort_minutes: 120,
        text: TEXT,
        url: "https://acme.example/guide/2",
        codemod_url: "https://acme.example/codemod/2",
      },
      { id: "2-to-3", from: ">= 2.0.0, < 3.0.0", to: "3.0.0", title: "Rooms have regions", url: "https://acme.example/guide/3" },
    ],
  });
  for (const [id, fixed] of [
    ["ACME-2026-0201", "2.0.0"],
    ["ACME-2026-0202", "3.0.0"],
  ]) {
    await product.desk("PUT", `/advisories/${id}?notify=false`, {
      schema_version: "1.7.0",
      id,
      modified: "2026-03-01T00:00:00Z",
      published: "2026-03-01T00:00:00Z",
      summary: `Signals of ended calls are taken for new ones (${fixed})`,
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N" }],
      affected: [
        {
          package: { ecosystem: "npm", name: "acme-signal" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
        },
      ],
    });
  }
}
