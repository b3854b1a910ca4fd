// The Worker's face to the runtime: each event goes to the Rust export of the same name.
//
// A Rust panic is a trap, and a trap leaves linear memory in an unknown state. The panic hook raises
// `criticalError`; the next event of any kind starts on a fresh instance. What was in flight on the
// old one is answered by the runtime with an error, and never by memory that can't be trusted.
import * as rust from "./rust.js";

Error.stackTraceLimit = 100;

const state = rust.__worker_init_state();

function recover() {
  if (state.criticalError) {
    rust.__wbg_reset_state();
    state.criticalError = false;
  }
}

// A trap inside a microtask reaches no caller: the runtime reports it here.
addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) state.criticalError = true;
});

const handlers = {};
for (const name of ["fetch", "queue", "scheduled"]) {
  const handle = rust[name];
  if (handle) {
    handlers[name] = (event, env, context) => {
      recover();
      return handle(event, env, context);
    };
  }
}

export default handlers;
