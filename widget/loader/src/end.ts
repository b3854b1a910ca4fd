/** Fires when the page has had enough of us: every listener and every request hangs on it. */

export const end = new AbortController();
export const { signal } = end;
