import type { ShapeName } from '../../schema/index.ts';
import { baseOf, basesOf } from './bases.ts';
import { pretty, utf8 } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Feature } from './features.ts';

/** The value with the fields of every object in another order. */
function reorder(value: unknown, order: (names: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => reorder(entry, order));
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(order(Object.keys(fields)).map((name) => [name, reorder(fields[name], order)]));
}

function form(
  shape: ShapeName,
  name: string,
  text: string,
  reason: string,
  feature: Feature = 'json-form',
): Draft {
  return {
    shape,
    verdict: 'accept',
    name,
    bytes: utf8(text),
    reason,
    source: feature === 'extra-field' ? 'openapi' : 'rfc8259',
    features: [feature],
  };
}

/** What may be asked of an order of fields: which names, in which of all values. */
const orders: readonly {
  readonly name: string;
  readonly order: (names: string[]) => string[];
  readonly reason: string;
  readonly shapes: readonly ShapeName[];
}[] = [
  {
    name: 'reversed',
    order: (names) => names.toReversed(),
    reason: 'The fields of every object are in reverse order.',
    shapes: ['chat_session', 'thread_list', 'thread_item_list', 'error', 'session_create'],
  },
  {
    name: 'sorted',
    order: (names) => names.toSorted(),
    reason: 'The fields of every object are in the order of their names.',
    shapes: ['chat_session', 'thread_list', 'thread_item_list', 'error', 'session_create'],
  },
  {
    name: 'type-first',
    order: (names) => [
      ...names.filter((name) => name === 'type'),
      ...names.filter((name) => name !== 'type'),
    ],
    reason: 'The discriminator comes before all it tells about.',
    shapes: ['thread_item', 'thread_status', 'annotation', 'user_message_content'],
  },
  {
    name: 'type-last',
    order: (names) => [
      ...names.filter((name) => name !== 'type'),
      ...names.filter((name) => name === 'type'),
    ],
    reason: 'The discriminator comes after all it tells about.',
    shapes: ['thread_item', 'thread_status', 'annotation', 'user_message_content'],
  },
];

/** The order of fields says nothing. Of the orders that bases are in already no case is made. */
const orderCases = (): Draft[] =>
  orders.flatMap(({ name, order, reason, shapes }) =>
    shapes.flatMap((shape) =>
      basesOf(shape).flatMap(({ tag, value }) => {
        const text = pretty(reorder(value, order));
        const suffix = tag === '' ? '' : `-${tag}`;
        return text === pretty(value) ? [] : [form(shape, `order-${name}${suffix}`, text, reason)];
      }),
    ),
  );

const everyCharacterEscaped = (text: string): string =>
  text.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, inside: string) => {
    const plain = JSON.parse(`"${inside}"`) as string;
    return `"${plain.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
  });

/** One value in every dress that JSON has for it. */
function dresses(): Draft[] {
  const value = { ...baseOf('thread'), title: 'A/B "test" \u{1F600}' };
  const indented = pretty(value);
  const dense = JSON.stringify(value);
  const make = (name: string, text: string, reason: string) => form('thread', `form-${name}`, text, reason);
  return [
    make('dense', dense, 'No white space at all, and no line end.'),
    make('tabs', `${JSON.stringify(value, null, '\t')}\n`, 'The text is indented with tabs.'),
    make('crlf', indented.replaceAll('\n', '\r\n'), 'The lines of the text end in CR LF.'),
    make('lone-cr', indented.replaceAll('\n', '\r'), 'Lines end in CR alone.'),
    make(
      'spread',
      indented.replaceAll(/([{}:,])/g, ' \t\r\n$1 \t\r\n'),
      'All four kinds of white space around every token that is not within a string.',
    ),
    make('space-around', `\r\n\t ${dense}\n\n \t`, 'White space before and after the value.'),
    make('solidus-escaped', dense.replaceAll('/', '\\/'), 'The solidus is escaped, which JSON allows.'),
    make(
      'escapes-lower',
      everyCharacterEscaped(dense),
      'Every character of every name and string is escaped, in lower-case digits.',
    ),
    make(
      'escapes-upper',
      everyCharacterEscaped(dense).replaceAll(
        /\\u[0-9a-f]{4}/g,
        (escape) => `\\u${escape.slice(2).toUpperCase()}`,
      ),
      'Every character of every name and string is escaped, in upper-case digits.',
    ),
    make(
      'surrogates-escaped',
      dense.replace('\u{1F600}', '\\ud83d\\ude00'),
      'An astral character as an escaped surrogate pair.',
    ),
    make('name-escaped', dense.replace('"title"', '"t\\u0069tle"'), 'An escape in the name of a field.'),
    make(
      'discriminator-escaped',
      dense.replace('"locked"', '"l\\u006fcked"'),
      'An escape in the value of a discriminator.',
    ),
  ];
}

const deep = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inside) => ({ deeper: [inside] }), null);

/** Fields that the contract doesn't name, as later versions of the service and proxies add them. */
function extras(): Draft[] {
  const thread = baseOf('thread');
  const make = (name: string, fields: Readonly<Record<string, unknown>>, reason: string) =>
    form('thread', `extra-${name}`, pretty({ ...fields, ...thread }), reason, 'extra-field');
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`unknown_${i}`, i]));
  return [
    make(
      'every-type',
      { a: 'text', b: 1.5, c: true, d: null, e: [], f: {} },
      'Unknown fields of every JSON type.',
    ),
    make('empty-name', { '': 'nameless' }, 'An unknown field whose name is empty.'),
    make(
      'other-case',
      { ID: 'not the id', Title: 'not the title', CREATED_AT: 1 },
      'Names of JSON are told apart by case: these are not the fields of the contract.',
    ),
    make('camel-case', { createdAt: 1 }, 'The name of a known field in camel case is another name.'),
    make('spaced-name', { ' id': 'not the id', 'id ': 'not the id' }, 'Names with spaces are other names.'),
    make(
      'prototype',
      JSON.parse('{"__proto__":{"title":"not the title"}}') as Record<string, unknown>,
      'An unknown field named __proto__, which must not reach the object itself.',
    ),
    make(
      'constructor',
      { constructor: 1, toString: 2, hasOwnProperty: 3 },
      'Unknown fields named as what every JavaScript object has.',
    ),
    make('thousand', many, 'A thousand unknown fields.'),
    make('nested', { unknown: deep(8) }, 'An unknown field of sixteen levels.'),
    make(
      'known-names-inside',
      { metadata: { ...thread, id: 'not the id' } },
      'An unknown field that holds the fields of the contract.',
    ),
  ];
}

/** The same values in other JSON texts, and with more than the contract names. */
export const jsonFormCases = (): Draft[] => [...orderCases(), ...dresses(), ...extras()];
