import type { ContestantResult } from './measure-contestants.ts';
import { datasetWorks } from './measure-datasets.ts';
import type { DatasetResult, MemoryResult } from './measure-datasets.ts';
import type { StartResult } from './measure-start.ts';
import { mebibytes, percent, whole } from './report.ts';
import type { DataBench } from './report.ts';

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** A table, its first column to the left, the others to the right. */
function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  return `${line(head)}${line(head.map((_, column) => (column === 0 ? '---' : '---:')))}${rows.map(line).join('')}\n`;
}

function rates(results: readonly ContestantResult[]): string {
  const [own] = results;
  const rows = results
    .filter(({ name }) => name !== 'chatkit-harness, objects')
    .map((result) => [
      result === own ? 'what `generate` writes' : result.name,
      whole(result.itemsPerSecond),
      whole(result.bytesPerItem),
      result === own ? '' : `${((own?.itemsPerSecond ?? Number.NaN) / result.itemsPerSecond).toFixed(1)} ×`,
      percent(result.quality.valid),
      percent(result.quality.coherent),
    ]);
  const head = [
    'thread items to NDJSON',
    'items a second',
    'bytes an item',
    'ours is faster by',
    'valid',
    'coherent',
  ];
  return markdownTable([head, ...rows]);
}

function starts(results: readonly StartResult[]): string {
  const faker = results.find(({ name }) => name === 'faker')?.medianMs;
  const rows = results.map(({ name, medianMs }) => [
    name,
    `${medianMs.toFixed(0)} ms`,
    faker === undefined ? '–' : (medianMs / faker).toFixed(2),
  ]);
  return markdownTable([['from a cold start to 1,000 items', 'wall time', 'of that of faker'], ...rows]);
}

const times = (ratio: number | undefined): string => (ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`);

function datasets(results: readonly DatasetResult[]): string {
  const rows = results.flatMap(({ items, itemsPerSecond, ofOneWorker, ofOneCore }) =>
    datasetWorks.flatMap((name) => {
      const rate = itemsPerSecond[name];
      if (rate === undefined) return [];
      const written = name === 'validate' ? '`validate`' : name;
      return [
        [`${whole(items)} items, ${written}`, whole(rate), times(ofOneWorker[name]), times(ofOneCore[name])],
      ];
    }),
  );
  const head = ['a dataset to files', 'items a second', 'of one worker', 'of one worker on one core'];
  return markdownTable([head, ...rows]);
}

function memory(results: readonly MemoryResult[]): string {
  const rows = results.map(({ profile, items, writeBytes, validateBytes }) => [
    `\`${profile}\`, ${whole(items)} items`,
    mebibytes(writeBytes),
    mebibytes(validateBytes),
  ]);
  return markdownTable([['most memory (peak RSS)', '`generate`', '`validate`'], ...rows]);
}

/** The tables of docs/fixtures.md. */
export function describeForDocs({ node, processor, ...parts }: DataBench): string {
  return [
    `Node ${node}, ${processor}\n\n`,
    parts.contestants === undefined ? '' : rates(parts.contestants),
    parts.start === undefined ? '' : starts(parts.start),
    parts.datasets === undefined ? '' : datasets(parts.datasets),
    parts.memory === undefined ? '' : memory(parts.memory),
  ].join('');
}
