/** Which advisories hit a version, and what fixes them: OSV's evaluation. */

import type { SemVer } from "semver";
import { type Advisory, FIXED, INTRODUCED, type Mark, type Rating, type Subject } from "./corpus";

export interface Finding {
  advisory: Advisory;
  aliases: string[];
  rating: Rating;
  isHit: boolean;
  range?: string;
  reason?: string;
  fixedIn: string | null;
}

const urgencies: Record<Rating, number> = { none: 0, low: 1, unknown: 2, medium: 3, high: 4, critical: 5 };

export const urgency = (rating: Rating): number => urgencies[rating];

/** What is not rated says nothing against what is. */
const weight = (rating: Rating): number => (rating === "unknown" ? -1 : urgency(rating));

type End = { at: SemVer; kind: number } | null;

/** Where the stretch of a range that holds a version begins and ends; undefined if none holds it. */
function stretch(marks: Mark[], version: SemVer): { begin: SemVer | null; end: End } | undefined {
  let begin: SemVer | null | undefined;
  let end: End = null;
  for (const { at, kind } of marks) {
    const order = at ? version.compare(at) : 1;
    if (kind === INTRODUCED) {
      if (order >= 0) {
        if (begin === undefined) begin = at;
        end = null;
      }
    } else if (kind === FIXED ? order >= 0 : order > 0) {
      begin = undefined;
    } else {
      end ??= at && { at, kind };
    }
  }
  return begin === undefined ? undefined : { begin, end };
}

/** A hit with its range, which is empty for one in a list. */
function holds(subject: Subject, version: SemVer): { range: string } | "doubt" | "clear" {
  for (const marks of subject.ranges) {
    const held = stretch(marks, version);
    if (held) return { range: written(held.begin, held.end) };
  }
  if (subject.listed.some((listed) => listed.compare(version) === 0)) return { range: "" };
  return subject.isOnlyCommits ? "doubt" : "clear";
}

function written(begin: SemVer | null, end: End): string {
  const bounds = [begin ? `>= ${begin.raw}` : "", end ? `${end.kind === FIXED ? "<" : "<="} ${end.at.raw}` : ""];
  return bounds.filter(Boolean).join(", ") || ">= 0";
}

/** Undefined outside, null without a fix. */
function endOf(subject: Subject, version: SemVer): SemVer | null | undefined {
  let highest: SemVer | undefined;
  for (const marks of subject.ranges) {
    const held = stretch(marks, version);
    if (!held) continue;
    if (held.end?.kind !== FIXED) return null;
    if (!highest || highest.compare(held.end.at) < 0) highest = held.end.at;
  }
  if (!highest && subject.listed.some((listed) => listed.compare(version) === 0)) return null;
  return highest;
}

function fixOnBranch(advisory: Advisory, version: SemVer): string | null {
  for (let at = version; ; ) {
    let next: SemVer | undefined;
    for (const subject of advisory.subjects) {
      const end = endOf(subject, at);
      if (end === null) return null;
      if (end && (!next || next.compare(end) < 0)) next = end;
    }
    if (!next) return at === version ? null : at.raw;
    if (next.compare(at) <= 0) return null;
    at = next;
  }
}

function nextFix(advisory: Advisory, version: SemVer): string | null {
  let lowest: SemVer | undefined;
  for (const subject of advisory.subjects) {
    for (const marks of subject.ranges) {
      for (const { at, kind } of marks) {
        if (kind === FIXED && at && at.compare(version) > 0 && (!lowest || at.compare(lowest) < 0)) lowest = at;
      }
    }
  }
  return lowest?.raw ?? null;
}

/** The flaws that a version has or may have: the worst first, then by id; aliases are one. */
export function find(advisories: Advisory[], version: SemVer): Finding[] {
  const found: (Finding & { hasFix: boolean })[] = [];
  for (const advisory of advisories) {
    if (advisory.isWithdrawn) continue;
    const said = advisory.subjects.map((subject) => holds(subject, version));
    const common = { advisory, aliases: [], rating: advisory.rating };
    const hits = said.filter((it) => typeof it === "object");
    if (hits.length) {
      const range = hits.find((hit) => hit.range)?.range;
      const onBranch = fixOnBranch(advisory, version);
      const fixedIn = onBranch ?? nextFix(advisory, version);
      found.push({ ...common, isHit: true, range, fixedIn, hasFix: onBranch !== null });
    } else if (said.includes("doubt")) {
      const reason = "the advisory names commits, not versions";
      found.push({ ...common, isHit: false, fixedIn: null, reason, hasFix: false });
    }
  }
  const findings = join(found);
  return findings.sort((a, b) => urgency(b.rating) - urgency(a.rating) || byText(a.advisory.id, b.advisory.id));
}

function join(found: (Finding & { hasFix: boolean })[]): Finding[] {
  const key = (it: Finding & { hasFix: boolean }) =>
    `${it.isHit ? 0 : 1}${it.hasFix ? 0 : 1}${it.advisory.id.startsWith("GHSA-") ? 0 : 1}${it.advisory.id}`;
  found.sort((a, b) => byText(key(a), key(b)));
  let groups: { names: Set<string>; finding: Finding }[] = [];
  for (const finding of found) {
    let joined: Finding = finding;
    const names = new Set([...finding.advisory.aliases, finding.advisory.id]);
    const same = groups.filter((group) => [...group.names].some((name) => names.has(name)));
    groups = groups.filter((group) => !same.includes(group));
    for (const other of same.reverse()) {
      for (const name of other.names) names.add(name);
      const rating = weight(other.finding.rating) > weight(joined.rating) ? other.finding.rating : joined.rating;
      joined = { ...other.finding, rating };
    }
    groups.push({ names, finding: joined });
  }
  return groups.map(({ names, finding }) => {
    const aliases = [...names].filter((name) => name !== finding.advisory.id).sort(byText);
    return { ...finding, aliases };
  });
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
