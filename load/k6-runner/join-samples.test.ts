import { expect, it } from 'vitest';
import { rateLimitHeaderNames, type RequestRecord } from '../records.ts';
import { keptHeaderNames } from '../k6/plan/kept-headers.ts';
import { createSampleJoiner, type ClockCorrection } from './join-samples.ts';

const originMs = Date.parse('2026-01-31T12:00:00Z');

interface Given {
  readonly time: string;
  readonly value?: number;
  readonly tags?: Record<string, string>;
  readonly metadata?: Record<string, string>;
}

const line = (metric: string, { time, value = 1, tags = {}, metadata }: Given): string =>
  JSON.stringify({ metric, type: 'Point', data: { time, value, tags: { step: '2x', ...tags }, metadata } });

const mine = { request: '3.1', session: 's2', limit: '8', intended: `${originMs + 1000} 250.5` };
const sentMark = line('chatkit_sent', { time: '2026-01-31T12:00:01.251Z', metadata: mine });
const answered = (tags: Record<string, string>, time = '2026-01-31T12:00:01.2600001Z') => [
  line('http_reqs', { time, tags, metadata: mine }),
  line('http_req_duration', { time, value: 8.5, tags, metadata: mine }),
  line('http_req_receiving', { time, value: 0.25, tags, metadata: mine }),
];

function join(lines: readonly string[], clock?: ClockCorrection) {
  const records: RequestRecord[] = [];
  const told: unknown[] = [];
  let id = 0;
  const joiner = createSampleJoiner({
    originMs,
    ...(clock === undefined ? {} : { clock }),
    nextId: () => (id += 1),
    on: {
      record: (record) => void records.push(record),
      session: (label, limit, step) => void told.push([label, limit, step]),
      dropped: (step) => void told.push(['dropped', step]),
      owned: (session, alive) => void told.push([session, alive]),
    },
  });
  for (const text of lines) joiner.line(text);
  const before = records.length;
  joiner.end();
  return { records, told, before };
}

it('recovers send and first byte from the end of the request, rounded outwards', () => {
  const answer = JSON.stringify({ headers: { 'retry-after': '2' }, requestId: 'req_1' });
  const { records, told, before } = join([
    '     chatkit_sent....: 3',
    sentMark,
    ...answered({ status: '429' }),
    line('chatkit_throttled', { time: '2026-01-31T12:00:01.2604Z', metadata: { ...mine, answer } }),
  ]);
  expect(before).toBe(1);
  expect(records).toEqual([
    {
      id: 1,
      session: 's2',
      step: '2x',
      intendedMs: 1250.5,
      sentMs: 1251.5,
      firstByteMs: 1259.751,
      endMs: 1260.001,
      status: 429,
      headers: { 'retry-after': '2' },
      requestId: 'req_1',
    },
  ]);
  expect(told).toEqual([['s2', 8, '2x']]);
});

it('moves times by the offset of the clock and widens them by its uncertainty', () => {
  const lines = [
    sentMark,
    ...answered({ status: '200' }),
    line('chatkit_admitted', { time: '2026-01-31T12:00:01.3Z', metadata: mine }),
  ];
  const [record] = join(lines, { offsetMs: -100, uncertaintyMs: 2 }).records;
  expect([record?.intendedMs, record?.sentMs, record?.firstByteMs, record?.endMs]).toEqual([
    1150.5, 1149.5, 1161.751, 1162.001,
  ]);
});

it('reads times of any zone', () => {
  const [record] = join([
    sentMark,
    ...answered({ status: '200' }, '2026-01-31T13:30:01.26+01:30'),
    line('chatkit_admitted', { time: '2026-01-31T12:00:01.3Z', metadata: mine }),
  ]).records;
  expect(record?.endMs).toBe(1260);
});

it.each([
  ['1050', { sentMs: 1251, error: 'timeout' }],
  ['1220', { sentMs: 1251, error: 'ECONNRESET' }],
  ['1212', { sentMs: null, error: 'ECONNREFUSED' }],
  ['1310', { sentMs: null, error: 'k6_1310' }],
  ['1000', { sentMs: 1251, error: 'k6_1000' }],
])('an answer that never came, error %s', (code, expected) => {
  const { records } = join([
    sentMark,
    ...answered({ status: '0', error_code: code }),
    line('chatkit_failed', { time: '2026-01-31T12:00:01.3Z', metadata: mine }),
  ]);
  expect(records).toEqual([
    {
      id: 1,
      session: 's2',
      step: '2x',
      intendedMs: 1250.5,
      firstByteMs: null,
      endMs: null,
      status: null,
      ...expected,
    },
  ]);
});

it('keeps what was under way when k6 ended: it may have been counted', () => {
  const { records, before } = join([sentMark]);
  expect(before).toBe(0);
  expect(records).toMatchObject([{ sentMs: 1251, firstByteMs: null, status: null, error: 'aborted' }]);
});

it('leaves the timetable out once an arrival was dropped, for iteration numbers shift', () => {
  const dropped = line('dropped_iterations', {
    time: '2026-01-31T12:00:01Z',
    value: 2,
    tags: { step: '', scenario: 'limit_0_5x' },
  });
  const half = sentMark.replace('"2x"', '"0.5x"');
  const { records, told } = join([dropped, half, sentMark.replace('3.1', '3.2')]);
  expect(records.map(({ step, intendedMs }) => [step, intendedMs])).toEqual([
    ['0.5x', null],
    ['2x', 1250.5],
  ]);
  expect(told.slice(0, 2)).toEqual([
    ['dropped', '0.5x'],
    ['dropped', '0.5x'],
  ]);
});

it('takes no record from requests that are not measured, and tells of sessions that a scenario made', () => {
  const time = '2026-01-31T12:00:01Z';
  const { records, told } = join([
    line('http_req_duration', { time, value: 3, tags: { name: 'sessions.create' } }),
    line('chatkit_session_created', { time, metadata: { session_id: 'cksess_1' } }),
    line('chatkit_session_cancelled', { time, metadata: { session_id: 'cksess_1' } }),
  ]);
  expect(records).toEqual([]);
  expect(told).toEqual([
    ['cksess_1', true],
    ['cksess_1', false],
  ]);
});

it('keeps the same headers as the other engines', () => {
  expect([...keptHeaderNames].toSorted()).toEqual([...rateLimitHeaderNames].toSorted());
});
