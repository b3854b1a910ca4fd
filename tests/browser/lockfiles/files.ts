/** Lockfiles as their tools write them, each with packages of the vendor and of others. */

export interface Lockfile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function file(name: string, text: string): Lockfile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(text) };
}

/** Names that nobody but the customer may learn. */
export const SECRET = "acme-internal-billing";

export const PACKAGE_LOCK = file(
  "package-lock.json",
  JSON.stringify(
    {
      name: SECRET,
      lockfileVersion: 3,
      packages: {
        "": { name: SECRET, dependencies: { "matrix-js-sdk": "^24.0.0" } },
        [`node_modules/@${SECRET}/core`]: { version: "3.1.4" },
        "node_modules/left-pad": { version: "1.3.0" },
        "node_modules/matrix-js-sdk": { version: "24.0.0", resolved: "https://registry.example.com/matrix-js-sdk.tgz" },
      },
    },
    undefined,
    2,
  ),
);

export const YARN_LOCK = file(
  "yarn.lock",
  `# yarn lockfile v1\n\n\n"@${SECRET}/core@^3":\n  version "3.1.4"\n\nstream-chat@^8.0.0:\n  version "8.0.0"\n  resolved "https://registry.example.com"\n`,
);

export const PODFILE_LOCK = file(
  "Podfile.lock",
  `PODS:\n  - ${SECRET} (1.0.0)\n  - Alamofire (5.8.0)\n\nDEPENDENCIES:\n  - Alamofire\n\nCOCOAPODS: 1.15.2\n`,
);

/** The conflict of a merge that nobody has solved, in line 4. */
export const DAMAGED = file("package-lock.json", `{\n  "lockfileVersion": 3,\n  "packages": {\n<<<<<<< HEAD\n    "": {}\n`);

export const PHOTO = file("holiday.png", "\x89PNG");
