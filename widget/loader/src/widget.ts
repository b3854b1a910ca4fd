/**
 * The widget on the page: what the commands do, and what is drawn when. One element is added to the
 * body; `destroy` takes it away, and every listener with it.
 *
 * One script is one widget, so what it remembers lives in its modules. Nothing touches the page
 * before `start`.
 */

import type { Identity, View } from "../aftercare";
import { words } from "./words";
import { css } from "./sheet";
import { frame, type Hears, post } from "./frame";
import { button, draw } from "./launcher";
import { card } from "./card";
import { type NoticeCard, notices } from "./notices";
import { identify, token } from "./identity";
import { emit, on } from "./listeners";
import { data, lang, purls } from "./config";
import { element } from "./element";
import { end, signal } from "./end";
import { complain } from "./guard";
import type { Surroundings, ToPanel } from "./protocol";

/** How many entries of the page's log are kept. */
const LOG_ENTRIES = 100;
/** How long the panel has to tell what was put away. */
const PATIENCE_MS = 5000;

const host = element("aside", { lang, ariaLabel: words.support });
const root = host.attachShadow({ mode: "open" });
// It stands empty from the start, as a status must to be read out when it fills.
const status = element("div", { role: "status" });
// A framework that swaps the whole body takes the widget with it: the root's children tell.
const watch = new MutationObserver(place);

/** Each as id, blank, severity: a flaw that turns out worse is another card. */
const dismissed = new Set<string>();
let known: () => void;
const told = new Promise<void>((resolve) => (known = resolve));
let log: (string | undefined)[] = [];
let sdks = purls(`${data.sdk}`);
// Undefined until the panel asks: before that, nobody is to be told who the visitor is.
let initialised: boolean | undefined;
let isOpen = false;
let isPreparing = false;
let view: View | undefined;
let opener: Element | null;
let replies = 0;
let advisories = 0;

const hears: Hears = {
  ready() {
    initialised = false;
    authenticate();
  },
  close,
  unread(message) {
    replies = message.count;
    redraw();
  },
  "identity-needed"() {
    authenticate(true);
  },
  submitted({ ticket }) {
    emit("submitted", ticket);
  },
  dismissed({ cards }) {
    cards.forEach(dismiss);
    known();
  },
};

/** Puts the widget on the page. `gone` is called when it has left again. */
export function start(gone: () => void): Commands {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css(data.theme));
  root.adoptedStyleSheets = [sheet];
  root.append(status, button);
  if (data.position) {
    host.dir = data.position === "left" ? "rtl" : "ltr";
  }
  conceal(data.launcher === "none");
  redraw();
  button.onclick = toggle;
  button.onpointerenter = button.onfocus = panel;
  // A handler that returned false would swallow the key.
  host.onkeydown = ({ key }) => void (key === "Escape" && close());
  watch.observe(document.documentElement, { childList: true });
  place();
  prepareWhenIdle();

  return {
    identify(given) {
      identify(given as Identity);
      if (initialised !== undefined) {
        authenticate();
      }
    },
    sdk(...given) {
      sdks = [...new Set(sdks.concat(purls(`${given}`)))];
      tell({ type: "sdks", sdks });
      prepareWhenIdle();
    },
    open,
    close,
    toggle,
    hide() {
      close();
      conceal(true);
    },
    show() {
      conceal(false);
    },
    on,
    log(entry) {
      log = [...log, JSON.stringify(entry)].slice(-LOG_ENTRIES);
    },
    destroy() {
      end.abort();
      watch.disconnect();
      host.remove();
      gone();
    },
  };
}

/** What each command of the global does. Arguments come from the page: any value at all. */
export type Commands = Record<string, (...given: unknown[]) => unknown>;

/** A script in the head is here before the body is. */
function place(): void {
  if (!host.isConnected) {
    document.body?.append(host);
  }
}

function panel(): HTMLIFrameElement {
  return frame(root, hears);
}

function tell(message: ToPanel): void {
  if (initialised) {
    post(message);
  }
}

function surroundings(): Surroundings {
  const scheme = getComputedStyle(host).colorScheme;
  return {
    page: location.origin + location.pathname,
    log,
    theme: !/dark/.test(scheme) ? "light" : /light/.test(scheme) ? "auto" : "dark",
  };
}

/** The first token comes with all else that the panel has to know, each later one alone. */
function authenticate(isRenewal = false): void {
  token(isRenewal, (identity) => {
    tell({ type: "identity", token: identity });
    if (!initialised) {
      initialised = true;
      tell({
        type: "init",
        lang,
        sdks,
        identity,
        open: isOpen,
        to: view,
        dismissed: [...dismissed],
        ...surroundings(),
      });
    }
  });
}

function redraw(): void {
  const count = replies + advisories;
  draw(count, isOpen);
  emit("unread", count);
}

function dismiss(card: string): void {
  dismissed.add(card);
  if (status.id === card) {
    status.replaceChildren();
  }
}

/** Not before the page has nothing better to do. */
function prepareWhenIdle(): void {
  if (!isPreparing) {
    isPreparing = true;
    const idle = window.requestIdleCallback ?? setTimeout;
    const soon = () => idle(() => signal.aborted || prepare());
    document.readyState === "complete" ? soon() : addEventListener("load", soon, { signal });
  }
}

/** What is there to know, and a panel at the ready. */
function prepare(): void {
  isPreparing = false;
  // Who saves data gets the panel when they reach for it, and the card without asking it.
  const isFrugal = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (isFrugal) {
    known();
  } else {
    panel();
    setTimeout(known, PATIENCE_MS);
  }
  if (sdks.length) {
    notices(sdks)
      .then(({ badge, cards }) => {
        advisories = isOpen ? 0 : badge;
        redraw();
        return told.then(() => isOpen || announce(cards));
      })
      .catch((failure) => signal.aborted || complain(failure));
  }
}

/** Shows the worst that was not put away, on whatever page. */
function announce(cards: NoticeCard[] = []): void {
  const notice = cards.find((it) => !dismissed.has(nameOf(it)));
  const name = notice && nameOf(notice);
  if (notice && name !== status.id) {
    status.id = name as string;
    status.replaceChildren(
      card(notice, (upgrade) => {
        button.focus();
        dismiss(status.id);
        upgrade ? open("updates") : tell({ type: "dismissed", card: status.id });
      }),
    );
    emit("notice", notice);
  }
}

function nameOf({ id, severity }: NoticeCard): string {
  return `${id} ${severity}`;
}

function open(to?: unknown): void {
  view = ["home", "new", "tickets", "updates"].includes(to as View) ? (to as View) : undefined;
  if (!isOpen) {
    isOpen = true;
    opener = root.activeElement ?? document.activeElement;
    status.replaceChildren();
    advisories = 0;
    redraw();
    panel().className = "open";
    emit("open");
  }
  // The panel takes the focus to its heading. Done from here in the same moment, Chromium is left at times with keys
  // that reach neither document; so only where the panel could not take it, and later.
  setTimeout(() => root.activeElement === button && panel().focus(), 500);
  tell({ type: "shown", to: view, ...surroundings() });
}

function close(): void {
  if (isOpen) {
    isOpen = false;
    // The focus goes back only if it was with us: the page may have moved it meanwhile.
    if (root.activeElement) {
      (opener === document.body ? button : (opener as HTMLElement | null))?.focus();
    }
    panel().className = "";
    redraw();
    tell({ type: "hidden" });
    emit("close");
  }
}

function toggle(): void {
  isOpen ? close() : open();
}

function conceal(hidden: boolean): void {
  button.hidden = status.hidden = hidden;
}
