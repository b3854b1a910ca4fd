/** What a customer does in the panel, as a person does it: by names and labels. */

import { eventually, expect } from "./expect.ts";
import type { Host } from "./host.ts";
import { tag } from "./host.ts";
import type { Person, Product } from "./product.ts";
import type { Words } from "./words.ts";
import { launcher, panel, type Visitor } from "./browser.ts";
import type { FrameLocator, Locator, Page } from "playwright-core";

/** A script that tells the widget who is asking, as the vendor's page does. */
export function identify(product: Product, who: Person, now?: string): { type: string; text: string } {
  const token = JSON.stringify(product.identity(who, now));
  return {
    type: "text/javascript",
    text: `window.Aftercare = window.Aftercare || function () { (Aftercare.q = Aftercare.q || []).push(arguments) };
Aftercare("identify", () => Promise.resolve(${token}));`,
  };
}

/** A plain page of the vendor, with the widget and somebody signed in. */
export function console(
  product: Product,
  host: Host,
  who: Person,
  attributes: Record<string, string> = {},
  now?: string,
): void {
  host.serve({
    body: `<script src="/identify.js"></script>${tag(product.origin, attributes)}`,
    files: { "/identify.js": identify(product, who, now) },
  });
}

/** Clicks the button and waits until the panel is there, with what it has to show. */
export async function open(page: Page): Promise<FrameLocator> {
  await launcher(page).click();
  const inside = panel(page);
  await expect(inside.getByRole("navigation")).toBeVisible();
  await expect(inside.locator(".bone")).toHaveCount(0);
  return inside;
}

/** Begins a ticket. */
export async function begin(inside: FrameLocator | Page, words: Words, subject: string): Promise<void> {
  await inside.getByRole("button", { name: words.newTicket }).first().click();
  await write(inside.getByLabel(words.subject), subject);
}

/**
 * Writes into a field. A view that has just come moves the focus to its heading, and what is typed within that
 * millisecond goes nowhere: people are not that fast, so it is typed again.
 */
export async function write(field: Locator, text: string): Promise<void> {
  const typed = async () => {
    await field.fill(text);
    return field.inputValue();
  };
  await eventually(typed, text, `what is written in ${field}`);
}

/** Writes a ticket, reads its deadline, and sends it. */
export async function submit(inside: FrameLocator | Page, words: Words, subject: string): Promise<void> {
  await begin(inside, words, subject);
  await inside.getByRole("radio", { name: words.degraded }).check({ force: true });
  await expect(inside.getByText(words.firstResponse).first()).toBeVisible();
  await inside.getByLabel(words.body).fill("1. Join a room on two devices\n2. Drop the network for 40 s\n3. Reconnect");
  await inside.getByRole("button", { name: words.submit }).click();
}

/** Goes to the desk and signs in. */
export async function atDesk(
  product: Product,
  visitor: Visitor,
  words: Words,
  token = "agt_demo_lin",
): Promise<Page> {
  const { page } = visitor;
  // Who comes for the first time is asked to sign in, and browsers write every 401 into the console.
  visitor.expected.push(/401 .*\/v1\/desk\/me/);
  await page.goto(`${product.origin}/desk/`);
  await page.getByLabel(words.desk.token).fill(token);
  await page.getByRole("button", { name: words.desk.signIn }).click();
  await expect(page.getByLabel(words.desk.search)).toBeVisible();
  return page;
}
