import { describe, expect, it } from 'vitest';
import { shapeNames } from '../../schema/index.ts';
import { coverageOf } from './coverage.ts';
import { json } from './draft.ts';
import type { Draft } from './draft.ts';
import { oneChangeCases } from './one-change.ts';
import { wholeValueCases } from './whole-values.ts';
import { readFixture } from './testing/committed.ts';

const drafts = [...wholeValueCases(), ...oneChangeCases()];
const rows = coverageOf(drafts);
const empty = (list: readonly Draft[]): string[] =>
  coverageOf(list)
    .filter(({ cases }) => cases.length === 0)
    .map(({ shape, site, branch }) => `${shape} ${site} ${branch}`);

const at = (text: string): string => `${text} accept/thread_list/one`;

describe('the coverage of the contract', () => {
  it('has a case for every row', () => {
    expect(empty(drafts)).toEqual([]);
    expect(rows.length).toBeGreaterThan(1000);
    expect(new Set(rows.map(({ shape }) => shape)).size).toBe(shapeNames.length);
  });

  it.each([
    ['maximal', 'task_group $.tasks not empty'],
    ['empty-list.tasks', 'task_group $.tasks empty'],
    ['null.preview_url', 'attachment $.preview_url null'],
    ['value-expired.status', 'chat_session $.status "expired"'],
    ['swapped-locked.as-closed.type', 'thread_status $<locked>.type "locked"'],
    ['missing.expires_after', 'session_create $.expires_after absent'],
    ['null.created_at', 'task $.created_at null'],
    ['unknown-member.as-chatkit_widget.type', 'thread_item $<chatkit.widget>.type unknown member'],
    [
      'too-many-entries.workflow.state_variables',
      'session_create $.workflow.state_variables above its bound',
    ],
    ['bad-uri.preview_url', 'attachment $.preview_url no URI'],
  ])('misses %s: without it, %s is a row that few touch', (name, row) => {
    const touching =
      rows.find(({ shape, site, branch }) => `${shape} ${site} ${branch}` === row)?.cases ?? [];
    expect(touching.length).toBeGreaterThan(0);
    const without = drafts.filter(
      ({ shape, name: each, verdict }) => !touching.includes(`${verdict}/${shape}/${each}`),
    );
    expect(empty(without)).toContain(row);
    expect(drafts.some((draft) => draft.name === name)).toBe(true);
  });

  it('counts what a value holds at any depth', () => {
    const status = { reason: null, type: 'locked' };
    const thread = {
      id: '',
      created_at: 1,
      object: 'chatkit.thread',
      status,
      title: 'T',
      user: 'u',
      more: 1,
    };
    const page = { data: [thread], first_id: null, has_more: false, last_id: null, object: 'list' };
    const draft: Draft = {
      shape: 'thread_list',
      verdict: 'accept',
      name: 'one',
      bytes: json(page),
      reason: '',
      source: 'seed',
      features: [],
    };
    const touched = coverageOf([draft])
      .filter(({ cases }) => cases.length > 0)
      .map(({ shape, site, branch, cases }) => [`${shape} ${site} ${branch}`, ...cases].join(' '));
    expect(touched).toEqual([
      at('thread $.id empty'),
      at('thread $.created_at present'),
      at('thread $.object "chatkit.thread"'),
      at('thread $.status present'),
      at('thread $.title not empty'),
      at('thread $.user not empty'),
      at('thread_list $ present'),
      at('thread_list $.data not empty'),
      at('thread_list $.data[] present'),
      at('thread_list $.data[] present, with an unknown field'),
      at('thread_list $.first_id null'),
      at('thread_list $.has_more false'),
      at('thread_list $.last_id null'),
      at('thread_list $.object "list"'),
      at('thread_status $<locked> present'),
      at('thread_status $<locked>.reason null'),
      at('thread_status $<locked>.type "locked"'),
    ]);
  });

  it('is told in a table without an empty row', () => {
    const table = readFixture('COVERAGE.md')
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('| `$'));
    expect(table.length).toBe(rows.length);
    const counts = table.map((line) => Number(/\| (\d+) \| `[^`]+`/.exec(line)?.[1] ?? 0));
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
