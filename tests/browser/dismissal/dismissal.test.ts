/** A card that was put away stays so, on every page of the console, until there is more to say. */

import { Visitor } from "../harness/browser.ts";
import { console as consolePage, open } from "../harness/customer.ts";
import { expect } from "../harness/expect.ts";
import { type Host, tag } from "../harness/host.ts";
import { person, type Product, product } from "../harness/product.ts";
import { test } from "../harness/test.ts";

interface Card {
  id: string;
  severity: "high" | "critical";
}

const KNOWN: Card = { id: "GHSA-mwq8-fjpf-c2gr", severity: "high" };
const NEW: Card = { id: "GHSA-vhr5-g3pm-49fm", severity: "high" };

declare global {
  interface Window {
    /** Whether the panel has said what was put away before. */
    told?: boolean;
  }
}

/** Somebody for whom these cards are there, the worst first. */
async function visitor(cards: () => Card[]): Promise<Visitor> {
  const come = await Visitor.come();
  await come.context.addInitScript(() => {
    addEventListener("message", ({ data }) => {
      if (data?.type === "dismissed") window.told = true;
    });
  });
  await come.context.route(/\/v1\/notices\?/, async (route) => {
    const answer = await route.fetch();
    const all = cards().map((card) => ({ ...card, summary: `Flaw ${card.id}`, package: "sdk", version: "1.0.0" }));
    await route.fulfill({ response: answer, json: { ...(await answer.json()), cards: all } });
  });
  return come;
}

/** Another page of the console. Ends when the loader knows what to show. */
async function goOn({ page }: Visitor, host: Host): Promise<void> {
  const asked = page.waitForResponse(/\/v1\/notices\?/);
  await page.goto(host.origin);
  await asked;
  await page.waitForFunction(() => window.told);
}

function status({ page }: Visitor) {
  return page.getByRole("status");
}

/** Puts the card on the page away, and sees it kept. */
async function dismiss(come: Visitor, isGuest: boolean): Promise<void> {
  const isWrite = (method: string, url: string) => method === "PUT" && url.includes("/v1/notices/state/");
  const kept = isGuest || come.page.waitForResponse((answer) => isWrite(answer.request().method(), answer.url()));
  await status(come).getByRole("button", { name: "Dismiss" }).click();
  await expect(status(come).getByRole("button")).toHaveCount(0);
  await kept;
}

async function dismissed(come: Visitor, host: Host, cards: Card[], isGuest: boolean): Promise<void> {
  await goOn(come, host);
  await expect(status(come).getByText(KNOWN.id)).toBeVisible();
  await come.picture(`dismissal-${isGuest ? "guest" : "person"}`);
  await dismiss(come, isGuest);

  await goOn(come, host);
  await expect(status(come).getByRole("button")).toHaveCount(0);

  // A new flaw, though it is no worse and stands behind.
  cards.push(NEW);
  await goOn(come, host);
  await expect(status(come).getByText(NEW.id)).toBeVisible();
  await dismiss(come, isGuest);

  // The first turns out to be worse than it was.
  cards[0] = { ...KNOWN, severity: "critical" };
  await goOn(come, host);
  await expect(status(come).getByText(KNOWN.id)).toBeVisible();
}

test("what a guest puts away stays so in their browser", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ body: tag(built.origin) });
  const cards = [KNOWN];
  await using guest = await visitor(() => cards);
  await dismissed(guest, host, cards, true);
});

test("what somebody puts away stays so on all their devices, and on nobody else's", async () => {
  const built: Product = await product();
  const host = built.host();
  const who = person("professional");
  consolePage(built, host, who);
  const cards = [KNOWN];
  await using first = await visitor(() => cards);
  await dismissed(first, host, cards, false);

  await using second = await visitor(() => [KNOWN]);
  await goOn(second, host);
  await expect(status(second).getByRole("button")).toHaveCount(0);

  consolePage(built, host, { ...who, user: `${who.user}_colleague` });
  await using colleague = await visitor(() => [KNOWN]);
  await goOn(colleague, host);
  await expect(status(colleague).getByText(KNOWN.id)).toBeVisible();
});

test("what is put away in the panel is put away on the page", async () => {
  const built = await product();
  const host = built.host();
  host.serve({ body: tag(built.origin) });
  await using guest = await visitor(() => [KNOWN]);
  await goOn(guest, host);
  const inside = await open(guest.page);
  await inside.getByRole("button", { name: "Dismiss" }).click();
  await expect(inside.getByText(`Flaw ${KNOWN.id}`)).toHaveCount(0);
  await goOn(guest, host);
  await expect(status(guest).getByRole("button")).toHaveCount(0);
});
