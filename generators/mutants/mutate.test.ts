import { describe, expect, it } from 'vitest';
import { readShape, shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { valueAt } from '../../schema/problem.ts';
import { compileShapes } from '../../schema/testing/json-schema.ts';
import { samples } from '../../schema/testing/samples.ts';
import { createCoverage } from '../coverage/index.ts';
import { mutantsOf, mutate } from './index.ts';
import type { Mutant } from './index.ts';

/** Texts of ten million characters are made once, not for every base. */
const isLong = ({ change, part }: Pick<Mutant, 'change' | 'part'>): boolean =>
  part.shape === 'session_create' && part.site.endsWith('.*') && /^(longest|too-long)$/.test(change);

/** The samples of the schema, and what legal changes make of them: between them everything can be changed. */
function basesOf(shape: ShapeName): unknown[] {
  const given: readonly unknown[] = samples[shape];
  const legal = given.flatMap((sample) =>
    [...mutate(shape, sample)].filter((mutant) => mutant.expectation === 'accept' && !isLong(mutant)),
  );
  return [...given, ...legal.map(({ value }) => value)];
}

/** One mutant of every name. */
function everyMutant(shape: ShapeName): { base: unknown; mutant: Mutant }[] {
  const found = new Map<string, { base: unknown; mutant: Mutant }>();
  for (const base of basesOf(shape)) {
    for (const mutant of mutate(shape, base))
      if (!found.has(mutant.name)) found.set(mutant.name, { base, mutant });
  }
  return [...found.values()];
}

const faultsFound = (shape: ShapeName, value: unknown): string[] => {
  const read = readShape(shape, value);
  return read.ok ? [] : [...new Set(read.problems.map(({ path }) => path))].toSorted();
};

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inside of Object.values(value)) freeze(inside);
}

/** The value without what stands at a path. */
function without(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return null;
  const others = Object.entries(value).filter(([name]) => name !== String(key));
  return [others, rest.length === 0 ? null : without((value as Record<string, unknown>)[key], rest)];
}

const secondOpinion = compileShapes();

describe.each(shapeNames)('%s', (shape) => {
  const mutants = everyMutant(shape);

  it('has values that yield every mutant of the list', () => {
    const names = mutants.map(({ mutant }) => mutant.name);
    expect(names.toSorted()).toEqual(
      mutantsOf(shape)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('is refused by the strict reading exactly where a mutant says, and read where the change is legal', () => {
    const judged = mutants.filter(({ mutant }) => mutant.expectation !== 'either');
    for (const { mutant } of judged) {
      const { name, expectation, faults, value } = mutant;
      expect([name, faultsFound(shape, value)]).toEqual([name, faults.toSorted()]);
      expect([name, faults.length > 0]).toEqual([name, expectation === 'reject']);
    }
  });

  it('names no fault where readers may differ', () => {
    const open = mutants.filter(({ mutant }) => mutant.expectation === 'either');
    for (const { mutant } of open) {
      expect(mutant.faults).toEqual([]);
      expect(mutant.change).toMatch(/^(beyond-safe|unknown-member)$/);
    }
  });

  it('is judged alike by JSON Schema', () => {
    const validate = secondOpinion(shape);
    for (const { mutant } of mutants) {
      if (mutant.expectation === 'either') continue;
      expect([mutant.name, validate(mutant.value)]).toEqual([mutant.name, mutant.expectation === 'accept']);
    }
  });

  it('differs from its base in one place', () => {
    for (const { base, mutant } of mutants) {
      const { at, name, value } = mutant;
      expect([name, without(value, at)]).toEqual([name, without(base, at)]);
      expect([name, valueAt(value, at)]).not.toEqual([name, valueAt(base, at)]);
    }
  });

  it('leaves its base as it was', () => {
    for (const base of basesOf(shape)) {
      const before = structuredClone(base);
      freeze(base);
      const names = [...mutate(shape, base)].map(({ name }) => name);
      expect(base).toEqual(before);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

const page = { data: [], first_id: null, has_more: false, last_id: null, object: 'list' };
const find = (shape: ShapeName, value: unknown, name: string): Mutant | undefined =>
  [...mutate(shape, value)].find((mutant) => mutant.name === name);

describe('a mutant', () => {
  const [thread] = samples.thread;

  it('says what was changed, where, and what a reader is to make of it', () => {
    const value = { ...page, data: [{ ...thread, title: null }, thread] };
    const { created_at: _, ...rest } = { ...thread, title: null };
    expect(find('thread_list', value, 'missing:$.data[].created_at')).toEqual({
      name: 'missing:$.data[].created_at',
      change: 'missing',
      site: '$.data[].created_at',
      part: { shape: 'thread', site: '$.created_at' },
      expectation: 'reject',
      at: ['data', 0, 'created_at'],
      path: '$.data[0].created_at',
      faults: ['$.data[0].created_at'],
      value: { ...page, data: [rest, thread] },
    });
  });

  it('is made at the first place that it changes', () => {
    const value = { ...page, data: [{ ...thread, title: null }, thread] };
    expect(find('thread_list', value, 'null:$.data[].title')).toMatchObject({
      path: '$.data[1].title',
      expectation: 'accept',
      value: { data: [{ title: null }, { title: null }] },
    });
  });

  it.each([
    ['as-text:$.created_at', '{"created_at":"7"}'],
    ['as-boolean:$.created_at', '{"created_at":true}'],
    ['as-list:$.created_at', '{"created_at":[7]}'],
    ['as-object:$.created_at', '{"created_at":{"value":7}}'],
    ['fraction:$.created_at', '{"created_at":7.5}'],
    ['as-number:$.title', '{"title":1}'],
    ['as-text:$.status', '{"status":"{\\"type\\":\\"active\\"}"}'],
    ['as-list:$.status', '{"status":[{"type":"active"}]}'],
    ['unknown-member:$.status<active>.type', '{"status":{"type":"unknown_member"}}'],
    ['swapped(locked):$.status<active>.type', '{"status":{"type":"locked"}}'],
    ['other-case:$.object', '{"object":"CHATKIT.THREAD"}'],
  ])('%s puts what its name says', (name, changed) => {
    const small = { ...thread, created_at: 7, status: { type: 'active' }, title: 'T' };
    const value = find('thread', small, name)?.value;
    expect(value).toEqual({ ...small, ...(JSON.parse(changed) as object) });
  });

  it('makes an object of a list by its indices', () => {
    const value = { ...page, data: [thread] };
    expect(find('thread_list', value, 'as-object:$.data')?.value).toEqual({ ...page, data: { 0: thread } });
  });

  it('is refused at the fields of the member that it claims to be', () => {
    expect(find('thread_status', { type: 'active' }, 'swapped(closed):$<active>.type')).toMatchObject({
      expectation: 'reject',
      path: '$.type',
      faults: ['$.reason'],
    });
    expect(
      find('thread_status', { reason: null, type: 'locked' }, 'swapped(active):$<locked>.type'),
    ).toMatchObject({ expectation: 'accept', faults: [] });
  });

  it.each([
    ['thread', 'null:$', 'thread', '$'],
    ['thread', 'missing:$.status', 'thread', '$.status'],
    ['thread', 'missing:$.status<locked>.reason', 'thread_status', '$<locked>.reason'],
    ['thread_list', 'null:$.data[]', 'thread_list', '$.data[]'],
    ['thread_item_list', 'extra-field:$.data[]<chatkit.task>', 'thread_item', '$<chatkit.task>'],
    ['thread_item_list', 'missing:$.data[]<chatkit.task>.id', 'task', '$.id'],
    ['thread_item_list', 'null:$.data[]<chatkit.task>.type', 'thread_item', '$<chatkit.task>.type'],
    ['chat_session', 'as-list:$.workflow.state_variables.*', 'workflow', '$.state_variables.*'],
  ] as const)('of %s, %s is part of %s at %s', (shape, name, part, site) => {
    expect(mutantsOf(shape).find((mutant) => mutant.name === name)?.part).toEqual({ shape: part, site });
  });

  it('adds no entry to a map that is full', () => {
    const state_variables = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`k${i}`, i]));
    const full = { user: 'u', workflow: { id: 'w', state_variables } };
    const names = [...mutate('session_create', full)]
      .filter(({ at }) => at[1] === 'state_variables' && at[2] !== 'k0')
      .map(({ name }) => name);
    expect(names.filter((name) => /entry|entries|name:/.test(name))).toEqual([
      'most-entries:$.workflow.state_variables',
      'too-many-entries:$.workflow.state_variables',
    ]);
  });

  it('keeps fields named __proto__', () => {
    const value = JSON.parse(
      '{"id":"w","state_variables":{"__proto__":1},"tracing":{"enabled":true},"version":null}',
    );
    expect(JSON.stringify(find('workflow', value, 'flipped:$.tracing.enabled')?.value)).toBe(
      '{"id":"w","state_variables":{"__proto__":1},"tracing":{"enabled":false},"version":null}',
    );
    expect(JSON.stringify(find('workflow', value, 'as-list:$.state_variables.*')?.value)).toContain(
      '{"__proto__":[1]}',
    );
  });

  it('names the shapes that there are', () => {
    const shape = 'nope' as ShapeName;
    const refusal = /^shape: expected one of chat_session, thread, .*, got nope$/;
    expect(() => mutantsOf(shape)).toThrow(refusal);
    expect(() => [...mutate(shape, {})]).toThrow(refusal);
    expect(() => createCoverage(shape)).toThrow(refusal);
  });
});
