/** How old a version is, and where to go from it. */

import semver, { type SemVer } from "semver";
import type { Known, List } from "./corpus";
import { type Finding, find, urgency } from "./match";
import type { Advisory } from "./corpus";

/** What stands against a release, whoever asks. */
export interface Exposure {
  ids: string[];
  worst: number;
  isHit: boolean;
  isDoubtful: boolean;
  isDiscouraged: boolean;
  lastDay?: string;
}

const isStable = (known: Known): boolean => known.version.prerelease.length === 0;
const isYanked = (known: Known): boolean => known.release.yanked !== undefined;
const isRecommended = (known: Known): boolean => !isYanked(known) && !known.release.deprecated;

export function released(list: List, version: SemVer): Known | undefined {
  return list.known.find((known) => known.version.compare(version) === 0);
}

export function latest(list: List): Known | undefined {
  const highest = (fits: (known: Known) => boolean) => list.known.findLast(fits);
  return (
    (list.tagged && released(list, list.tagged)) ??
    highest((known) => isStable(known) && isRecommended(known)) ??
    highest((known) => isStable(known) && !isYanked(known)) ??
    highest((known) => !isYanked(known))
  );
}

/** 0 the same, 1 patch, 2 minor, 3 major. */
function step(a: SemVer, b: SemVer): number {
  return a.major !== b.major ? 3 : a.minor !== b.minor ? 2 : a.patch !== b.patch ? 1 : 0;
}

export function mayBreak(from: SemVer, to: SemVer): boolean {
  const by = step(from, to);
  return by === 3 || (by === 2 && from.major === 0) || (by === 1 && from.major === 0 && from.minor === 0);
}

export function newestWithin(list: List, within: number, version: SemVer): Known | undefined {
  const fits = list.known.filter(
    (known) => !isYanked(known) && known.version.compare(version) >= 0 && step(known.version, version) < within,
  );
  const newest = (accepts: (known: Known) => boolean) => fits.findLast(accepts);
  const inPrerelease = version.prerelease.length > 0;
  return (
    newest((known) => isStable(known) && isRecommended(known)) ??
    newest((known) => inPrerelease && isRecommended(known)) ??
    newest(isStable) ??
    newest(() => inPrerelease)
  );
}

export function endOfLife(list: List, version: SemVer): string | undefined {
  const own = released(list, version)?.release.end_of_life;
  return own ?? lineOf(list, version)?.endOfLife;
}

export function lineOf(list: List, version: SemVer): List["lines"][number] | undefined {
  const numbers = [version.major, version.minor, version.patch];
  const holding = list.lines.filter((line) => line.numbers.every((number, place) => numbers[place] === number));
  return holding.reduce<(typeof holding)[number] | undefined>(
    (longest, line) => (longest && longest.numbers.length > line.numbers.length ? longest : line),
    undefined,
  );
}

export function deprecation(list: List, version: SemVer): Known["release"]["deprecated"] {
  const own = released(list, version)?.release.deprecated;
  if (own) return own;
  return list.known.every((known) => known.release.deprecated) ? list.known.at(-1)?.release.deprecated : undefined;
}

export function placeOf(list: List, version: SemVer): string {
  if (!released(list, version)) {
    const highest = list.known.at(-1);
    return highest && version.compare(highest.version) > 0 ? "ahead" : "unknown";
  }
  const newest = latest(list);
  const target = newest && version.compare(newest.version) <= 0 ? newest : newestWithin(list, 4, version);
  if (!target || target.version.compare(version) <= 0) return "current";
  return ["behind_patch", "behind_patch", "behind_minor", "behind_major"][step(version, target.version)] as string;
}

export function exposure(list: List, known: Known | undefined, version: SemVer, findings: Finding[]): Exposure {
  return {
    ids: findings.map((finding) => finding.advisory.id),
    worst: Math.max(0, ...findings.map((finding) => urgency(finding.rating) + 1)),
    isHit: findings.some((finding) => finding.isHit),
    isDoubtful: findings.some((finding) => !finding.isHit),
    isDiscouraged: deprecation(list, version) !== undefined,
    lastDay: endOfLife(list, version),
  };
}

export function exposures(list: List, advisories: Advisory[]): Exposure[] {
  return list.known.map((known) => exposure(list, known, known.version, find(advisories, known.version)));
}

interface Option {
  known: Known;
  exposure: Exposure;
  fails: Set<string>;
}

function failures(exposure: Exposure, stable: boolean, version: SemVer, today: string): Set<string> {
  const fails = new Set<string>();
  if (exposure.isDiscouraged) fails.add("not_deprecated");
  if (!stable && !version.prerelease.length) fails.add("stable");
  if (exposure.lastDay !== undefined && today > exposure.lastDay) fails.add("supported");
  if (exposure.isDoubtful) fails.add("certain");
  if (exposure.isHit) fails.add("unaffected");
  return fails;
}

function between(list: List, from: SemVer, to: SemVer): Known[] {
  return list.known.filter(
    (known) => !isYanked(known) && known.version.compare(from) > 0 && known.version.compare(to) <= 0,
  );
}

function way(list: List, from: SemVer, to: SemVer): Record<string, unknown> {
  let majors = 0;
  let last = from;
  const breaking: NonNullable<Known["release"]["breaking"]> = [];
  for (const known of between(list, from, to)) {
    if (step(last, known.version) === 3) {
      majors += 1;
      last = known.version;
    }
    for (const change of known.release.breaking ?? []) {
      if (!breaking.some((listed) => listed.id === change.id)) breaking.push(change);
    }
  }
  const told = breaking.map(({ id, title, url }) => ({ id, title, url }));
  return {
    crosses_major: majors > 0,
    majors,
    may_break: mayBreak(from, to),
    breaking: told.length ? told : undefined,
  };
}

const harm = (exposure: Exposure): [number, number] => [exposure.worst, exposure.ids.length];
const less = (a: number[], b: number[]): boolean => {
  for (let place = 0; place < a.length; place += 1) {
    if (a[place] !== b[place]) return (a[place] as number) < (b[place] as number);
  }
  return false;
};

export function advise(
  list: List,
  version: SemVer,
  findings: Finding[],
  all: Exposure[],
  today: string,
): Record<string, unknown> {
  const known = released(list, version);
  const own = exposure(list, known, version, findings);
  const ownStable = known ? isStable(known) : !version.prerelease.length;
  const options: Option[] = [];
  list.known.forEach((candidate, place) => {
    if (candidate.version.compare(version) > 0 && !isYanked(candidate)) {
      const stands = all[place] as Exposure;
      const fails = failures(stands, isStable(candidate), version, today);
      options.push({ known: candidate, exposure: stands, fails });
    }
  });
  const isFine = !failures(own, ownStable, version, today).size && !(known && isYanked(known));
  let dropped: string[] = [];
  let passing = options.filter((option) => !option.fails.size);
  if (!isFine) {
    for (const condition of ["not_deprecated", "stable", "supported", "certain"]) {
      if (passing.length) break;
      dropped.push(condition);
      passing = options.filter((option) => [...option.fails].every((failed) => dropped.includes(failed)));
    }
  }
  const candidate = (kind: string, option: Option) => ({
    kinds: [kind],
    version: option.known.release.version,
    released: option.known.release.released,
    ...way(list, version, option.known.version),
    remaining: option.exposure.ids.length ? option.exposure.ids : undefined,
    moves_with: option.known.release.moves_with?.length ? option.known.release.moves_with : undefined,
    notes_url: option.known.release.notes_url,
  });
  let candidates: ReturnType<typeof candidate>[] = [];
  if (!passing.length && !isFine) {
    dropped.push("unaffected");
    let best: Option | undefined;
    const rank = (option: Option) => [...harm(option.exposure), Number(option.fails.has("stable"))];
    for (const option of options) {
      if (!best || less(rank(option), rank(best))) best = option;
    }
    if (best && less(harm(best.exposure), harm(own))) candidates = [candidate("least_bad", best)];
  } else {
    const within = (limit: number) => (option: Option) => step(version, option.known.version) <= limit;
    const recommended = latest(list)?.version;
    const newest =
      passing.find((option) => recommended && option.known.version.compare(recommended) === 0) ?? passing.at(-1);
    const choices: [string, Option | undefined][] = [
      ["nearest_same_minor", passing.find(within(1))],
      ["nearest_same_major", passing.find(within(2))],
      ["newest_same_major", passing.findLast(within(2))],
      ["nearest", passing[0]],
      ["newest", newest],
    ];
    for (const [kind, option] of choices) {
      if (!option) continue;
      const same = candidates.find((it) => it.version === option.known.release.version);
      same ? same.kinds.push(kind) : candidates.push(candidate(kind, option));
    }
  }
  dropped = dropped.filter((condition) =>
    candidates.some((it) =>
      options.some((option) => option.known.release.version === it.version && option.fails.has(condition)),
    ),
  );
  return {
    is_fine_already: isFine,
    candidates,
    dropped: dropped.length ? dropped : undefined,
    ladder: ladder(list, version, options, findings),
  };
}

function ladder(list: List, version: SemVer, options: Option[], findings: Finding[]): unknown {
  const rungs: unknown[] = [];
  let at = version;
  let current = findings.map((finding) => finding.advisory.id);
  for (const option of options) {
    const { ids } = option.exposure;
    const elsePasses = [...option.fails].every((failed) => failed === "certain" || failed === "unaffected");
    if (elsePasses && ids.length < current.length) {
      const sheds = current.filter((id) => !ids.includes(id));
      rungs.push({ version: option.known.release.version, sheds, ...way(list, at, option.known.version) });
      at = option.known.version;
      current = ids;
    }
    if (!current.length) break;
  }
  return rungs.length ? rungs : undefined;
}

export function parse(text: string): SemVer | null {
  return semver.parse(text, { loose: true });
}
