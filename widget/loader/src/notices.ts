/**
 * `GET /v1/notices`: how many flaws hit what the page runs, and those that deserve a card. The Worker
 * decides both; there is no rule here.
 */

import { origin } from "./config";
import { signal } from "./end";

/** The part of the answer that is drawn here. The API document has the whole. */
export interface Notices {
  badge: number;
  /** The worst first. */
  cards?: NoticeCard[];
}

export interface NoticeCard {
  id: string;
  severity: "high" | "critical";
  summary: string;
  package: string;
  version: string;
  fixed_in?: string;
}

/** Asks without a token: the answer is the same for all who run the same, and may be cached. */
export async function notices(sdks: string[]): Promise<Notices> {
  const query = sdks.map((sdk) => `sdk=${encodeURIComponent(sdk)}`).join("&");
  const answer = await fetch(`${origin}/v1/notices?${query}`, { signal });
  if (!answer.ok) {
    throw answer.status;
  }
  return answer.json();
}
