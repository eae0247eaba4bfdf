import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { describeFileError } from '../support/files.ts';
import { buildPackage } from './bench-data/build.ts';
import { ownNames, peerNames } from './bench-data/contestants.ts';
import { installPeers } from './bench-data/install-peers.ts';
import { measureContestants } from './bench-data/measure-contestants.ts';
import { measureDatasets, measureMemory } from './bench-data/measure-datasets.ts';
import type { DatasetResult } from './bench-data/measure-datasets.ts';
import { measureStart } from './bench-data/measure-start.ts';
import { describeForDocs } from './bench-data/report-markdown.ts';
import { describeBench } from './bench-data/report.ts';
import type { DataBench } from './bench-data/report.ts';
import { OptionReader } from './options.ts';

/**
 * How fast and how good fixture data is made here, next to what others use: same shapes, about the same size, same run,
 * rounds in turn, each in a process of its own. Peers are no part of the project: they are installed on first use.
 */
const parts = ['rate', 'start', 'datasets', 'memory'] as const;

const usage = `usage: npm run bench:data -- [options]
  --only LIST      ${parts.join(',')} (default: all)
  --rounds N       rounds of each measurement (default: 7)
  --round-ms N     length of a round of the rate (default: 1000)
  --items LIST     items of the datasets that are written (default: 1000000,3000000)
  --dir FOLDER     where the datasets are written (default: /dev/shm where they fit, else the temporary folder)
  --long           memory at 10,000,000 items too (24 GB on the disk for a while, half an hour)
  --sources        datasets and memory of the sources: nothing is compiled
  --no-peers       measure nothing but ours; nothing is installed
  --require RATIO  end with 99 unless ours makes so many times the items of faker's factories
  --markdown       print the tables of docs/fixtures.md
  --json           print one JSON document
`;

const say = (text: string): void => void process.stderr.write(text);

async function bench(): Promise<void> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      only: { type: 'string', default: parts.join(',') },
      rounds: { type: 'string', default: '7' },
      'round-ms': { type: 'string', default: '1000' },
      items: { type: 'string', default: '1000000,3000000' },
      dir: { type: 'string' },
      long: { type: 'boolean', default: false },
      sources: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: true },
      require: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const reader = new OptionReader();
  const only = new Set(values.only.split(',').map((name) => reader.choice('--only', name, parts)));
  const rounds = reader.integer('--rounds', values.rounds, 1, 1000);
  const roundMs = reader.integer('--round-ms', values['round-ms'], 10, 60_000);
  const sizes = values.items.split(',').map((text) => reader.integer('--items', text, 1, 100_000_000));
  const wanted = values.require === undefined ? undefined : reader.positive('--require', values.require);
  if (wanted !== undefined && !(values.peers && only.has('rate')))
    reader.problem('--require: it needs the peers, and the rate');
  reader.check();

  if (values.peers && (only.has('rate') || only.has('start'))) await installPeers(say);
  const measure = async <T>(part: (typeof parts)[number], work: () => Promise<T>): Promise<T | undefined> => {
    if (!only.has(part)) return undefined;
    say(`measuring: ${part}\n`);
    return work();
  };
  const from = values.sources ? 'sources' : 'compiled';
  if (only.has('start') || (!values.sources && (only.has('datasets') || only.has('memory'))))
    await buildPackage(say);
  const names = values.peers ? [...ownNames, ...peerNames] : ownNames;
  const contestants = await measure('rate', () => measureContestants(names, rounds, roundMs));
  const start = await measure('start', () => measureStart(rounds, values.peers));
  const datasets = await measure('datasets', async () => {
    const results: DatasetResult[] = [];
    for (const items of sizes) results.push(await measureDatasets(from, rounds, items, values.dir));
    return results;
  });
  const large = [100_000, 1_000_000, ...(values.long ? [10_000_000] : [])];
  const memory = await measure('memory', () => measureMemory(from, values.sources ? sizes : large, say));
  const result: DataBench = {
    formatVersion: 3,
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
    ...(contestants === undefined ? {} : { contestants }),
    ...(start === undefined ? {} : { start }),
    ...(datasets === undefined ? {} : { datasets }),
    ...(memory === undefined ? {} : { memory }),
  };
  const describe = values.markdown ? describeForDocs : describeBench;
  process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : describe(result));

  const rateOf = (wantedName: string) =>
    contestants?.find(({ name }) => name === wantedName)?.itemsPerSecond ?? Number.NaN;
  if (wanted !== undefined && !(rateOf('chatkit-harness') / rateOf('faker') >= wanted)) {
    say(`ours makes less than ${wanted} times the items of faker's factories\n`);
    process.exitCode = exitCodes.threshold;
  }
}

let isInterrupted = false;
// Ctrl-C reaches the processes that measure, too. What they were asked for then fails, and all is tidied up.
process.once('SIGINT', () => {
  isInterrupted = true;
});
try {
  await bench();
} catch (error) {
  if (isInterrupted) {
    process.stderr.write('interrupted\n');
    process.exitCode = exitCodes.interrupted;
  } else if (error instanceof HarnessError) {
    process.stderr.write(error.problems.map((problem) => `error: ${problem}\n`).join(''));
    if (error.exitCode === exitCodes.usage) process.stderr.write(usage);
    process.exitCode = error.exitCode;
  } else if (error instanceof Error && 'syscall' in error && error.syscall === 'mkdtemp') {
    process.stderr.write(`error: --dir: ${describeFileError(error)}\n`);
    process.exitCode = exitCodes.usage;
  } else if (error instanceof TypeError && 'code' in error) {
    process.stderr.write(`error: ${error.message}\n${usage}`);
    process.exitCode = exitCodes.usage;
  } else throw error;
}
