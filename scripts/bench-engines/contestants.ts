import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvOutput } from '../../load/k6-runner/index.ts';

/** One engine: how it is started, and how its answers are counted. */
export interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** @param output what it wrote to standard output. */
  readonly count: (output: string) => Promise<number>;
}

export interface Round {
  readonly url: string;
  readonly connections: number;
  readonly durationMs: number;
  /** For files of a round. */
  readonly dir: string;
  readonly k6File: string;
}

const ofNode = (name: string, kind: string, { url, connections, durationMs }: Round): Contestant => ({
  name,
  file: process.execPath,
  args: [
    fileURLToPath(new URL('engine-child.ts', import.meta.url)),
    kind,
    url,
    String(connections),
    String(durationMs),
  ],
  env: {},
  count: (output) => Promise.resolve(Number(output)),
});

function ofK6(
  name: string,
  records: boolean,
  { url, connections, durationMs, dir, k6File }: Round,
): Contestant {
  const summary = path.join(dir, `summary-${records ? 'records' : 'plain'}.json`);
  return {
    name,
    file: k6File,
    args: [
      'run',
      '--quiet',
      '--no-usage-report',
      '--summary-export',
      summary,
      ...(records ? ['--out', csvOutput(path.join(dir, 'records.csv'))] : []),
      fileURLToPath(new URL('../../load/k6/bench/saturate.ts', import.meta.url)),
    ],
    env: {
      CHATKIT_BASE_URL: url,
      CHATKIT_REQUEST: 'GET /',
      CHATKIT_VUS: String(connections),
      CHATKIT_DURATION: `${durationMs}ms`,
      ...(records ? { RECORDS: '1' } : {}),
    },
    async count() {
      const { metrics } = JSON.parse(await readFile(summary, 'utf8')) as {
        metrics: { http_reqs: { count: number } };
      };
      return metrics.http_reqs.count;
    },
  };
}

/** The engines, each as it is and with the records that a verdict needs. */
export const contestants = (round: Round): Contestant[] => [
  ofNode('autocannon', 'autocannon', round),
  ofNode('autocannon, with records', 'closed', round),
  ofNode('scheduler, with records', 'open', round),
  ofK6('k6', false, round),
  ofK6('k6, with records', true, round),
];
