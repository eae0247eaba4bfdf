import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { drawCases } from '../calls/cases.ts';
import { fuzzCalls } from '../calls/run.ts';
import { findScenario } from '../calls/scenarios/index.ts';
import { allCases, fuzz, shapesOf } from './index.ts';

/*
 * What runner and drivers really say to one another, written down between them, next to the schema that is published:
 * every line must keep to it, and have no field that it does not describe.
 */

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const node = process.execPath;

interface Line {
  readonly kind: 'request' | 'answer';
  readonly value: Readonly<Record<string, unknown>>;
}

/** The schema with every object closed: a reader must ignore fields that it does not know, a writer has none. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const made = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in made ? { additionalProperties: false, ...made } : made;
};

let folder = '';
const validate: Record<Line['kind'], (value: unknown) => string> = { request: String, answer: String };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'conversation-'));
  const published: unknown = JSON.parse(
    await readFile(file('../../docs/driver-protocol.schema.json'), 'utf8'),
  );
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addSchema({ ...(closed(published) as object), $id: 'https://protocol.test/' });
  for (const kind of ['request', 'answer'] as const) {
    const compiled = ajv.compile({ $ref: `https://protocol.test/#/$defs/${kind}` });
    validate[kind] = (value) => (compiled(value) ? '' : ajv.errorsText(compiled.errors));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function* first<T>(cases: Iterable<T>, n: number): Generator<T> {
  let left = n;
  for (const each of cases) {
    if (left <= 0) return;
    left -= 1;
    yield each;
  }
}

const common = { clock: systemClock, helloMs: 20_000, memoryBytes: 2 ** 30, maxShrunk: 1 };

/** @param hold has a conversation with a driver by its command. @returns what was said. */
async function record(driver: string, hold: (command: string) => Promise<unknown>): Promise<Line[]> {
  const log = path.join(folder, driver.replaceAll(/\W+/g, '-'));
  await hold(`exec "${node}" "${file('testing/record.mjs')}" "${log}" "${node}" ${driver}`);
  const said = await Promise.all(
    (['request', 'answer'] as const).map(async (kind) => {
      const written = (await readFile(`${log}.${kind}`, 'utf8')).split('\n').slice(0, -1);
      const said: Line[] = [];
      for (let i = 0; i < written.length; i += 1) {
        const value = JSON.parse(written[i] as string) as Line['value'];
        said.push({ kind, value });
        // What follows on it are bodies.
        if (value['cmd'] === 'lines') i += value['count'] as number;
      }
      return said;
    }),
  );
  return said.flat();
}

const problems = (lines: readonly Line[]) =>
  lines.flatMap(({ kind, value }) => {
    const problem = validate[kind](value);
    return problem === '' ? [] : [[kind, problem, value]];
  });

/** Every field that was used, by what it is a field of. */
const fieldsOf = (lines: readonly Line[]): string[] =>
  [
    ...new Set(
      lines.flatMap(({ value }) => {
        const { cmd, outcome, error } = value;
        const of = [cmd, outcome, 'hello'].find((each) => typeof each === 'string');
        return [
          ...Object.keys(value).map((name) => `${of}.${name}`),
          ...Object.keys(error ?? {}).map((name) => `${of}.error.${name}`),
        ];
      }),
    ),
  ].toSorted();

const fields = (of: string, names: string) => names.split(' ').map((name) => `${of}.${name}`);
const fieldsOfHello = fields('hello', 'cmd driver features modes protocol');

/** How many cases were asked. */
const countCases = (lines: readonly Line[]): number =>
  lines.reduce(
    (sum, { value: { cmd, count } }) => sum + (cmd === 'parse' ? 1 : cmd === 'lines' ? (count as number) : 0),
    0,
  );

it.each([
  [
    `"${file('testing/plain-driver.mjs')}"`,
    [...fields('lines', 'cmd id shape count'), ...fields('same', 'outcome ids')],
  ],
  [`"${file('../drivers/tolerant/driver.ts')}"`, fields('same', 'outcome ids')],
  [`"${file('../drivers/typescript/driver.ts')}"`, ['error.error.typed']],
])('reads as the schema says: %s', async (driver, more) => {
  const lines = await record(driver, (command) =>
    fuzz({ ...common, command, signal: new AbortController().signal, deadlineMs: 10_000 }, (hello) =>
      first(
        allCases({ seed: 3, shapes: shapesOf(hello, ['thread', 'thread_item']), saved: [], corpus: [] }),
        500,
      ),
    ),
  );
  expect(problems(lines)).toEqual([]);
  expect(countCases(lines)).toBeGreaterThanOrEqual(500);
  expect(fieldsOf(lines)).toEqual(
    [
      ...fieldsOfHello,
      ...fields('hello', 'shapes traits'),
      ...fields('parse', 'cmd id shape body'),
      ...fields('value', 'id outcome value variant'),
      ...fields('error', 'id outcome error error.type error.message'),
      ...more,
    ].toSorted(),
  );
});

const scenarios = ['paging/honest', 'paging/no-list', 'wire/no-answer-in-time', 'retries/told-not-to'];

it.each([`"${file('../calls/testing/client.mjs')}"`, `"${file('../drivers/typescript/call.ts')}"`])(
  'calls as the schema says: %s',
  async (driver) => {
    const lines = await record(driver, (command) =>
      fuzzCalls(
        {
          ...common,
          command,
          signal: new AbortController().signal,
          deadlineMs: 20_000,
          concurrency: 32,
          maxShrunk: 0,
        },
        ({ operations = [] }) =>
          first(
            drawCases(
              1,
              scenarios.flatMap((name) => findScenario(name) ?? []),
              operations,
            ),
            24,
          ),
      ),
    );
    expect(problems(lines)).toEqual([]);
    const typed = driver.includes('call.ts') ? ' error.typed' : '';
    expect(fieldsOf(lines)).toEqual(
      expect.arrayContaining([
        ...fieldsOfHello,
        'hello.operations',
        ...fields('call', 'cmd id operation params baseURL apiKey timeoutMs'),
        ...fields('value', 'id outcome value'),
        ...fields('error', `value error.type error.message error.status error.code error.requestId${typed}`),
      ]),
    );
  },
);

it('would tell of a field that the schema does not describe, and of one that is missing', () => {
  const answer = { id: 1, outcome: 'value', value: null };
  expect(validate.answer(answer)).toBe('');
  expect(validate.answer({ ...answer, odd: true })).toContain('must NOT have additional properties');
  expect(validate.answer({ id: 1, outcome: 'value' })).toContain("must have required property 'value'");
  expect(validate.request({ cmd: 'parse', id: 1, shape: 'thread', body: 'no base64' })).toContain('body');
});
