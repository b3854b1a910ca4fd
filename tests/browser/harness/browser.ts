/**
 * Chromium, and those who look at pages with it.
 *
 * A visitor notices what must not happen: an exception, an error in the console, a violation of any
 * page's policy. A test that ends with one of these fails, unless it said that it expects it.
 */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";

import { type Browser, type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";

import { ROOT } from "./product.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The last switch of a name wins, and Playwright's own one turns the partitions off in which a frame of another
  // site stores what it keeps, as it may in everybody's browser.
  "--disable-features=Translate",
];

const LAUNCH = { executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS };

/** How long an element may take to be what a test says it is. */
const PATIENCE_MS = 10_000;

let launched: Promise<Browser> | undefined;

after(async () => (await launched)?.close());

function browser(): Promise<Browser> {
  launched ??= chromium.launch(LAUNCH);
  return launched;
}

export interface Options {
  lang?: "en-GB" | "zh-CN";
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
  zone?: string;
  /** The instant at which it is for browser and worker alike. */
  now?: string;
}

/** Somebody with a browser of their own. */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What a test expects to see among the troubles. */
  readonly expected: RegExp[] = [];
  static #count = 0;
  readonly #troubles: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async come(options: Options = {}): Promise<Visitor> {
    const { lang = "en-GB", scheme = "light", width = 1200, height = 800, zone = "Europe/Berlin", now } = options;
    const context = await (await browser()).newContext({
      locale: lang,
      colorScheme: scheme,
      viewport: { width, height },
      timezoneId: zone,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    // The limits count by client address, and all visitors of a run would be one.
    const address = `10.1.${Math.floor(Visitor.#count / 250)}.${1 + (Visitor.#count++ % 250)}`;
    await context.route(/\/v1\//, (route) => {
      const headers = { ...route.request().headers(), "cf-connecting-ip": address };
      return route.continue({ headers: now ? { ...headers, "aftercare-now": now } : headers });
    });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
        console.error(`POLICY ${violatedDirective} blocked ${blockedURI} at ${location.href} from ${sourceFile}`),
      );
    });
    if (now) {
      await context.clock.install({ time: now });
    }
    const visitor = new Visitor(context, await context.newPage());
    visitor.#watch();
    return visitor;
  }

  #watch(): void {
    this.context.on("weberror", (trouble) => this.#troubles.push(`exception: ${trouble.error().stack}`));
    this.context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#troubles.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
  }

  /** What has happened that was not expected. */
  troubles(): string[] {
    return this.#troubles.filter((trouble) => !this.expected.some((known) => known.test(trouble)));
  }

  /** Takes a picture for people to look at, in `target/screenshots/`. */
  async picture(name: string): Promise<void> {
    const folder = join(ROOT, "target/screenshots");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.troubles(), []);
  }
}

/** The button of the widget on a page. */
export function launcher(page: Page): Locator {
  return page.locator("button.launcher");
}

/** The inside of the panel's frame. */
export function panel(page: Page): FrameLocator {
  return page.locator("iframe#panel").contentFrame();
}
