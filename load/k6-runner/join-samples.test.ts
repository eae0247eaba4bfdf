import { expect, it } from 'vitest';
import { rateLimitHeaderNames, type RequestRecord } from '../records.ts';
import { keptHeaderNames } from '../k6/plan/kept-headers.ts';
import { createSampleJoiner, type ClockCorrection } from './join-samples.ts';

const originMs = Date.parse('2026-01-31T12:00:00Z');

interface Given {
  /** Nanoseconds after the origin. */
  readonly ns: number;
  readonly value?: number;
  readonly status?: string;
  readonly errorCode?: string;
  readonly scenario?: string;
  readonly step?: string;
  readonly metadata?: string;
}

const header = 'metric_name,timestamp,metric_value,check,error_code,name,scenario,status,extra_tags,metadata';

/** A row as Go's writer of CSV makes it. */
function row(metric: string, given: Given): string {
  const { ns, value = 1, status = '', errorCode = '', scenario = 'limit_2x', step = '2x' } = given;
  const metadata = given.metadata === undefined ? '' : `chatkit=${given.metadata}`;
  const quoted = /[",]/.test(metadata) ? `"${metadata.replaceAll('"', '""')}"` : metadata;
  const tags = step === '' ? '' : `step=${step}`;
  return `${metric},${BigInt(originMs) * 1_000_000n + BigInt(ns)},${value.toFixed(6)},,${errorCode},driven,${scenario},${status},${tags},${quoted}`;
}

const mark = `3.1 8 ${originMs + 1000} 250.5 s2`;
const sentMark = row('chatkit_sent', { ns: 1_251_000_000, metadata: mark });
const answered = (more: Partial<Given>, ns = 1_260_000_100) => [
  row('http_reqs', { ns, ...more, metadata: mark }),
  row('http_req_duration', { ns, value: 8.5, ...more, metadata: mark }),
  row('http_req_receiving', { ns, value: 0.25, ...more, metadata: mark }),
];
const outcome = (name: string, answer = '') =>
  row(`chatkit_${name}`, { ns: 1_260_400_000, metadata: `3.1${answer === '' ? '' : ` ${answer}`}` });

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
  for (const text of [header, ...lines]) joiner.line(text);
  const before = records.length;
  joiner.end();
  return { records, told, before };
}

it('recovers send and first byte from the end of the request, rounded outwards', () => {
  const answer = JSON.stringify({ headers: { date: 'Sat, 31 Jan', 'retry-after': '2' }, requestId: 'req_1' });
  const { records, told, before } = join([
    '     chatkit_sent....: 3',
    sentMark,
    ...answered({ status: '429' }),
    outcome('throttled', answer),
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
      headers: { date: 'Sat, 31 Jan', 'retry-after': '2' },
      requestId: 'req_1',
    },
  ]);
  expect(told).toEqual([['s2', 8, '2x']]);
});

it('moves times by the offset of the clock and widens them by its uncertainty', () => {
  const lines = [sentMark, ...answered({ status: '200' }), outcome('admitted')];
  const [record] = join(lines, { offsetMs: -100, uncertaintyMs: 2 }).records;
  expect([record?.intendedMs, record?.sentMs, record?.firstByteMs, record?.endMs]).toEqual([
    1150.5, 1149.5, 1161.751, 1162.001,
  ]);
});

it.each([
  ['1050', { sentMs: 1251, error: 'timeout' }],
  ['1220', { sentMs: 1251, error: 'ECONNRESET' }],
  ['1212', { sentMs: null, error: 'ECONNREFUSED' }],
  ['1310', { sentMs: null, error: 'k6_1310' }],
  ['1000', { sentMs: 1251, error: 'k6_1000' }],
])('an answer that never came, error %s', (errorCode, expected) => {
  const { records } = join([sentMark, ...answered({ errorCode, status: '0' }), outcome('failed')]);
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

it('leaves a line out that was not written to its end', () => {
  const [, duration = ''] = answered({ status: '200' });
  expect(join([sentMark, duration.slice(0, -30)]).records).toMatchObject([{ error: 'aborted' }]);
});

it('leaves the timetable out once an arrival was dropped, for iteration numbers shift', () => {
  const dropped = row('dropped_iterations', {
    ns: 1_000_000_000,
    value: 2,
    step: '',
    scenario: 'limit_0_5x',
  });
  const half = sentMark.replace('step=2x', 'step=0.5x');
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
  const ns = 1_000_000_000;
  const { records, told } = join([
    row('http_req_duration', { ns, value: 3 }),
    row('chatkit_session_created', { ns, metadata: 'cksess_1' }),
    row('chatkit_session_cancelled', { ns, metadata: 'cksess_1' }),
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
