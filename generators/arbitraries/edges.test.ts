import { sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShapeName } from '../../schema/index.ts';
import { arbitraryOf, jsonTextOf, pageOf, walkOf } from './index.ts';

/** Values within which every edge is met. */
const runs = 6000;
const seed = 5;

const threads = sample(arbitraryOf('thread'), { seed, numRuns: runs });
const titles = threads.flatMap(({ title }) => (title === null ? [] : [title]));
const times = threads.map(({ created_at }) => created_at);
const bodies = sample(arbitraryOf('session_create'), { seed, numRuns: runs });
const queries = sample(arbitraryOf('thread_list_query'), { seed, numRuns: runs });
const links = sample(arbitraryOf('annotation', { variants: { annotation: ['url'] } }), {
  seed,
  numRuns: 1000,
});
const variables = bodies.flatMap(({ workflow: { state_variables: map } }) =>
  map === undefined ? [] : [map],
);
const names = variables.flatMap((map) => Object.keys(map));
const values = variables.flatMap((map) => Object.values(map));
const characters = (text: string): number => Array.from(text).length;

describe('wild texts', () => {
  it.each([
    ['empty', /^$/],
    ['blank', /^\s+$/],
    ['a byte order mark first', /^\uFEFF/],
    ['NUL', /\0/],
    ['control characters', /[^\P{Cc}\0\s\u007F-\u009F]/u],
    ['DEL and C1', /[\u007F-\u009F]/],
    ['quotes and backslashes', /["\\]/],
    ['right to left', /\p{Script=Hebrew}|\p{Script=Arabic}/u],
    ['embeddings and isolates', /[\u202E\u2067]/],
    ['combining', /\p{M}/u],
    ['zero width joiners', /\u200D/],
    ['variation selectors', /\uFE0F/],
    ['Hangul letters', /[\u1100-\u11FF]/],
    ['line separators', /[\u2028\u2029]/],
    ['astral', /[\u{10000}-\u{10FFFF}]/u],
    ['the last plane', /[\u{100000}-\u{10FFFF}]/u],
    ['private use', /[\uE000-\uF8FF]/],
    ['noncharacters', /[\uFDD0-\uFDEF\uFFFE\uFFFF]/],
    ['next to the surrogates', /[\uD7FB-\uD7FF]/],
    ['looks like null', /^null$/],
    ['looks like a number', /^-?\d+(\.\d+)?([eE]\d+)?$/],
    ['looks like a large number', /^9007199254740993$/],
    ['looks like an infinity', /^-?Infinity$/],
    ['looks like a date', /^\d{4}-\d\d-\d\d/],
    ['looks like a JSON object', /^\{.*\}$/],
    ['looks like half a JSON list', /^\[1,2$/],
    ['looks like an escape', /\\u0041/],
    ['a name of the prototype', /^(__proto__|constructor|toString)$/],
    ['markup', /<script>/],
    ['a template', /\$\{/],
    ['longest', /^(.)\1{255}$/su],
  ])('are %s now and then', (_, pattern) => {
    expect(titles.some((title) => pattern.test(title))).toBe(true);
  });

  it('are always well-formed', () => {
    expect(titles.every((title) => title.isWellFormed())).toBe(true);
    expect(names.every((name) => name.isWellFormed())).toBe(true);
  });
});

describe('wild numbers', () => {
  it.each([
    0, 1, -1, 255, 256, 65_536, 2_147_483_647, 2_147_483_648, -2_147_483_648, 4_294_967_295, 4_294_967_296,
    9_007_199_254_740_990, 9_007_199_254_740_991, -9_007_199_254_740_991, 999_999_999, 1_709_164_800_000,
  ])('are %d now and then', (number) => {
    expect(times).toContain(number);
  });

  it.each([5e-324, 1.7976931348623157e308, 1e21, 1e-7, 0.30000000000000004, 9_223_372_036_854_775_808, 0.5])(
    'of state variables are %d now and then',
    (number) => {
      expect(values).toContain(number);
    },
  );

  it('are never negative zero', () => {
    expect([...times, ...values].some((value) => Object.is(value, -0))).toBe(false);
  });
});

describe('bounds of the contract', () => {
  it('are reached by queries', () => {
    const limits = new Set(queries.map(({ limit }) => limit));
    expect([0, 1, 99, 100, undefined].filter((limit) => !limits.has(limit))).toEqual([]);
    const users = queries.flatMap(({ user }) => user ?? []);
    expect(new Set(users.map(characters)).has(512)).toBe(true);
    expect(Math.max(...users.map(({ length }) => length))).toBe(1024);
    expect(Math.min(...users.map(characters))).toBe(1);
  });

  it('are reached by requests', () => {
    const sizes = variables.map((map) => Object.keys(map).length);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([0, 64]);
    expect([Math.min(...names.map(characters)), Math.max(...names.map(characters))]).toEqual([0, 64]);
    expect(names).toContain('__proto__');
    const seconds = new Set(bodies.map(({ expires_after }) => expires_after?.seconds));
    expect([1, 2, 599, 600, undefined].filter((each) => !seconds.has(each))).toEqual([]);
  });

  it('are reached by pages and walks', () => {
    const pages = sample(pageOf('thread', { maxPageEntries: 100 }), { seed, numRuns: 500 });
    const sizes = pages.map(({ data }) => data.length);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([0, 100]);
    const walks = sample(walkOf('thread'), { seed, numRuns: 1000 });
    expect(Math.max(...walks.map(({ steps }) => steps.length))).toBe(40);
    const someShareATime = walks.filter(
      ({ entries }) => new Set(entries.map(({ created_at }) => created_at)).size < entries.length,
    );
    expect(someShareATime.length).toBeGreaterThan(20);
    const filtered = walks.filter(({ query, entries }) => query.user !== undefined && entries.length > 0);
    const found = filtered.map(
      ({ entries, steps }) => steps.flatMap(({ page }) => page.data).length / entries.length,
    );
    expect(found).toContain(0);
    expect(found).toContain(1);
    expect(found.some((share) => share > 0 && share < 1)).toBe(true);
  });
});

describe('URIs', () => {
  it('are of many kinds', () => {
    const uris = links.flatMap(({ source }) => (source.type === 'url' ? source.url : []));
    const kinds = [
      /^data:/,
      /^a:$/,
      /^HTTP:/,
      /\[2001:db8::1\]/,
      /\[v1/,
      /%00/,
      /@/,
      /:\d+/,
      /\.\./,
      /\?.*#/,
      /^urn:/,
    ];
    expect(kinds.filter((kind) => !uris.some((uri) => kind.test(uri)))).toEqual([]);
  });
});

describe('spellings', () => {
  const spelled = sample(jsonTextOf(arbitraryOf('session_create')), { seed, numRuns: 2000 });
  it.each([
    ['spaces', /[:,{] /],
    ['line ends', /\r\n/],
    ['escapes by number, small and capital', /\\u00[0-9a-f]*[a-f].*\\u00[0-9A-F]*[A-F]/s],
    ['escaped slashes', /\\\//],
    ['escaped pairs', /\\u[dD]8[0-9a-fA-F]{2}\\u[dD][c-fC-F]/],
    ['numbers with a point', /\d\.0+[,}\s]/],
    ['numbers with an exponent', /:\s*\d+[eE]/],
    ['fields in another order', /"workflow".*"user":/s],
  ])('have %s', (_, pattern) => {
    expect(spelled.some(({ text }) => pattern.test(text))).toBe(true);
  });

  it('keep to what is allowed', () => {
    const shape: ShapeName = 'session_create';
    const none = { whitespace: false, order: false, escapes: false, numbers: false };
    for (const { text, value } of sample(jsonTextOf(arbitraryOf(shape), none), { seed, numRuns: 300 }))
      expect(text).toBe(JSON.stringify(value));
    const orders = sample(jsonTextOf(arbitraryOf(shape), { ...none, whitespace: true }), {
      seed,
      numRuns: 300,
    });
    for (const { text, value } of orders)
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
    expect(orders.some(({ text, value }) => text !== JSON.stringify(value))).toBe(true);
  });
});
