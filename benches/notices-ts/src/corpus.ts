/** The records and feeds as the database has them, read once an isolate and made ready for matching. */

import semver, { type SemVer } from "semver";

export type Rating = "none" | "low" | "medium" | "high" | "critical" | "unknown";

type Event = { introduced?: string; fixed?: string; last_affected?: string };

interface Affected {
  package: { ecosystem: string; name: string };
  ranges?: { type: string; events: Event[] }[];
  versions?: string[];
}

interface Osv {
  id: string;
  aliases?: string[];
  summary?: string;
  modified?: string;
  published?: string;
  withdrawn?: string;
  affected?: Affected[];
  references?: { type: string; url: string }[];
  database_specific?: { severity?: string };
}

export interface Release {
  version: string;
  released?: string;
  yanked?: string;
  deprecated?: { message: string; replacement?: string };
  end_of_life?: string;
  breaking?: { id: string; title: string; url?: string }[];
  notes_url?: string;
  moves_with?: string[];
}

interface Feed {
  package: string;
  as_of?: string;
  tags?: Record<string, string>;
  lines?: { line: string; end_of_life?: string }[];
  releases: Release[];
}

/** An event of a range in the order in which it applies. `at` is null before every version. */
export interface Mark {
  at: SemVer | null;
  kind: 0 | 1 | 2;
}

export const INTRODUCED = 0;
export const LAST_AFFECTED = 1;
export const FIXED = 2;

export interface Subject {
  ranges: Mark[][];
  listed: SemVer[];
  isOnlyCommits: boolean;
}

export interface Advisory {
  id: string;
  aliases: string[];
  summary: string;
  rating: Rating;
  published?: string;
  url?: string;
  isWithdrawn: boolean;
  subjects: Subject[];
}

export interface Known {
  version: SemVer;
  release: Release;
}

export interface List {
  name: string;
  asOf: string;
  known: Known[];
  tagged?: SemVer;
  lines: { numbers: number[]; line: string; endOfLife?: string }[];
}

export interface Corpus {
  version: number;
  asOf: string;
  advisories: Map<string, Advisory[]>;
  lists: Map<string, List>;
}

const ratings: Record<string, Rating> = {
  NONE: "none",
  LOW: "low",
  MODERATE: "medium",
  MEDIUM: "medium",
  HIGH: "high",
  CRITICAL: "critical",
};

export async function version(db: D1Database): Promise<number> {
  return (await db.prepare("SELECT version FROM corpus").first<number>("version")) ?? 0;
}

export async function read(db: D1Database): Promise<Corpus> {
  const corpus: Corpus = { version: await version(db), asOf: "", advisories: new Map(), lists: new Map() };
  for (let after = ""; ; ) {
    const page = await db
      .prepare("SELECT id, record FROM advisory WHERE id > ?1 ORDER BY id LIMIT 500")
      .bind(after)
      .all<{ id: string; record: string }>();
    for (const { id, record } of page.results) {
      add(corpus, JSON.parse(record));
      after = id;
    }
    if (!page.results.length) break;
  }
  for (let after = ""; ; ) {
    const page = await db
      .prepare("SELECT package, document FROM release_feed WHERE package > ?1 ORDER BY package LIMIT 50")
      .bind(after)
      .all<{ package: string; document: string }>();
    for (const row of page.results) {
      const list = compile(JSON.parse(row.document));
      corpus.lists.set(list.name, list);
      if (list.asOf > corpus.asOf) corpus.asOf = list.asOf;
      after = row.package;
    }
    if (!page.results.length) break;
  }
  return corpus;
}

function add(corpus: Corpus, record: Osv): void {
  const bySubject = new Map<string, Subject[]>();
  for (const affected of record.affected ?? []) {
    if (affected.package.ecosystem !== "npm") continue;
    const ranges = (affected.ranges ?? []).filter((range) => range.type !== "GIT");
    const subject: Subject = {
      ranges: ranges.map((range) => range.events.map(mark).sort(byPlace)),
      listed: (affected.versions ?? []).map((text) => new semver.SemVer(text)),
      isOnlyCommits: !!affected.ranges?.length && !ranges.length && !affected.versions?.length,
    };
    const { name } = affected.package;
    bySubject.set(name, [...(bySubject.get(name) ?? []), subject]);
  }
  const rank = (type: string) => (type === "ADVISORY" ? 0 : ["WEB", "ARTICLE", "REPORT"].includes(type) ? 1 : 2);
  const links = (record.references ?? []).filter(({ url }) => url.startsWith("https://"));
  links.sort((a, b) => rank(a.type) - rank(b.type));
  for (const [name, subjects] of bySubject) {
    const all = corpus.advisories.get(name) ?? [];
    all.push({
      id: record.id,
      aliases: record.aliases ?? [],
      summary: record.summary ?? "",
      rating: ratings[record.database_specific?.severity ?? ""] ?? "unknown",
      published: record.published,
      url: links[0]?.url,
      isWithdrawn: record.withdrawn !== undefined,
      subjects,
    });
    corpus.advisories.set(name, all);
  }
  if ((record.modified ?? "") > corpus.asOf) corpus.asOf = record.modified ?? "";
}

function mark(event: Event): Mark {
  if (event.introduced !== undefined) {
    return { at: event.introduced === "0" ? null : new semver.SemVer(event.introduced), kind: INTRODUCED };
  }
  return event.fixed !== undefined
    ? { at: new semver.SemVer(event.fixed), kind: FIXED }
    : { at: new semver.SemVer(event.last_affected as string), kind: LAST_AFFECTED };
}

function byPlace(a: Mark, b: Mark): number {
  if (!a.at || !b.at) return Number(!!a.at) - Number(!!b.at) || a.kind - b.kind;
  return a.at.compare(b.at) || a.kind - b.kind;
}

function compile(feed: Feed): List {
  const known = feed.releases.map((release) => ({ version: new semver.SemVer(release.version), release }));
  known.sort((a, b) => a.version.compare(b.version));
  return {
    name: decodeURIComponent(feed.package.slice("pkg:npm/".length)),
    asOf: feed.as_of ?? "",
    known,
    tagged: feed.tags?.latest === undefined ? undefined : new semver.SemVer(feed.tags.latest),
    lines: (feed.lines ?? []).map((line) => ({
      numbers: line.line.split(".").map(Number),
      line: line.line,
      endOfLife: line.end_of_life,
    })),
  };
}
