import type { ListedEntry, WalkEvidence } from './evidence.ts';
import { holds, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** An entry of a walk, and where it stands in the evidence. */
export interface Met {
  readonly entry: ListedEntry;
  /** `$.pages[2].page.data[0]` */
  readonly path: string;
}

/** All entries of a walk in the order in which they came, with the paths to them. */
export const met = (walk: WalkEvidence, root = '$'): Met[] =>
  walk.pages.flatMap(({ page }, p) =>
    page.data.map((entry, i) => ({ entry, path: `${root}.pages[${p}].page.data[${i}]` })),
  );

/** The same for a walk back, in the order of the list: its pages come in the opposite order. */
export const inListOrder = (walkBack: WalkEvidence, root: string): Met[] =>
  walkBack.pages
    .map(({ page }, p) =>
      page.data.map((entry, i) => ({ entry, path: `${root}.pages[${p}].page.data[${i}]` })),
    )
    .toReversed()
    .flat();

/** Why a walk cannot stand for the whole list; undefined when it can. */
export const incomplete = (...walks: readonly WalkEvidence[]): string | undefined => {
  const cut = walks.find(({ end }) => end !== 'last_page');
  return cut === undefined ? undefined : `a walk did not reach the end of its list (${cut.end})`;
};

/** The first entry that `received` lacks, or has beyond `wanted`. */
function judgeMembers(wanted: readonly ListedEntry[], received: readonly Met[], path: string): Verdict {
  const there = new Set(received.map(({ entry }) => entry.id));
  const missing = wanted.find(({ id }) => !there.has(id));
  if (missing !== undefined)
    return violated(path, `entry ${missing.id}, created at ${missing.created_at}`, 'no such entry');
  const known = new Set(wanted.map(({ id }) => id));
  const extra = received.find(({ entry }) => !known.has(entry.id));
  if (extra !== undefined)
    return violated(`${extra.path}.id`, 'only entries of the other list', extra.entry.id);
  if (received.length !== wanted.length)
    return violated(path, `${wanted.length} entries`, `${received.length} entries: some came more than once`);
  return holds;
}

/** Entry by entry, two lists of one length. */
const pairs = (
  wanted: readonly ListedEntry[],
  received: readonly Met[],
): { readonly other: ListedEntry; readonly got: Met }[] =>
  received.map((got, i) => ({ other: wanted[i] as ListedEntry, got }));

/**
 * Whether two lists hold the same entries in the same order of times. Entries of one second may stand in any order
 * among themselves.
 */
export function sameUpToTies(
  wanted: readonly ListedEntry[],
  received: readonly Met[],
  path: string,
): Verdict {
  const members = judgeMembers(wanted, received, path);
  if (members.outcome !== 'holds') return members;
  const unequal = pairs(wanted, received).find(({ other, got }) => other.created_at !== got.entry.created_at);
  if (unequal === undefined) return wanted.length === 0 ? vacuous('the list is empty') : holds;
  const { other, got } = unequal;
  return violated(
    got.path,
    `an entry created at ${other.created_at}, as in the other list`,
    `${got.entry.id}, created at ${got.entry.created_at}`,
  );
}

/** Whether lists that are the same up to ties are the same. Says nothing when they differ otherwise, or have no ties. */
export function sameTies(wanted: readonly ListedEntry[], received: readonly Met[], path: string): Verdict {
  if (sameUpToTies(wanted, received, path).outcome !== 'holds')
    return vacuous('the lists differ otherwise, or are empty');
  if (!wanted.some((entry, i) => entry.created_at === wanted[i + 1]?.created_at))
    return vacuous('no two entries were created in the same second');
  const unequal = pairs(wanted, received).find(({ other, got }) => other.id !== got.entry.id);
  if (unequal === undefined) return holds;
  const { other, got } = unequal;
  return violated(`${got.path}.id`, `${other.id}, as in the other list`, got.entry.id);
}
