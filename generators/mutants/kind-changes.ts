import { clashes } from './clashes.ts';
import { change, put } from './change.ts';
import type { Change, Expectation, Make } from './change.ts';
import type { Membership, Site } from './places.ts';
import type { Variants, View } from './view.ts';

const text = (length: number): string => 'x'.repeat(length);

function ofText({ uri, min, max }: View & { kind: 'text' }): Change[] {
  return [
    ...(min === undefined ? [change('empty-text', put('', uri ? 'reject' : 'accept'))] : []),
    ...(uri ? [change('bad-uri', put('not a URI', 'reject'))] : []),
    ...(min === undefined
      ? []
      : [change('shortest', put(text(min), 'accept')), change('too-short', put(text(min - 1), 'reject'))]),
    ...(max === undefined ? [] : ofLongText(max)),
  ];
}

/** Texts are made when they are wanted, for the longest have millions of characters. */
const ofLongText = (max: number): Change[] => [
  change('longest', (place) => put(text(max), 'accept')(place)),
  change('too-long', (place) => put(text(max + 1), 'reject')(place)),
];

function ofInteger({ min, max }: View & { kind: 'integer' }): Change[] {
  return [
    change('fraction', ({ value }) => ({ put: (Number(value) % 2 ** 32) + 0.5, expectation: 'reject' })),
    ...(min === undefined
      ? [change('negative', put(-1, 'accept'))]
      : [change('minimum', put(min, 'accept')), change('below-minimum', put(min - 1, 'reject'))]),
    ...(max === undefined
      ? [
          change('beyond-32-bits', put(2 ** 32, 'accept')),
          // Legal JSON and no published bound, yet not every parser has so many digits.
          change('beyond-safe', put(2 ** 53, 'either')),
        ]
      : [change('maximum', put(max, 'accept')), change('above-maximum', put(max + 1, 'reject'))]),
  ];
}

function ofChoice({ values }: View & { kind: 'choice' }): Change[] {
  const others = values.length > 1 ? values : [];
  return [
    change('unknown-value', put('unknown_value', 'reject')),
    change('other-case', ({ value }) => ({ put: String(value).toUpperCase(), expectation: 'reject' })),
    ...others.map((value) => change('value', put(value, 'accept'), value)),
  ];
}

/** A member that says it is another one. Where the two have the same fields that is legal. */
function swapTo(variants: Variants, tag: string): Change {
  const { discriminator, members } = variants;
  return change(
    'swapped',
    ({ path, parent }) => {
      const claimed = members.find((member) => member.tag === tag);
      const swapped = { ...(parent as object), [discriminator]: tag };
      const faults = claimed ? clashes(claimed.schema, swapped, path.slice(0, -1)) : [];
      return faults.length === 0
        ? { put: tag, expectation: 'accept' }
        : { put: tag, expectation: 'reject', faults };
    },
    tag,
  );
}

/** A member that the contract doesn't know may come one day; a reader may refuse it or keep it, but not mistake it. */
const ofDiscriminator = ({ variants, tag: own }: Membership): Change[] => [
  change('unknown-member', put('unknown_member', 'either')),
  ...variants.members.filter(({ tag }) => tag !== own).map(({ tag }) => swapTo(variants, tag)),
];

const entries = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`name_${i}`, i]));

/** Adds one key to the object that is there, unless it has it, or as many as it may. */
const add =
  (below: string, value: unknown, expectation: Expectation, most = Infinity): Make =>
  ({ value: there }) =>
    there === null || Object.hasOwn(there as object, below) || Object.keys(there as object).length >= most
      ? undefined
      : { put: value, below, expectation };

function ofMap({ maxEntries, maxNameCharacters: longest }: View & { kind: 'map' }): Change[] {
  const addEntry = (name: string, expectation: Expectation) => add(name, 'a value', expectation, maxEntries);
  const changes = [
    change('empty-map', ({ value }) =>
      value !== null && Object.keys(value as object).length > 0
        ? { put: {}, expectation: 'accept' }
        : undefined,
    ),
    change('extra-entry', addEntry('extra_entry', 'accept')),
  ];
  if (longest !== undefined)
    changes.push(
      change('longest-name', addEntry(text(longest), 'accept')),
      change('too-long-name', addEntry(text(longest + 1), 'reject')),
    );
  if (maxEntries !== undefined)
    changes.push(
      change('most-entries', put(entries(maxEntries), 'accept')),
      change('too-many-entries', put(entries(maxEntries + 1), 'reject')),
    );
  return changes;
}

/** What a site's kind has of its own, beside the absence, null and the other types that every kind has. */
export function ofKind(site: Site): Change[] {
  const { view } = site;
  if (site.role === 'discriminator') return site.membership ? ofDiscriminator(site.membership) : [];
  switch (view.kind) {
    case 'text':
      return ofText(view);
    case 'integer':
      return ofInteger(view);
    case 'choice':
      return ofChoice(view);
    case 'map':
      return ofMap(view);
    case 'boolean':
      return [change('flipped', ({ value }) => ({ put: value !== true, expectation: 'accept' }))];
    case 'list':
      return [
        change('empty-list', ({ value }) =>
          Array.isArray(value) && value.length > 0 ? { put: [], expectation: 'accept' } : undefined,
        ),
      ];
    case 'object':
      return [change('extra-field', add('unknown_field', { nested: [1, 'two', null] }, 'accept'))];
    case 'primitive': {
      const { maxCharacters } = view;
      return maxCharacters === undefined ? [] : ofLongText(maxCharacters);
    }
    case 'variants':
      return [];
  }
}
