import { changeKinds, mutate } from '../../generators/mutants/index.ts';
import type { ChangeKind, Mutant } from '../../generators/mutants/index.ts';
import { sitesOf } from '../../generators/mutants/places.ts';
import type { Site } from '../../generators/mutants/places.ts';
import { shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { describeSchema } from '../../schema/describe.ts';
import { basesOf } from './bases.ts';
import { idOf, json } from './draft.ts';
import type { Draft, Source } from './draft.ts';
import type { Feature } from './features.ts';

const featureOf: Readonly<Record<ChangeKind, Feature>> = {
  missing: 'missing-field',
  null: 'null',
  'as-text': 'wrong-type',
  'as-number': 'wrong-type',
  'as-boolean': 'wrong-type',
  'as-list': 'wrong-type',
  'as-object': 'wrong-type',
  'unknown-value': 'enum',
  'other-case': 'enum',
  value: 'enum',
  'unknown-member': 'unknown-member',
  swapped: 'union',
  fraction: 'number',
  negative: 'number',
  'beyond-32-bits': 'number',
  'beyond-safe': 'parser-difference',
  minimum: 'bounds',
  maximum: 'bounds',
  'below-minimum': 'bounds',
  'above-maximum': 'bounds',
  'empty-text': 'text',
  shortest: 'bounds',
  longest: 'bounds',
  'too-short': 'bounds',
  'too-long': 'bounds',
  'bad-uri': 'uri',
  flipped: 'boolean',
  'empty-list': 'list',
  'extra-field': 'extra-field',
  'empty-map': 'map',
  'extra-entry': 'map',
  'longest-name': 'bounds',
  'too-long-name': 'bounds',
  'most-entries': 'bounds',
  'too-many-entries': 'bounds',
};

/** The wrong type that is most often seen: `12` as `"12"`, a list as an object, an object in a list of one. */
const likelyType: Readonly<Record<Site['view']['kind'], readonly ChangeKind[]>> = {
  object: ['as-list'],
  variants: ['as-list'],
  map: ['as-list'],
  list: ['as-object'],
  text: ['as-number'],
  choice: ['as-number'],
  integer: ['as-text'],
  boolean: ['as-text'],
  primitive: ['as-list', 'as-object', 'as-text', 'as-number', 'as-boolean'],
};
const typeChange = /^as-/;

/**
 * Whether a mutant becomes a case. All that change the shape itself do, with three exceptions that would add
 * bulk and no news: of the wrong types one stands for all (of a whole body two: a list, and JSON within a
 * string); constants are not tried in capitals; texts of ten million characters are left out.
 */
function isChosen(shape: ShapeName, { change, part }: Mutant, { role, view }: Site): boolean {
  if (part.shape !== shape) return false;
  if (typeChange.test(change))
    return likelyType[view.kind].includes(change) || (role === 'root' && change === 'as-text');
  if (change === 'other-case') return view.kind === 'choice' && view.values.length > 1;
  if (change === 'longest' || change === 'too-long') return view.kind === 'text';
  return true;
}

/** `missing:$.data[]<chatkit.task>.id` → `missing.data.each.as-chatkit_task.id`: letters that any file system takes. */
export function slugOf(mutant: string): string {
  const [change = '', site = ''] = mutant.split(':');
  const kind = change.replace('(', '-').replace(')', '').replaceAll('.', '_');
  const steps = site
    .replace('$', '')
    .replaceAll('[]', '.each')
    .replaceAll('.*', '.any')
    .replaceAll(/<([^>]*)>/g, (_, tag: string) => `.as-${tag.replaceAll('.', '_')}`);
  return kind + steps;
}

function reasonOf(mutant: Mutant, site: Site): string {
  const { change, expectation, faults, path } = mutant;
  const is = `${path} is ${changeKinds[change]}`;
  if (change === 'beyond-safe')
    return `${is}. The contract names no bound, and RFC 8259, section 6, leaves it to readers how many digits they keep.`;
  if (change === 'unknown-member')
    return `${is}. A strict reader refuses it, one that looks ahead keeps it whole; none may take it for a member it knows.`;
  if (change === 'swapped')
    return expectation === 'accept'
      ? `${is}, which has the same fields or fewer.`
      : `${is}, whose fields do not fit: ${faults.join(', ')}.`;
  if (expectation === 'accept') return `${is}, which the contract allows.`;
  const wanted = describeSchema(site.schema) + (site.nullable ? ' or null' : '');
  const bounded = featureOf[change] === 'bounds' ? ' within its bounds' : '';
  return `${is}; the contract wants ${wanted}${bounded}.`;
}

const requests = new Set<ShapeName>(['session_create', 'thread_list_query', 'thread_item_list_query']);

/** Where the rule comes from that a change keeps or breaks. */
function sourceOf(shape: ShapeName, change: ChangeKind): Source {
  const feature = featureOf[change];
  if (change === 'beyond-safe') return 'rfc8259';
  if (feature === 'unknown-member') return 'synthetic';
  if (shape === 'error' || feature === 'uri' || feature === 'extra-field') return 'openapi';
  // That every field of a response is there, null or not, is said there alone; the bounds of requests too.
  if (feature === 'bounds' || (feature === 'missing-field' && !requests.has(shape))) return 'openapi';
  return 'seed';
}

function draftOf(shape: ShapeName, base: string, mutant: Mutant, site: Site): Draft {
  const { change, expectation, faults, name, part, value } = mutant;
  return {
    shape,
    verdict: expectation,
    name: slugOf(name),
    bytes: json(value),
    reason: reasonOf(mutant, site),
    source: sourceOf(shape, change),
    features: [change === 'empty-text' && expectation === 'reject' ? 'uri' : featureOf[change]],
    faults,
    mutant: { name, base, change, part },
  };
}

function* draftsOf(shape: ShapeName): Generator<Draft> {
  const sites = new Map([...sitesOf(shape)].map((site) => [site.name, site]));
  const done = new Set<string>();
  for (const { tag, value } of basesOf(shape)) {
    const base = idOf({ verdict: 'accept', shape, name: maximalName(tag) });
    const nested = new Set<string>();
    for (const mutant of mutate(shape, value)) {
      const site = sites.get(mutant.site) as Site;
      // Of what has a shape of its own, one missing field shows that it is read as strictly in here.
      const isNested =
        mutant.part.shape !== shape &&
        mutant.change === 'missing' &&
        mutant.expectation === 'reject' &&
        !nested.has(mutant.part.shape);
      if (isNested) nested.add(mutant.part.shape);
      if (done.has(mutant.name) || !(isNested || isChosen(shape, mutant, site))) continue;
      done.add(mutant.name);
      yield draftOf(shape, base, mutant, site);
    }
  }
}

/** The name of the case that a base is. */
export const maximalName = (tag: string): string => (tag === '' ? 'maximal' : `maximal-${tag}`);

/** Every base changed in one place: legal, broken, and open changes. */
export const oneChangeCases = (): Draft[] => shapeNames.flatMap((shape) => [...draftsOf(shape)]);
