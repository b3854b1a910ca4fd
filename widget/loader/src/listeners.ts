/** Who wants to know what. Listeners are the page's code, so each call is guarded. */

import type { Events } from "../aftercare";
import { guarded } from "./guard";

type Listener = (detail?: unknown) => void;

const all = new Set<[event: unknown, listener: Listener]>();

/** Returns what unsubscribes. Who can listen is here late enough for `ready`: it is called at once. */
export function on(event: unknown, listener: unknown): () => void {
  const entry: [unknown, Listener] = [event, listener as Listener];
  all.add(entry);
  if (event === "ready") {
    entry[1]();
  }
  return () => void all.delete(entry);
}

export function emit<E extends keyof Events>(event: E, detail?: Events[E]): void {
  all.forEach(([wanted, listener]) => wanted === event && guarded(() => listener(detail)));
}
