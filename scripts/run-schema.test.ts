import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import schema from '../docs/run.schema.json' with { type: 'json' };
import { sampleRun } from '../load/report/testing/sample-run.ts';
import { runMain } from './testing/run-main.ts';

type Json = Record<string, unknown>;

/** The schema with nothing allowed that it does not name, so that no field goes undocumented. */
function strict(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(strict);
  if (typeof part !== 'object' || part === null) return part;
  const all = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, strict(value)]));
  return all['type'] === 'object' && typeof all['properties'] === 'object'
    ? { additionalProperties: false, ...all }
    : all;
}

const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(strict(schema) as Json, 'strict');
ajv.addSchema({ ...schema, $id: 'open' }, 'open');

const problemsOf = (value: unknown, definition: string, mode = 'strict'): unknown => {
  const validate = ajv.getSchema(`${mode === 'strict' ? schema.$id : mode}#/$defs/${definition}`);
  if (validate === undefined) throw new Error(`no definition ${definition}`);
  return validate(value) === true ? null : validate.errors;
};

describe('what is printed with --json', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'run-schema-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  const bench = async (name: string, ...args: string[]) => {
    const out = path.join(dir, name);
    const short = ['--window', '200ms', '--limit', '3', '--sessions', '2', '--out', out, '--json'];
    const { stdout } = await runMain(['bench', ...short, ...args]);
    return { out, run: JSON.parse(stdout) as Json };
  };

  it('is as docs/run.schema.json says, of every command', async () => {
    const all = await bench(
      'all',
      '--load',
      '2',
      '--saturate',
      '100ms',
      '--threshold',
      'goodput>=0.5',
      '--limiter',
      'fixed-window-anchored',
    );
    expect(problemsOf(all.run, 'RunFile')).toBeNull();
    const lines = (await readFile(path.join(all.out, 'records.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect(
      lines.map((line) => problemsOf(JSON.parse(line), 'RequestRecord')).filter((one) => one !== null),
    ).toEqual([]);
    const identified = await bench('identified', '--identify', '--limiter', 'token-bucket');
    expect(problemsOf(identified.run, 'RunFile')).toBeNull();
    const compared = await runMain(['report', all.out, '--baseline', identified.out, '--json']);
    expect(problemsOf(JSON.parse(compared.stdout), 'ComparisonFile')).toBeNull();
    const merged = await runMain(['merge', all.out, identified.out, '--json']);
    expect(problemsOf(JSON.parse(merged.stdout), 'MergeFile')).toBeNull();
  });
});

it('covers what a short run does not hold, and says no to what is none', () => {
  const { run } = sampleRun({ admits: 7 });
  const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
  expect(problemsOf(plain(run), 'RunFile')).toBeNull();
  expect(problemsOf({ ...plain(run), formatVersion: 2 }, 'RunFile')).toMatchObject([
    { instancePath: '/formatVersion' },
  ]);
  expect(problemsOf({ ...plain(run), more: 1 }, 'RunFile')).toMatchObject([
    { keyword: 'additionalProperties' },
  ]);
  // Readers of the published schema must live with fields that are added.
  expect(problemsOf({ ...plain(run), more: 1 }, 'RunFile', 'open')).toBeNull();
});
