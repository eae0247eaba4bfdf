import { contestants } from './contestants.ts';
import type { ContestantResult } from './measure-contestants.ts';
import { datasetWorks } from './measure-datasets.ts';
import type { DatasetResult, MemoryResult } from './measure-datasets.ts';
import type { StartResult } from './measure-start.ts';
import { questions } from './coherence.ts';
import type { Tally } from './coherence.ts';

/** All that was measured; a part that was not asked for is absent. `formatVersion` counts breaking changes. */
export interface DataBench {
  readonly formatVersion: 3;
  readonly node: string;
  readonly processor: string;
  readonly contestants?: readonly ContestantResult[];
  readonly start?: readonly StartResult[];
  readonly datasets?: readonly DatasetResult[];
  readonly memory?: readonly MemoryResult[];
}

/** `12,345` */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** `98.7 %`; only what is all is 100, and only what is none is 0. `–` when nothing was asked. */
export function percent({ asked, held }: Tally): string {
  if (asked === 0) return '–';
  if (held === asked) return '100 %';
  if (held === 0) return '0 %';
  return `${Math.min(99.9, Math.max(0.1, (100 * held) / asked)).toFixed(1)} %`;
}

/** Columns as wide as their widest cell, the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
  return rows.map((row) => `${line(row).join('  ').trimEnd()}\n`).join('');
}

function describeContestants(results: readonly ContestantResult[]): string {
  const own = results[0] as ContestantResult;
  const rows = results.map((result) => {
    const { name, itemsPerSecond, bytesPerSecond, bytesPerItem, quality } = result;
    const cells = [whole(itemsPerSecond), whole(bytesPerItem), (bytesPerSecond / 1e6).toFixed(1)];
    const times = [own.itemsPerSecond / itemsPerSecond, own.bytesPerSecond / bytesPerSecond];
    const ratios = times.map((ratio) => (result === own ? '' : `${ratio.toFixed(1)} ×`));
    return [name, ...cells, ...ratios, percent(quality.valid), percent(quality.coherent)];
  });
  const head = ['', 'items/s', 'bytes/item', 'MB/s', 'ours by items', 'by bytes', 'valid', 'coherent'];
  // Ours are the same values, whichever way they become text.
  const judged = results.filter(({ name }) => name !== 'chatkit-harness, objects');
  const answers = questions.map((question) => [
    question,
    ...judged.map(({ quality }) => percent(quality.questions[question] ?? { asked: 0, held: 0 })),
  ]);
  const ways = results.map(({ name }) => [name, contestants[name]]);
  const each = results.map(({ name, rounds }) => `  ${name}: ${rounds.map(whole).join(' ')}\n`).join('');
  return (
    `Thread items to NDJSON bytes, one thread each, ${own.rounds.length} rounds in turn (medians)\n\n` +
    `${table([head, ...rows])}\n${ways.map(([name, way]) => `  ${name}: ${way}\n`).join('')}` +
    `Items a second, round by round\n${each}\n` +
    `Answers that hold, of valid items; – was not asked, for there is nothing of the kind\n\n` +
    `${table([['', ...judged.map(({ name }) => name)], ...answers])}\n`
  );
}

function describeStart(results: readonly StartResult[]): string {
  const slowest = results.find(({ name }) => name === 'faker');
  const rows = results.map(({ name, medianMs, rounds }) => [
    name,
    `${medianMs.toFixed(0)} ms`,
    slowest === undefined ? '' : `${(medianMs / slowest.medianMs).toFixed(2)} of faker`,
    `(${Math.min(...rounds).toFixed(0)} to ${Math.max(...rounds).toFixed(0)})`,
  ]);
  const rounds = results[0]?.rounds.length ?? 0;
  return `From a cold start to 1,000 items, whole processes, ${rounds} rounds in turn (medians)\n\n${table(rows)}\n`;
}

const times = (ratio: number | undefined): string => (ratio === undefined ? '' : `${ratio.toFixed(2)} ×`);

function describeDatasets({
  items,
  folder,
  itemsPerSecond,
  ofOneWorker,
  ofOneCore,
  rounds,
}: DatasetResult): string {
  const rows = datasetWorks.flatMap((name) => {
    const rate = itemsPerSecond[name];
    if (rate === undefined) return [];
    const each = `(${(rounds[name] ?? []).map(whole).join(' ')})`;
    return [[name, `${whole(rate)} items/s`, times(ofOneWorker[name]), times(ofOneCore[name]), each]];
  });
  const head = ['', '', 'of one worker', 'of one on one core', ''];
  return (
    `A dataset of ${whole(items)} items to files with hashes in ${folder}, and its validation by one thread (medians)\n\n` +
    `${table([head, ...rows])}\n`
  );
}

function describeMemory(results: readonly MemoryResult[]): string {
  const rows = results.map(({ profile, items, writeBytes, validateBytes }) => [
    `${profile}, ${whole(items)} items`,
    mebibytes(writeBytes),
    mebibytes(validateBytes),
  ]);
  return `Most memory of the process (peak RSS)\n\n${table([['', 'generate', 'validate'], ...rows])}\n`;
}

/** The results for people. */
export function describeBench({ node, processor, ...parts }: DataBench): string {
  return [
    `Node ${node}, ${processor}\n\n`,
    parts.contestants === undefined ? '' : describeContestants(parts.contestants),
    parts.start === undefined ? '' : describeStart(parts.start),
    ...(parts.datasets ?? []).map(describeDatasets),
    parts.memory === undefined ? '' : describeMemory(parts.memory),
  ].join('');
}
