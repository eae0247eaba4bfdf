import type { PacingError } from './pacing-error.ts';

/** One round of one generator at one rate. */
export interface PacingRound extends PacingError {
  /** Processor time ÷ the round's length; 1: a whole core. */
  readonly cpuShare: number;
  /** Sent after intended, by the generator's own records; null where it leaves none. */
  readonly ownP50Us: number | null;
  readonly ownP99Us: number | null;
}

export interface PacingResult {
  readonly engine: string;
  /** Requests a second. */
  readonly rate: number;
  readonly rounds: readonly PacingRound[];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >>> 1] ?? NaN;

const us = (value: number): string => `${value.toLocaleString('en-US')} µs`;

function cells({ engine, rate, rounds }: PacingResult): string[] {
  const of = (pick: (round: PacingRound) => number): number => median(rounds.map(pick));
  const arrived = rounds.reduce((sum, round) => sum + round.arrived, 0);
  const slots = rounds.reduce((sum, round) => sum + round.slots, 0);
  const own = rounds.flatMap(({ ownP50Us, ownP99Us }) =>
    ownP50Us === null || ownP99Us === null ? [] : [{ ownP50Us, ownP99Us }],
  );
  return [
    `${rate.toLocaleString('en-US')}/s`,
    engine,
    us(of(({ p50Us }) => p50Us)),
    us(of(({ p99Us }) => p99Us)),
    us(Math.max(...rounds.map(({ maxUs }) => maxUs))),
    rounds.map(({ p99Us }) => p99Us.toLocaleString('en-US')).join(' · '),
    own.length === 0
      ? '–'
      : `${us(median(own.map(({ ownP50Us }) => ownP50Us)))} / ${us(median(own.map(({ ownP99Us }) => ownP99Us)))}`,
    arrived === slots ? 'all' : `${((arrived / slots) * 100).toFixed(2)} %`,
    `${Math.round(of(({ cpuShare }) => cpuShare) * 100)} %`,
  ];
}

const head = [
  'rate',
  'generator',
  'median',
  'p99',
  'max',
  'p99 of each round (µs)',
  'own records: median / p99',
  'slots kept',
  'of a core',
];

/** A Markdown table: medians over the rounds, the maximum of all. */
export function formatPacing(results: readonly PacingResult[]): string {
  const rows = [head, ...results.map(cells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}
