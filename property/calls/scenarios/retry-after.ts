import { z } from 'zod';
import type { RandomStream } from '../../../support/random.ts';
import type { Observed } from '../observed.ts';
import { scenario } from '../scenario.ts';
import type { AnyScenario, Breach, Play, Source } from '../scenario.ts';
import { answer, errorReply, requestId } from '../server/reply.ts';
import { allOperations, goodBody, requiredParams } from '../values.ts';

const operations = allOperations;
const statuses = [429, 503, 500, 502, 504] as const;
const Base = z.object({ operation: z.enum(operations), status: z.literal(statuses) });
type Base = z.infer<typeof Base>;

const simplest = { operation: 'threads.retrieve', status: 429 } as const;

const drawBase = (stream: RandomStream, n: number): Base => ({
  operation: n < 2 ? 'threads.retrieve' : stream.pick(operations),
  status: statuses[n % statuses.length] ?? 429,
});

/** Timers and a busy machine may be so much early and late. */
const earlyMs = 25;
const lateMs = 2500;
/** The longest pause of their own that the clients document is 8 s; the first one is half a second. */
const longestOwnPauseMs = 9000;

/** One refusal with these headers, then the answer. */
const refuseOnce = (base: Base, headersAt: (nowMs: number) => Readonly<Record<string, string>>): Play => ({
  operation: base.operation,
  params: requiredParams(base.operation),
  mostRequests: 4,
  reply: ({ index, nowMs }) =>
    index === 0
      ? errorReply(base.status, headersAt(nowMs))
      : answer(200, goodBody(base.operation), { headers: { 'x-request-id': requestId } }),
});

interface Pause {
  /** Between the end of the refusal and the next request; undefined: there was none. */
  readonly gapMs: number | undefined;
  readonly breach: readonly Breach[];
}

/** How long the client paused after the refusal; a breach when it gave up although there was a time to wait for. */
function pauseOf({ exchanges, outcome }: Observed): Pause {
  const [first, second] = exchanges;
  if (first === undefined || outcome.kind === 'failed' || outcome.kind === 'skipped')
    return { gapMs: undefined, breach: [] };
  if (second === undefined) {
    const said =
      outcome.kind === 'error' ? `${outcome.error.type} after one request` : 'a value without a retry';
    return { gapMs: undefined, breach: [{ what: 'no retry', detail: said }] };
  }
  return { gapMs: second.atMs - (first.endMs ?? first.atMs), breach: [] };
}

const ms = (value: number): string => `${Math.round(value)} ms`;

/** The pause must be what was told, within tolerance. */
function pausedFor(observed: Observed, leastMs: number, mostMs: number, form: string): Breach[] {
  const { gapMs, breach } = pauseOf(observed);
  if (gapMs === undefined) return breach.map((each) => ({ ...each, what: `${each.what}: ${form}` }));
  if (gapMs < leastMs - earlyMs)
    return [
      { what: `too early: ${form}`, detail: `told to wait ${ms(leastMs)}, asked again after ${ms(gapMs)}` },
    ];
  if (gapMs > mostMs + lateMs)
    return [
      { what: `too late: ${form}`, detail: `told to wait ${ms(mostMs)}, asked again after ${ms(gapMs)}` },
    ];
  return [];
}

interface Told {
  readonly name: string;
  readonly server: string;
  readonly claim: string;
  readonly source: Source;
  readonly reference?: string;
  /** Header values by the number that a plan holds. */
  readonly headers: (tenths: number) => Readonly<Record<string, string>>;
  readonly leastMs: (tenths: number) => number;
  readonly mostMs: (tenths: number) => number;
  readonly least: number;
  readonly most: number;
}

/** A refusal that tells how long to wait, in tenths of a second. */
const told = ({
  name,
  server,
  claim,
  source,
  reference,
  headers,
  leastMs,
  mostMs,
  least,
  most,
}: Told): AnyScenario =>
  scenario({
    name,
    server,
    claim,
    source,
    ...(reference === undefined ? {} : { reference }),
    plan: Base.extend({ tenths: z.int().min(least).max(most) }),
    simplest: { ...simplest, tenths: least },
    draw: (stream, n) => ({ ...drawBase(stream, n), tenths: stream.int(least, most) }),
    play: (plan) => refuseOnce(plan, () => headers(plan.tenths)),
    judge: ({ tenths }, observed) => pausedFor(observed, leastMs(tenths), mostMs(tenths), 'as told'),
  });

const rfc = 'RFC 9110, 10.2.3';
const asMs = (tenths: number): number => tenths * 100;
const whole = (tenths: number): number => Math.ceil(tenths / 10);

const secondsTold = told({
  name: 'retry-after/seconds',
  server: '429 or 5xx with retry-after in whole seconds; the next request is answered.',
  claim: 'The client asks again once the seconds are over, not before.',
  source: 'published',
  reference: rfc,
  headers: (tenths) => ({ 'retry-after': String(whole(tenths)) }),
  leastMs: (tenths) => whole(tenths) * 1000,
  mostMs: (tenths) => whole(tenths) * 1000,
  least: 10,
  most: 20,
});

const fractionTold = told({
  name: 'retry-after/fraction',
  server: '429 or 5xx with retry-after as a decimal fraction of seconds, which HTTP does not know.',
  claim: 'The client does not ask before that time, or makes the pause of its own.',
  source: 'convention',
  headers: (tenths) => ({ 'retry-after': String(tenths / 10) }),
  leastMs: (tenths) => Math.min(asMs(tenths), 350),
  mostMs: () => longestOwnPauseMs,
  least: 1,
  most: 19,
});

const millisecondsTold = told({
  name: 'retry-after/milliseconds',
  server: '429 or 5xx with retry-after-ms alone, as the service is seen to send it.',
  claim: 'The client asks again once the milliseconds are over, not before.',
  source: 'convention',
  headers: (tenths) => ({ 'retry-after-ms': String(asMs(tenths)) }),
  leastMs: asMs,
  mostMs: asMs,
  least: 1,
  most: 20,
});

const bothTold = told({
  name: 'retry-after/both',
  server: '429 or 5xx with retry-after-ms and, longer, retry-after.',
  claim: 'The client keeps one of the two times.',
  source: 'convention',
  headers: (tenths) => ({ 'retry-after-ms': String(asMs(tenths)), 'retry-after': String(whole(tenths) + 1) }),
  leastMs: asMs,
  mostMs: (tenths) => whole(tenths) * 1000 + 1000,
  least: 1,
  most: 15,
});

const dateForms = ['IMF-fixdate', 'RFC 850', 'asctime'] as const;

/** The three forms of a date that HTTP requires a recipient to read. */
function httpDate(epochMs: number, form: (typeof dateForms)[number]): string {
  const date = new Date(epochMs);
  const [day = '', dd = '', month = '', year = '', time = ''] = date
    .toUTCString()
    .replace(',', '')
    .split(' ');
  if (form === 'IMF-fixdate') return date.toUTCString();
  if (form === 'asctime') return `${day} ${month} ${dd.replace(/^0/, ' ')} ${time} ${year}`;
  const name = ['Sun', 'Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur'][date.getUTCDay()] ?? '';
  return `${name}day, ${dd}-${month}-${year.slice(2)} ${time} GMT`;
}

/** A whole second, for dates have no parts of it. */
const dateAfter = (nowMs: number, seconds: number): number => Math.ceil(nowMs / 1000) * 1000 + seconds * 1000;

const dateTold = scenario({
  name: 'retry-after/date',
  server: '429 or 5xx with retry-after as an HTTP date one or two seconds ahead, in one of its three forms.',
  claim: 'The client asks again once that time has come, not before.',
  source: 'published',
  reference: `${rfc} and 5.6.7`,
  plan: Base.extend({ seconds: z.int().min(1).max(2), form: z.enum(dateForms) }),
  simplest: { ...simplest, seconds: 1, form: 'IMF-fixdate' as const },
  draw: (stream, n) => ({
    ...drawBase(stream, n),
    seconds: stream.int(1, 2),
    form: dateForms[n % dateForms.length] ?? 'IMF-fixdate',
  }),
  play: (plan) =>
    refuseOnce(plan, (nowMs) => ({ 'retry-after': httpDate(dateAfter(nowMs, plan.seconds), plan.form) })),
  // The date lies between so many seconds and one more ahead; which it was, depends on the moment of the request.
  judge: ({ seconds, form }, observed) => pausedFor(observed, seconds * 1000, (seconds + 1) * 1000, form),
});

const longForms = {
  '1 hour': '3600',
  '30 days': '2592000',
  '1e9 seconds': '1000000000',
  'more than a number holds': '9'.repeat(400),
};
const hourMs = String(3_600_000);
const longNames = [
  '1 hour',
  '30 days',
  '1e9 seconds',
  'more than a number holds',
  'next year',
  '1 hour in milliseconds',
] as const;

function longHeaders(form: (typeof longNames)[number], nowMs: number): Readonly<Record<string, string>> {
  if (form === '1 hour in milliseconds') return { 'retry-after-ms': hourMs };
  const value =
    form === 'next year' ? httpDate(dateAfter(nowMs, 31_536_000), 'IMF-fixdate') : longForms[form];
  return { 'retry-after': value };
}

const longTold = scenario({
  name: 'retry-after/huge',
  server:
    '429 or 5xx with a retry-after of an hour, a month, a year, or more than a number holds, or a retry-after-ms of an hour.',
  claim: 'The client gives up, or waits; it never asks before it was told to.',
  source: 'published',
  reference: rfc,
  plan: Base.extend({ form: z.enum(longNames) }),
  simplest: { ...simplest, form: '1 hour' as const },
  draw: (stream, n) => ({ ...drawBase(stream, n), form: longNames[n % longNames.length] ?? '1 hour' }),
  play: (plan) => ({
    ...refuseOnce(plan, (nowMs) => longHeaders(plan.form, nowMs)),
    deadlineMs: 12_000,
  }),
  judge: ({ form }, observed) => {
    const { gapMs } = pauseOf(observed);
    return gapMs === undefined
      ? []
      : [{ what: 'too early', detail: `told to wait ${form}, asked again after ${ms(gapMs)}` }];
  },
  // A client that waits an hour keeps the rule; the run does not wait with it.
  exempt: ['ends'],
});

const vagueForms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  absent: {},
  zero: { 'retry-after': '0' },
  'zero milliseconds': { 'retry-after-ms': '0' },
  negative: { 'retry-after': '-1' },
  'negative milliseconds': { 'retry-after-ms': '-500' },
  'a date long past': { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' },
  empty: { 'retry-after': '' },
  'a word': { 'retry-after': 'soon' },
  NaN: { 'retry-after': 'NaN' },
  Infinity: { 'retry-after': 'Infinity' },
  hexadecimal: { 'retry-after': '0x1' },
  'an impossible date': { 'retry-after': 'Mon, 31 Feb 2098 25:61:61 GMT' },
  'milliseconds that are a word': { 'retry-after-ms': 'soon' },
  'seconds twice': { 'retry-after': '1, 1' },
};
const vagueNames = Object.keys(vagueForms);

const vagueTold = scenario({
  name: 'retry-after/no-time',
  server:
    '429 or 5xx with a retry-after that tells no time to wait: absent, zero, negative, past, or no value at all.',
  claim: 'The client asks again after a pause of its own or at once, and gets its value.',
  source: 'client documentation',
  plan: Base.extend({ form: z.enum(vagueNames as [string, ...string[]]) }),
  simplest: { ...simplest, form: 'absent' },
  draw: (stream, n) => ({ ...drawBase(stream, n), form: vagueNames[n % vagueNames.length] ?? 'absent' }),
  play: (plan) => refuseOnce(plan, () => vagueForms[plan.form] ?? {}),
  judge: ({ form }, observed) => pausedFor(observed, 0, longestOwnPauseMs, form),
});

/** Refusals that say when to come again. */
export const retryAfter: readonly AnyScenario[] = [
  secondsTold,
  fractionTold,
  millisecondsTold,
  bothTold,
  dateTold,
  longTold,
  vagueTold,
];
