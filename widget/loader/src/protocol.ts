/**
 * What loader and panel say to each other, each message with `aftercare: 1`, both ways to one exact
 * origin. The panel speaks first (`ready`) and is told nothing before.
 */

import type { View } from "../aftercare";

/** What the panel can't see from inside its frame. */
export interface Surroundings {
  /** The page's address without query and fragment. */
  page: string;
  /** `auto` where the page declares both schemes. */
  theme: "light" | "dark" | "auto";
  /** What the page has logged, oldest first, each entry as JSON. */
  log: (string | undefined)[];
}

export type ToPanel =
  | ({
      type: "init";
      lang: string;
      sdks: string[];
      identity: string | null;
      open: boolean;
      to: View | undefined;
      /** Cards dismissed before the panel was there to hear of it, each as id, blank, severity. */
      dismissed: string[];
    } & Surroundings)
  | { type: "identity"; token: string | null }
  | { type: "sdks"; sdks: string[] }
  | ({ type: "shown"; to: View | undefined } & Surroundings)
  | { type: "hidden" }
  | { type: "dismissed"; card: string };

export type FromPanel =
  | { type: "ready" }
  | { type: "close" }
  | { type: "unread"; count: number }
  | { type: "identity-needed" }
  | { type: "submitted"; ticket: { id: string; number: number } }
  /**
   * Cards that were dismissed on any page, each as id, blank, severity. It comes once the panel knows
   * them, and again for each that is dismissed in it. No card is shown before, for five seconds.
   */
  | { type: "dismissed"; cards: string[] };
