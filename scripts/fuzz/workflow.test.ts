import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runMain } from '../testing/run-main.ts';

/** The workflow that the page on drivers shows: its commands are run here, with a small budget. */
const file = new URL('../../docs/examples/fuzz-workflow.yml', import.meta.url);
const plainDriver = new URL('../../property/fuzz/testing/plain-driver.mjs', import.meta.url).pathname;

interface Job {
  readonly if: string;
  readonly 'timeout-minutes': number;
  readonly strategy?: {
    readonly 'fail-fast': boolean;
    readonly matrix: { readonly shard: readonly number[] };
  };
  readonly steps: readonly {
    readonly run?: string;
    readonly uses?: string;
    readonly with?: { readonly path?: string };
  }[];
}
interface Workflow {
  readonly on: { readonly push: null; readonly schedule: readonly { readonly cron: string }[] };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = parse(await readFile(file, 'utf8')) as Workflow;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'workflow-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The words of the step that fuzzes, with what GitHub puts in for its expressions. */
function fuzzStep(job: string, runNumber: number, shard: number): string[] {
  const line = workflow.jobs[job]?.steps.find(({ run }) => run?.includes('chatkit-harness fuzz'))?.run ?? '';
  const put = line
    .replaceAll('${{ github.run_number }}', String(runNumber))
    .replaceAll('${{ matrix.shard }}', String(shard))
    // The sum is the shell's.
    .replaceAll(/\$\(\( (\d+) \* (\d+) \+ (\d+) \)\)/g, (_, a, b, c) =>
      String(Number(a) * Number(b) + Number(c)),
    );
  return [...put.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}

it('fuzzes on each push, and longer every night', () => {
  expect(workflow.on.push).toBeNull();
  expect(workflow.on.schedule.map(({ cron }) => cron.split(' ').length)).toEqual([5]);
  expect(Object.entries(workflow.jobs).map(([name, job]) => [name, job.if])).toEqual([
    ['push', "github.event_name == 'push'"],
    ['night', "github.event_name == 'schedule'"],
  ]);
  const timeOf = (job: string) => fuzzStep(job, 1, 0)[fuzzStep(job, 1, 0).indexOf('--time') + 1];
  expect([timeOf('push'), timeOf('night')]).toEqual(['2m', '30m']);
  expect(Object.values(workflow.jobs).map((job) => job['timeout-minutes'])).toEqual([15, 60]);
});

it('gives every shard of every night a seed of its own', () => {
  const { matrix, 'fail-fast': failFast } = workflow.jobs['night']?.strategy ?? { matrix: { shard: [] } };
  expect(failFast).toBe(false);
  const seeds = [1, 2, 3].flatMap((night) =>
    matrix.shard.map((shard) => {
      const words = fuzzStep('night', night, shard);
      return words[words.indexOf('--seed') + 1] ?? '';
    }),
  );
  expect(seeds).toHaveLength(12);
  expect(seeds.filter((seed) => /^\d+$/.test(seed))).toEqual([...new Set(seeds)]);
});

it.each(['push', 'night'])(
  'the options of job %s are real, and so are the files that it keeps',
  async (job) => {
    const known = path.join(dir, 'known.ndjson');
    await writeFile(known, '# none is known\n');
    const [npx, program, ...args] = fuzzStep(job, 1, 0);
    expect([npx, program]).toEqual(['npx', 'chatkit-harness']);
    const put: Readonly<Record<string, string>> = {
      '--driver': `exec ${process.execPath} ${plainDriver} numbers-as-text`,
      '--time': '1s',
      '--expect': known,
      '--save': path.join(dir, job, 'driver/regressions'),
      '--junit': path.join(dir, job, 'fuzz.xml'),
      '--out': path.join(dir, job, 'fuzz'),
    };
    const words = args.map((word, i) => put[args[i - 1] ?? ''] ?? word);
    const { code, stdout, stderr } = await runMain([...words, '--source', 'arbitraries']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('changed a value');
    const kept =
      workflow.jobs[job]?.steps.find(({ with: given }) => given?.path !== undefined)?.with?.path ?? '';
    expect(kept.trim().split('\n')).toEqual(['fuzz.xml', 'fuzz/', 'driver/regressions/']);
    const written = ['fuzz.xml', 'fuzz/run.json', 'fuzz/to-expect.ndjson'];
    for (const name of written) expect(await readFile(path.join(dir, job, name), 'utf8')).not.toBe('');
    expect(stdout).toContain(`saved ${path.join(dir, job, 'driver/regressions')}`);
  },
);
