import { describe, expect, it } from 'vitest';
import { shapeNames } from '../../schema/index.ts';
import { branchesOf } from './branches.ts';
import { createCoverage } from './coverage.ts';
import { coverDataset } from './dataset.ts';
import type { CoverageReport } from './coverage.ts';

const missing = ({ branches }: CoverageReport) =>
  branches.filter(({ count }) => count === 0).map(({ path, way }) => `${path}: ${way}`);

describe('createCoverage', () => {
  it('lists the branches of the contract, none of them counted', () => {
    const { branches, values, covered, total } = createCoverage('thread').report();
    expect({ values, covered, total }).toEqual({ values: 0, covered: 0, total: 9 });
    expect(branches.map(({ path, kind, way }) => `${path} ${kind} ${way}`)).toEqual([
      '$.status union active',
      '$.status union locked',
      '$.status union closed',
      '$.status(type=locked).reason nullable null',
      '$.status(type=locked).reason nullable not null',
      '$.status(type=closed).reason nullable null',
      '$.status(type=closed).reason nullable not null',
      '$.title nullable null',
      '$.title nullable not null',
    ]);
  });

  it('counts each value in each place', () => {
    const coverage = createCoverage('workflow');
    const tracing = { enabled: true };
    coverage.add({ id: 'a', state_variables: null, tracing, version: null });
    coverage.add({ id: 'b', state_variables: {}, tracing, version: '1' });
    coverage.add({ id: 'c', state_variables: { a: 1, b: 0.5, c: 'x', d: 2 }, tracing, version: '1' });
    const { branches, values, covered, total } = coverage.report();
    expect({ values, covered, total }).toEqual({ values: 3, covered: 10, total: 12 });
    expect(branches.map(({ path, way, count }) => [path, way, count])).toEqual([
      ['$.state_variables', 'null', 1],
      ['$.state_variables', 'not null', 2],
      ['$.state_variables', 'empty', 1],
      ['$.state_variables', 'not empty', 1],
      ['$.state_variables[*]', 'string', 1],
      ['$.state_variables[*]', 'number', 2],
      ['$.state_variables[*]', 'fraction', 1],
      ['$.state_variables[*]', 'boolean', 0],
      ['$.tracing.enabled', 'true', 3],
      ['$.tracing.enabled', 'false', 0],
      ['$.version', 'null', 1],
      ['$.version', 'not null', 2],
    ]);
  });

  it('tells absent from present', () => {
    const coverage = createCoverage('session_create');
    coverage.add({ user: 'ada', workflow: { id: 'wf' }, rate_limits: {} });
    const rows = coverage.report().branches.filter(({ path }) => path.startsWith('$.rate_limits'));
    expect(rows.map(({ path, way, count }) => [path, way, count])).toEqual([
      ['$.rate_limits', 'absent', 0],
      ['$.rate_limits', 'present', 1],
      ['$.rate_limits.max_requests_per_1_minute', 'absent', 1],
      ['$.rate_limits.max_requests_per_1_minute', 'present', 0],
    ]);
  });

  it('reports a moment: later counts do not change it', () => {
    const coverage = createCoverage('thread_status');
    const before = coverage.report();
    coverage.add({ type: 'active' });
    expect([before.covered, coverage.report().covered]).toEqual([0, 1]);
  });

  it.each(shapeNames)('knows every construct of %s', (name) => {
    const { branches } = branchesOf(name);
    expect(new Set(branches.map(({ path, kind, way }) => `${path} ${kind} ${way}`)).size).toBe(
      branches.length,
    );
  });
});

describe('datasets', () => {
  it.each([42, 1337])('in the profile edge, a few hundred threads reach every branch: seed %i', (seed) => {
    const reports = coverDataset({ seed, profile: 'edge', threads: 300, sessions: 300 });
    expect(reports.map(({ shape, values }) => [shape, values > 0])).toEqual([
      ['chat_session', true],
      ['thread', true],
      ['thread_item', true],
    ]);
    expect(reports.flatMap(missing)).toEqual([]);
  });

  it('in the profile typical, they reach every one that a plain conversation has', () => {
    const [sessions, threads, items] = coverDataset({ threads: 300, sessions: 300 }) as [
      CoverageReport,
      CoverageReport,
      CoverageReport,
    ];
    expect(missing(sessions)).toEqual([
      '$.chatkit_configuration.file_upload.max_file_size: null',
      '$.chatkit_configuration.file_upload.max_files: null',
      '$.workflow.state_variables: empty',
    ]);
    expect(missing(threads)).toEqual([]);
    expect(missing(items).filter((row) => !/: (empty|one|several)$/.test(row))).toEqual([]);
  });

  it('stops when it is told to', () => {
    expect(() => coverDataset({}, AbortSignal.abort(new Error('enough')))).toThrow('enough');
  });
});
