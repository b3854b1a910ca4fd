// Prints, a line each, how long a file is and how long after compression: weigh.mjs brotli|gzip FILE...
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [encoding, ...files] = process.argv.slice(2);
for (const file of files) {
  const content = readFileSync(file);
  const compressed =
    encoding === "brotli"
      ? brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          },
        })
      : gzipSync(content, { level: 9 });
  console.log(`${content.length} ${compressed.length}`);
}
