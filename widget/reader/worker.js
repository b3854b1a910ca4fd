// What runs in the Web Worker: a file comes in, an outcome goes out. The module comes with the first
// message, compiled by the page, because nothing can be fetched from here. If it traps, the page hears
// an error and ends this worker.
import { initSync, read } from "./reader.js";

addEventListener("message", ({ data: { module, name, bytes, vendor } }) => {
  if (module) {
    initSync({ module });
  }
  postMessage(read(name, new Uint8Array(bytes), vendor));
});
