import { placesIn, sitesOf } from '../../generators/mutants/index.ts';
import type { Part, Site } from '../../generators/mutants/index.ts';
import { shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { branchesOf, faultBranch, faultBranches, legalBranches } from './branches.ts';
import type { Branch } from './branches.ts';
import { idOf } from './draft.ts';
import type { Draft, Verdict } from './draft.ts';
import { featureNames, features } from './features.ts';

/** One branch of the contract, and the cases that touch it. */
export interface Row {
  readonly shape: ShapeName;
  readonly site: string;
  readonly branch: Branch;
  readonly verdict: Verdict;
  readonly cases: readonly string[];
}

const decoder = new TextDecoder();
const keyOf = ({ shape, site }: Part, branch: Branch, legal: boolean): string =>
  [shape, site, legal ? 'legal' : 'fault', branch].join(' ');

/** Every key that a case touches: all branches of a valid value, the one fault of a broken one. */
function* touched({ shape, verdict, bytes, mutant }: Draft): Generator<string> {
  if (verdict !== 'accept') {
    const fault = mutant && faultBranch(mutant.change);
    if (mutant && fault !== undefined) yield keyOf(mutant.part, fault, false);
    return;
  }
  for (const place of placesIn(shape, JSON.parse(decoder.decode(bytes)))) {
    const { site, value } = place;
    for (const branch of branchesOf(place)) yield keyOf(site.part, branch, true);
    if (site.view.kind !== 'object' || value === null) continue;
    for (const { name, optional } of site.view.fields) {
      if (!optional || Object.hasOwn(value as object, name)) continue;
      yield keyOf({ shape: site.inner.shape, site: `${site.inner.site}.${name}` }, 'absent', true);
    }
  }
}

/** The sites that a shape holds itself; what has a shape of its own is told there. */
const ownSites = (shape: ShapeName): Site[] => [...sitesOf(shape)].filter(({ part }) => part.shape === shape);

/** Every field and branch of the contract, with the cases that touch it. */
export function coverageOf(drafts: readonly Draft[]): Row[] {
  const cases = new Map<string, Set<string>>();
  for (const draft of drafts) {
    for (const key of touched(draft)) {
      const ids = cases.get(key) ?? new Set();
      cases.set(key, ids.add(idOf(draft)));
    }
  }
  const row = (site: Site, branch: Branch, verdict: Verdict): Row => ({
    ...site.part,
    branch,
    verdict,
    cases: [...(cases.get(keyOf(site.part, branch, verdict === 'accept')) ?? [])].toSorted(),
  });
  const open = new Set<Branch>(['unknown member', 'beyond 2^53']);
  return shapeNames.flatMap((shape) =>
    ownSites(shape).flatMap((site) => [
      ...legalBranches(site).map((branch) => row(site, branch, 'accept')),
      ...faultBranches(site).map((branch) => row(site, branch, open.has(branch) ? 'either' : 'reject')),
    ]),
  );
}

/** The nearest cases: of the same shape when there are some, and among those the shortest names. */
function examples({ shape, cases }: Row): string {
  const own = cases.filter((id) => id.split('/')[1] === shape);
  const nearest = (own.length > 0 ? own : cases).toSorted((a, b) => a.length - b.length).slice(0, 3);
  const more = cases.length > nearest.length ? ', …' : '';
  return nearest.map((id) => `\`${id}\``).join(', ') + more;
}

const line = (row: Row): string =>
  `| \`${row.site}\` | ${row.branch} | ${row.verdict} | ${row.cases.length} | ${examples(row)} |`;

const verdicts: readonly Verdict[] = ['accept', 'reject', 'either'];
const countBy = (drafts: readonly Draft[], matches: (draft: Draft) => boolean): string =>
  verdicts
    .map((verdict) => drafts.filter((draft) => draft.verdict === verdict && matches(draft)).length)
    .join(' | ');

/** `COVERAGE.md`: what the corpus has of everything that the contract can say. */
export function renderCoverage(drafts: readonly Draft[]): string {
  const rows = coverageOf(drafts);
  const shapes = shapeNames.flatMap((shape) => [
    '',
    `### ${shape}`,
    '',
    '| where | what | verdict | | cases |',
    '| --- | --- | --- | ---: | --- |',
    ...rows.filter((row) => row.shape === shape).map(line),
  ]);
  return [
    '# What the corpus covers',
    '',
    'Made by `npm run corpus`, like everything in this folder but README.md.',
    '',
    '| shape | accept | reject | either |',
    '| --- | ---: | ---: | ---: |',
    ...shapeNames.map(
      (shape) => `| [${shape}](#${shape}) | ${countBy(drafts, (draft) => draft.shape === shape)} |`,
    ),
    `| all | ${countBy(drafts, () => true)} |`,
    '',
    '| feature | accept | reject | either | what it is |',
    '| --- | ---: | ---: | ---: | --- |',
    ...featureNames.map(
      (name) =>
        `| ${name} | ${countBy(drafts, (draft) => draft.features.includes(name))} | ${features[name]} |`,
    ),
    '',
    '## Every field and branch',
    '',
    'A row is something that may stand at a place of the contract (accept), must be refused there (reject), or may be (either), with the',
    'number of cases that touch it. Legal values touch all that they hold; a broken one touches the one thing that is wrong with it.',
    '`$` is the whole, `[]` any entry of a list, `.*` any entry of a map, `<tag>` the member of a union that its discriminator names.',
    'What has a shape of its own is told there: the fields of `$.status` of a thread stand under thread_status.',
    ...shapes,
    '',
  ].join('\n');
}
