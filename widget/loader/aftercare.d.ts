/** The global that the script tag defines. */

/** A page of the panel. */
export type View = "home" | "new" | "tickets" | "updates";

/**
 * Who is asking: a token that your backend signed, or a function that gets one. The function is
 * asked again whenever a session has run out. `null` signs the person out.
 */
export type Identity = string | null | (() => string | Promise<string>);

/** A security advisory that matches what the page runs. */
export interface Notice {
  /** The advisory's id, such as `GHSA-mwq8-fjpf-c2gr`. */
  id: string;
  severity: "high" | "critical";
}

/** What each event hands to its listeners. */
export interface Events {
  /** The launcher stands and commands take effect. A listener that comes later is called at once. */
  ready: undefined;
  open: undefined;
  close: undefined;
  /** The number in the badge, whenever it is drawn. */
  unread: number;
  /** A ticket was received, and its clock runs. */
  submitted: { id: string; number: number };
  /** A card is shown. */
  notice: Notice;
}

export interface Aftercare {
  (command: "identify", identity: Identity): void;
  /** Adds SDKs in use, as package URLs with a version. */
  (command: "sdk", ...purls: string[]): void;
  (command: "open", view?: View): void;
  (command: "close" | "toggle" | "hide" | "show"): void;
  /** Returns what unsubscribes; `undefined` where the script has not loaded yet. */
  <E extends keyof Events>(command: "on", event: E, listener: (detail: Events[E]) => void): (() => void) | undefined;
  /** Remembers a line for the diagnostics that the person may add to a ticket. */
  (command: "log", entry: unknown): void;
  /** Takes everything away again. */
  (command: "destroy"): void;

  /** Calls made before the script loaded. */
  q?: ArrayLike<unknown>[];
  /** Set by the script itself; a stub has none. */
  readonly version?: string;
}

declare global {
  interface Window {
    Aftercare?: Aftercare;
  }
}
