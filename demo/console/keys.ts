/** API keys, never in full. */

import { byId, element } from "./dom";
import { date, say } from "./language";

const DAY_MS = 86_400_000;

const KEYS = [
  { name: ["Production, backend", "生产环境，后端"], tail: "3f9a", scope: "rooms:write tokens:mint", created: 412, used: 0 },
  { name: ["Production, recorder", "生产环境，录制"], tail: "c07e", scope: "recordings:write", created: 230, used: 1 },
  { name: ["Staging", "预发布环境"], tail: "81bd", scope: "rooms:write tokens:mint", created: 198, used: 3 },
  { name: ["Usage export", "用量导出"], tail: "e5a2", scope: "usage:read", created: 61, used: 7 },
] as const;

export function drawKeys(): void {
  const daysAgo = (days: number) =>
    date(new Date(Date.now() - days * DAY_MS), { day: "numeric", month: "short", year: "numeric" });
  const rows = KEYS.map(({ name: [en, zh], tail, scope, created, used }) => {
    const cells = [element("code", {}, `nk_live_••••••••${tail}`), element("code", {}, scope), daysAgo(created), daysAgo(used)];
    const head = element("th", { scope: "row", textContent: say(en, zh) });
    return element("tr", {}, head, ...cells.map((cell) => element("td", {}, cell)));
  });
  byId("key-rows").replaceChildren(...rows);
}
