/** The answer to `GET /v1/notices`, from the corpus. */

import type { Corpus, List } from "./corpus";
import { type Finding, byText, find, urgency } from "./match";
import * as up from "./upgrade";

const DAY = 86_400_000;
const statuses = ["vulnerable", "end_of_life", "yanked", "deprecated", "unknown", "behind_major", "behind_minor"];
const urgencyOf = (status: string): number => {
  const place = [...statuses, "behind_patch", "ahead", "current"].indexOf(status);
  return place;
};

/** Exposures of lists that were asked for before, where they are kept. */
const kept = new WeakMap<List, up.Exposure[]>();

export function assess(corpus: Corpus, asked: string[], now: Date, keeps: boolean): unknown {
  const today = now.toISOString().slice(0, 10);
  const purls = [...new Set(asked)].map(read);
  purls.sort((a, b) => byText(a.name, b.name) || byText(a.version, b.version));
  const reports = purls.map((purl) => report(corpus, purl, today, keeps));
  const hits = (it: (typeof reports)[number]) => it.findings.filter((finding) => finding.verdict === "affected");
  const worst = (it: (typeof reports)[number]) => Math.max(0, ...hits(it).map(({ severity }) => urgency(severity)));
  reports.sort((a, b) => urgencyOf(a.status) - urgencyOf(b.status) || worst(b) - worst(a));
  const cards: { id: string; severity: Finding["rating"] }[] = [];
  for (const it of reports) {
    for (const { id, severity, summary, fixed_in } of hits(it)) {
      if (urgency(severity) < 4 || cards.some((card) => card.id === id && card.severity === severity)) continue;
      const card = { id, summary, severity, package: it.name, version: it.version, fixed_in: fixed_in ?? undefined };
      cards.push(card);
    }
  }
  cards.sort((a, b) => urgency(b.severity) - urgency(a.severity));
  const asOf = corpus.asOf.slice(0, 10) === today ? new Date(corpus.asOf) : new Date(today);
  return {
    generated_at: asOf.toISOString().replace(".000Z", "Z"),
    badge: reports.reduce((sum, it) => sum + hits(it).length, 0),
    cards: cards.length ? cards.slice(0, 5) : undefined,
    sdks: reports,
  };
}

function read(purl: string): { name: string; version: string } {
  const [, name, version] = /^pkg:npm\/(.+)@([^@]+)$/.exec(purl) ?? [];
  if (name === undefined || version === undefined) throw new TypeError(purl);
  return { name: decodeURIComponent(name), version: decodeURIComponent(version) };
}

function report(corpus: Corpus, purl: { name: string; version: string }, today: string, keeps: boolean) {
  const { name } = purl;
  const version = up.parse(purl.version);
  if (!version) throw new TypeError(purl.version);
  const advisories = corpus.advisories.get(name) ?? [];
  const list = corpus.lists.get(name);
  const findings = find(advisories, version);
  const known = list && up.released(list, version);
  const endOfLife = list && up.endOfLife(list, version);
  const deprecated = list && up.deprecation(list, version);
  const hits = findings.filter((finding) => finding.isHit);
  const place = list ? up.placeOf(list, version) : "unknown";
  const status = hits.some((finding) => urgency(finding.rating) >= 4)
    ? "vulnerable"
    : endOfLife !== undefined && today > endOfLife
      ? "end_of_life"
      : known?.release.yanked !== undefined
        ? "yanked"
        : hits.length
          ? "vulnerable"
          : deprecated
            ? "deprecated"
            : place === "current" && findings.length
              ? "unknown"
              : place;
  const reason = findings.length ? "open_finding" : list ? "not_in_feed" : "no_feed";
  return {
    purl: `pkg:npm/${name.replace("@", "%40")}@${purl.version}`,
    name,
    ecosystem: "npm",
    version: purl.version,
    status,
    reason: status === "unknown" ? reason : undefined,
    is_feed_known: !!list,
    feed_as_of: list?.asOf,
    is_in_feed: list && !!known,
    latest: list && up.latest(list)?.release.version,
    newest_same_minor: list && up.newestWithin(list, 2, version)?.release.version,
    newest_same_major: list && up.newestWithin(list, 3, version)?.release.version,
    end_of_life: endOfLife,
    deprecated: deprecated && { message: deprecated.message, replacement: deprecated.replacement },
    yanked: known?.release.yanked,
    findings: findings.map((finding) => ({
      id: finding.advisory.id,
      aliases: finding.aliases.length ? finding.aliases : undefined,
      summary: finding.advisory.summary,
      severity: finding.rating,
      verdict: finding.isHit ? "affected" : "unknown",
      reason: finding.reason,
      range: finding.range,
      fixed_in: finding.fixedIn,
      published: finding.advisory.published,
      url: finding.advisory.url,
    })),
    coming: list && coming(list, version, known, endOfLife, today),
    upgrade: list && up.advise(list, version, findings, exposures(list, corpus, keeps), today),
  };
}

function exposures(list: List, corpus: Corpus, keeps: boolean): up.Exposure[] {
  const before = keeps ? kept.get(list) : undefined;
  if (before) return before;
  const all = up.exposures(list, corpus.advisories.get(list.name) ?? []);
  if (keeps) kept.set(list, all);
  return all;
}

function coming(
  list: List,
  version: Parameters<typeof up.lineOf>[1],
  known: ReturnType<typeof up.released>,
  endOfLife: string | undefined,
  today: string,
): unknown {
  if (endOfLife === undefined || endOfLife < today) return undefined;
  if (Date.parse(endOfLife) > Date.parse(today) + 180 * DAY) return undefined;
  const what = known?.release.end_of_life !== undefined ? known.release.version : up.lineOf(list, version)?.line;
  const id = `end_of_life:${endOfLife}:pkg:npm/${list.name.replace("@", "%40")}:${what}`;
  return [{ id, kind: "end_of_life", on: endOfLife, version: what }];
}
