/** Who is asking. The token is fetched when it is wanted, handed on in a message, and kept nowhere. */

import type { Identity } from "../aftercare";
import { complain } from "./guard";

/** How long the panel waits for the page's backend before it begins with a guest. */
const PATIENCE_MS = 5000;

let identity: Identity = null;
let latest = 0;

export function identify(given: Identity): void {
  identity = given;
}

/**
 * Answers with a token, or with null for a guest; of two calls that overlap, only the later one
 * answers. Who is late or fails is a guest, unless it is for a renewal: that is not answered, for
 * the session runs on to its end and the panel asks again.
 */
export async function token(isRenewal: boolean, answer: (token: string | null) => void): Promise<void> {
  const turn = ++latest;
  const found = (given?: string | null): void => {
    if (turn === latest && (given !== undefined || !isRenewal)) {
      answer(typeof given === "string" ? given : null);
    }
  };
  const late = setTimeout(found, PATIENCE_MS);
  let given: string | null | undefined;
  try {
    // A fixed token has run out with the session that it opened.
    given = await (typeof identity === "function" ? identity() : isRenewal ? null : identity);
  } catch (failure) {
    complain(failure);
  }
  clearTimeout(late);
  found(given);
}
