import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';
import { runMain } from '../testing/run-main.ts';

const testing = new URL('../../property/fuzz/testing/', import.meta.url).pathname;
const driver = (mode: string) => `exec ${process.execPath} ${testing}plain-driver.mjs ${mode}`;
const breaks = (way: string) => `exec ${process.execPath} ${testing}breaks-protocol.mjs ${way}`;
const minimal =
  '{"id":"","created_at":0,"object":"chatkit.thread","status":{"type":"active"},"title":"","user":""}';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fuzz-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const fuzz = (mode: string, ...args: string[]) =>
  runMain(['fuzz', '--driver', driver(mode), '--shape', 'thread', ...args]);

interface Document {
  readonly findings: { signature: string; text: string; path: string; replay: string; expectation: object }[];
  readonly expected: { signature: string }[];
  readonly stale: { line: number }[];
  readonly cases: { tried: number; bySource: Record<string, number> };
}
const json = async (mode: string, ...args: string[]) => {
  const { code, stdout } = await fuzz(mode, '--json', ...args);
  return { code, ...(JSON.parse(stdout) as Document) };
};

it('shows a finding with its bytes, what was expected and came, and how to see it again', async () => {
  const { code, stdout } = await fuzz('numbers-as-text', '--cases', '300', '--source', 'arbitraries');
  expect(code).toBe(1);
  expect(stdout).toContain('1. changed a value: thread  [');
  expect(stdout).toContain(`   bytes     ${minimal}\n`);
  expect(stdout).toContain('   expected  accept: keeps to the contract\n');
  expect(stdout).toContain('   came      $.created_at: 0 became "0"\n');
  expect(stdout).toMatch(
    /\n {3}again {5}chatkit-harness fuzz --driver '.*' --seed 1 --path arbitraries:thread:\d+\n/,
  );
  expect(stdout).toMatch(/: 300 cases in .* 300 arbitraries\n/);
  expect(stdout.endsWith('\n1 finding\n')).toBe(true);
});

it('says so when a driver skips everything, which is no success', async () => {
  const { code, stderr } = await fuzz('skips', '--cases', '50');
  expect([code, stderr]).toEqual([3, expect.stringContaining('the driver skipped every case')]);
});

it('compares what a driver did before it was given up, and names it', { timeout: 60_000 }, async () => {
  const { code, stdout } = await fuzz('none', '--driver', driver('exits'), '--cases', '120');
  expect(code).toBe(1);
  expect(stdout).toContain('plain exits: the driver was given up: it was started again 100 times\n');
  expect(stdout).toMatch(/\nvalue +crashed +1 /);
});

it('names the mode that a driver has not', async () => {
  const client = new URL('../../property/calls/testing/client.mjs', import.meta.url).pathname;
  const { code, stderr } = await runMain(['fuzz', '--driver', `exec ${process.execPath} ${client} none`]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('error: --mode parse: here has no mode parse; it has call'),
  ]);
});

it('finds nothing, ends with 0, and takes no more cases than it may', async () => {
  expect(await json('none', '--cases', '250')).toMatchObject({
    code: 0,
    findings: [],
    cases: { tried: 250 },
  });
});

it('makes the case of every source again by its path, and by its seed where it has one', async () => {
  const saved = path.join(dir, 'by-path');
  const expectFile = path.join(dir, 'by-path.ndjson');
  const first = await json(
    'drops-title',
    '--cases',
    '40',
    '--source',
    'arbitraries',
    '--save',
    saved,
    '--seed',
    '7',
  );
  await writeFile(expectFile, `# a comment\n${JSON.stringify(first.findings[0]?.expectation)}\n`);
  const [file] = await readdir(saved);
  const paths = [
    `saved:${file}`,
    'expected:2',
    'corpus:accept/thread/beyond-32-bits.created_at',
    'arbitraries:thread:3',
    'mutants:thread:0.1',
    'bytes:thread:0.1',
    'splices:thread:0.1',
  ];
  const again = ['--save', saved, '--expect', expectFile, '--seed', '7', '--path'];
  for (const each of paths) {
    const { cases } = await json('drops-title', ...again, each);
    expect([each, cases.tried]).toEqual([each, 1]);
  }
  const { code, stderr } = await fuzz('none', '--path', 'mutants:thread:0.999999');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("--path: there is no case 'mutants:thread:0.999999' (of seed 1)"),
  ]);
}, 40_000);

it('lists known deviations, and wants those gone that no longer happen', async () => {
  const file = path.join(dir, 'known.ndjson');
  const few = ['--cases', '60', '--source', 'arbitraries'];
  const { findings } = await json('drops-title', ...few);
  expect(findings.map(({ signature }) => signature)).toEqual([
    'lost | thread $.title | a value',
    'lost | thread $.title | null',
  ]);
  await writeFile(file, findings.map(({ expectation }) => `${JSON.stringify(expectation)}\n`).join(''));
  const known = await json('drops-title', ...few, '--expect', file);
  expect(known).toMatchObject({ code: 0, findings: [], stale: [] });
  expect(known.expected).toHaveLength(2);
  await writeFile(file, `${JSON.stringify({ id: 'no-title', ...findings[0]?.expectation })}\n`);
  const named = await fuzz('drops-title', '--expect', file, '--path', 'expected:no-title');
  expect([named.code, named.stdout]).toEqual([
    0,
    expect.stringContaining(` --path expected:no-title --expect ${file}\n`),
  ]);
  await writeFile(file, findings.map(({ expectation }) => `${JSON.stringify(expectation)}\n`).join(''));
  const mended = await json('none', ...few, '--expect', file);
  expect(mended).toMatchObject({ code: 1, findings: [], expected: [], stale: [{ line: 1 }, { line: 2 }] });
  expect((await fuzz('none', ...few, '--expect', file)).stdout).toContain(
    `${file}:1: no longer fails; remove the line (lost | thread $.title | a value)\n`,
  );
}, 40_000);

it('saves what it finds, and tries it first later', async () => {
  const save = path.join(dir, 'regressions');
  const { stdout } = await fuzz(
    'numbers-as-text',
    '--cases',
    '40',
    '--source',
    'arbitraries',
    '--save',
    save,
  );
  const [file, ...more] = await readdir(save);
  expect(more).toEqual([]);
  expect(stdout).toContain(`saved ${path.join(save, file ?? '')}\n`);
  expect(JSON.parse(await readFile(path.join(save, file ?? ''), 'utf8'))).toMatchObject({
    format: 1,
    signature: 'changed | thread $.created_at | number to text',
    text: minimal,
    expected: 'accept',
    seed: 1,
  });
  const later = await json('numbers-as-text', '--cases', '1', '--save', save);
  expect(later.cases.bySource).toEqual({ saved: 1 });
  expect(later.findings[0]).toMatchObject({ path: `saved:${file}`, text: minimal });
  expect(await readdir(save)).toEqual([file]);
});

it('reports to JUnit, to a run folder and to GitHub', async () => {
  const [junit, out, summary] = ['fuzz.xml', 'out', 'summary.md'].map((name) => path.join(dir, name)) as [
    string,
    string,
    string,
  ];
  let stderr = '';
  const io: Io = {
    stdout: () => {},
    stderr: (text) => void (stderr += text),
    clock: systemClock,
    signal: new AbortController().signal,
    setExitCode: () => {},
    env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    live: false,
    color: false,
  };
  const few = ['--shape', 'thread', '--cases', '40', '--source', 'arbitraries', '--junit', junit];
  await main(['fuzz', '--driver', driver('numbers-as-text'), ...few, '--out', out], io);
  const xml = await readFile(junit, 'utf8');
  expect(xml).toContain('tests="1" failures="1"');
  expect(xml).toContain('message="thread: changed a value: thread $.created_at: number to text"');
  expect(stderr).toMatch(
    /^::error title=changed-[0-9a-f]{8}::thread%3A|^::error title=changed-[0-9a-f]{8}::thread: changed/m,
  );
  expect(await readFile(summary, 'utf8')).toContain('1 failed');
  const [bytes] = await readdir(path.join(out, 'findings'));
  expect(await readFile(path.join(out, 'findings', bytes ?? ''), 'utf8')).toBe(minimal);
  const toExpect = await readFile(path.join(out, 'to-expect.ndjson'), 'utf8');
  expect(JSON.parse(toExpect)).toMatchObject({ signature: 'changed | thread $.created_at | number to text' });
  expect(JSON.parse(await readFile(path.join(out, 'run.json'), 'utf8'))).toMatchObject({
    formatVersion: 1,
    command: 'fuzz',
  });

  const both = ['--driver', driver('none'), '--driver', driver('numbers-as-text')];
  await main(['fuzz', ...both, ...few], io);
  expect(await readFile(junit, 'utf8')).toContain('plain none: value, plain numbers-as-text: changed');
  expect(stderr).toMatch(/::error title=disagreement-[0-9a-f]{8}::/);
}, 40_000);

it('shows where several drivers disagree', async () => {
  const both = ['fuzz', '--driver', driver('none'), '--driver', driver('drops-title'), '--shape', 'thread'];
  const few = ['--cases', '40', '--source', 'arbitraries'];
  const { code, stdout } = await runMain([...both, ...few]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^plain none v\S+ +plain drops-title v\S+ +cases +what the bytes are\n/);
  expect(stdout).toMatch(/\nvalue +lost +40 +\S/);
  expect(stdout).toMatch(/\n40 cases; the drivers disagree in 1 way\n$/);
  const alike = await runMain([
    'fuzz',
    '--driver',
    driver('none'),
    '--driver',
    driver('none'),
    '--json',
    ...few,
  ]);
  expect([alike.code, JSON.parse(alike.stdout)]).toMatchObject([
    0,
    { mode: 'matrix', tried: 40, disagreements: [] },
  ]);
});

it('tells whether drivers keep the protocol', async () => {
  const good = await runMain(['fuzz', '--driver', breaks('honest'), '--self-test']);
  expect([good.code, good.stdout.split('\n')[1]]).toEqual([
    0,
    '  ok      answers hello with its name, modes and shapes',
  ]);
  const bad = await runMain(['fuzz', '--driver', breaks('no-outcome'), '--self-test', '--json']);
  expect([bad.code, JSON.parse(bad.stdout)]).toMatchObject([
    1,
    { drivers: [{ driver: { name: 'no-outcome' } }] },
  ]);
});

it('ends in its time', async () => {
  const startMs = systemClock.monotonicMs();
  const { code, cases } = await json('none', '--time', '1s', '--seed', '3');
  expect([code, cases.tried > 100]).toEqual([0, true]);
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(15_000);
});

it('lists all that is wrong with its options at once', async () => {
  const { code, stderr } = await runMain([
    'fuzz',
    '--driver',
    'true',
    '--shape',
    'thred',
    '--cases',
    '0',
    '--source',
    'mutant',
    '--expect',
    path.join(dir, 'nowhere'),
    '--seed',
    'x',
    '--junit',
    dir,
    '--out',
    path.join(process.execPath, 'out'),
  ]);
  expect(code).toBe(2);
  const saved = await runMain(['fuzz', '--driver', 'd', '--source', 'saved']);
  expect([saved.code, saved.stderr]).toEqual([
    2,
    'error: --source: saved cases are those of --save, which names their folder\n',
  ]);
  for (const option of [
    '--junit: ',
    '--out: ',
    '--shape: no shape is called',
    '--cases: ',
    '--source: one of saved, corpus',
    '--expect: ',
    '--seed: ',
  ])
    expect(stderr).toContain(option);
});

it.each([
  ['/nowhere/driver', /could not be used: exit code 127/],
  ['echo hi', /it answered hello with what is no JSON: hi/],
  ['exit 4', /could not be used: exit code 4/],
])('cannot use the driver %s', async (command, message) => {
  const { code, stderr } = await runMain(['fuzz', '--driver', command]);
  expect(code).toBe(3);
  expect(stderr).toMatch(message);
});

it.each([[[]], [['--mode', 'call']], [['--self-test']], [['--driver', 'sleep 30']]])(
  'ends with 130 when it is interrupted before the driver says hello: %j',
  async (more) => {
    const abort = new AbortController();
    let said = '';
    let code = -1;
    const io: Io = {
      stdout: (text) => void (said += text),
      stderr: (text) => void (said += text),
      clock: systemClock,
      signal: abort.signal,
      setExitCode: (exitCode) => {
        code = exitCode;
      },
      env: {},
      live: false,
      color: false,
    };
    setTimeout(() => abort.abort(), 300);
    await main(['fuzz', '--driver', 'sleep 30', ...more], io);
    expect([code, said]).toEqual([130, 'interrupted\n']);
  },
);

/** Whether a process runs; one that is dead and that nobody has asked after does not. */
const isAlive = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
};

const binary = new URL('../../bin/chatkit-harness.js', import.meta.url).pathname;

it('shows what it found when it is interrupted, and leaves no process behind', async () => {
  const pidFile = path.join(dir, 'pids');
  // The shell becomes the driver; the sleeper is its child, and of its group.
  const command = `sleep 1000 & echo "$$ $!" >> ${pidFile}; ${driver('numbers-as-text')}`;
  const args = ['fuzz', '--driver', command, '--shape', 'thread', '--time', '60s', '--json'];
  const child = spawn(process.execPath, [binary, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  while (!existsSync(pidFile)) await delay(50);
  await delay(1000);
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  const { interrupted, findings } = JSON.parse(stdout) as Document & { interrupted: boolean };
  expect(interrupted).toBe(true);
  expect(findings.map(({ signature }) => signature)).toContain(
    'changed | thread $.created_at | number to text',
  );
  const pids = (await readFile(pidFile, 'utf8')).match(/\d+/g)?.map(Number) ?? [];
  expect(pids).toHaveLength(2);
  expect(pids.filter(isAlive)).toEqual([]);
}, 40_000);
