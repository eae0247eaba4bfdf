import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runMain } from '../testing/run-main.ts';

const client = fileURLToPath(new URL('../../property/calls/testing/client.mjs', import.meta.url));
const driver = (breakage: string) => `"${process.execPath}" "${client}" ${breakage}`;
const fuzz = (breakage: string, ...more: string[]) =>
  runMain(['fuzz', '--mode', 'call', '--driver', driver(breakage), ...more]);

const looping = {
  signature: 'ends: asks without end, in paging/repeated-cursor',
  scenario: 'paging/repeated-cursor',
  plan: { operation: 'threads.list', size: 1 },
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'calls-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('fuzz --mode call', () => {
  it('shows a finding with its time line, writes it, and exits with 1', async () => {
    const junit = path.join(folder, 'junit.xml');
    const out = path.join(folder, 'out');
    const { code, stdout } = await fuzz(
      'loops',
      '--path',
      'paging/repeated-cursor:1',
      '--save',
      folder,
      '--junit',
      junit,
      '--out',
      out,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('1. ends: asks without end, in paging/repeated-cursor');
    expect(stdout.match(/^ +\d\.\d{3} s {2}GET \/chatkit\/threads\?after=e1 {2}→ {2}200, /gm)?.length).toBe(
      5,
    );
    expect(stdout).toMatch(/^ +\d\.\d{3} s {2}the caller got: ClientError \(status 400, code scripted/m);
    expect(stdout).toContain('--seed 1 --path paging/repeated-cursor:1');
    const [file = ''] = await readdir(path.join(folder, 'calls'));
    expect(file).toMatch(/^paging-repeated-cursor-[0-9a-f]{8}\.json$/);
    const saved = JSON.parse(await readFile(path.join(folder, 'calls', file), 'utf8')) as {
      timeline: string[];
    };
    expect(saved).toMatchObject({ format: 1, ...looping, seed: 1, path: 'paging/repeated-cursor:1' });
    expect(saved.timeline.length).toBe(8);
    expect(await readFile(junit, 'utf8')).toContain(
      '<testsuites name="chatkit-harness fuzz" tests="1" failures="1"',
    );
    const run = JSON.parse(await readFile(path.join(out, 'run.json'), 'utf8')) as {
      findings: { timeline: { method: string; target: string; status: number }[] }[];
    };
    expect(run).toMatchObject({ mode: 'call', cases: { tried: 1, kept: 0 }, requests: 7 });
    expect(run.findings[0]?.timeline.at(-1)).toMatchObject({
      method: 'GET',
      target: '/chatkit/threads?after=e1',
      status: 400,
    });
  });

  it('tries saved cases first, by their own path too', async () => {
    await fuzz('loops', '--path', 'paging/repeated-cursor:1', '--save', folder);
    const [file = ''] = await readdir(path.join(folder, 'calls'));
    const { code, stdout } = await fuzz(
      'loops',
      '--cases',
      '1',
      '--scenario',
      'request/body',
      '--save',
      folder,
    );
    expect(code).toBe(1);
    expect(stdout).toContain(`shown by: saved:${file}`);
    const mended = await fuzz('none', '--path', `saved:${file}`, '--save', folder);
    expect([mended.code, mended.stdout]).toEqual([0, expect.stringContaining('no new findings')]);
  });

  it('passes with a known deviation, and fails when that no longer happens', async () => {
    const known = path.join(folder, 'known.ndjson');
    await writeFile(known, `# pages\n${JSON.stringify(looping)}\n`);
    const options = ['--scenario', 'paging/repeated-cursor', '--cases', '4', '--expect', known];
    const as = await fuzz('loops', ...options);
    expect([as.code, as.stdout]).toEqual([
      0,
      expect.stringContaining('1 known deviation happened, as listed'),
    ]);
    const again = await fuzz('loops', '--path', 'expected:2', '--expect', known);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('1. ends: asks without end, in paging/repeated-cursor  [');
    expect(again.stdout).toContain('1 known deviation happened, as listed\n');
    const gone = await fuzz('none', '--path', 'expected:2', '--expect', known);
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining(':2: no longer fails')]);
    const stale = await fuzz('none', ...options);
    expect([stale.code, stale.stdout]).toEqual([
      1,
      expect.stringContaining('known.ndjson:2: no longer fails'),
    ]);
  });

  it('makes a known deviation again by the id of its line, which no other line may have', async () => {
    const known = path.join(folder, 'known.ndjson');
    const named = JSON.stringify({ id: 'same-cursor', ...looping });
    await writeFile(known, `${named}\n`);
    const one = await fuzz('loops', '--path', 'expected:same-cursor', '--expect', known);
    expect([one.code, one.stdout]).toEqual([
      0,
      expect.stringMatching(/ --seed 1 --path expected:same-cursor --expect \S+known\.ndjson\n/),
    ]);
    await writeFile(known, `${named}\n${named}\n${JSON.stringify({ ...looping, id: '7' })}\n`);
    const wrong = await fuzz('loops', '--expect', known);
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(
        /: line 3: 'id' is no word such as repeated-cursor\n.*: line 2: another line has the id 'same-cursor' too\n/,
      ),
    ]);
  });

  it('names all mistakes at once', async () => {
    const known = path.join(folder, 'known.ndjson');
    await writeFile(known, '{"signature":"x","scenario":"paging/none","plan":{}}\n');
    const { code, stderr } = await runMain(
      [
        'fuzz',
        '--mode',
        'call',
        '--driver',
        'a',
        '--driver',
        'b',
        '--scenario',
        'pages',
        '--expect',
        known,
      ].concat(['--shape', 'thread', '--cases', '0']),
    );
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('  - '))).toEqual([
      '  - --expect: the deviations of one client; give one --driver',
      "  - --cases: a whole number 1 or more is wanted, got '0'",
      '  - --shape: of --mode parse; calls are chosen by --scenario',
      "  - --scenario: no scenario is called 'pages'; groups are request, paging, retries, retry-after, error-body, wire, docs/fuzz-calls.md lists all",
      `  - --expect: ${known}: line 1: no scenario is called "paging/none"`,
    ]);
  });

  it('says what a driver lacks, and that a path names no case', async () => {
    const none = await fuzz('none', '--path', 'paging/honest');
    expect([none.code, none.stderr]).toEqual([
      2,
      "error: --path: there is no case 'paging/honest' (of seed 1); did you mean 'paging/honest:0', or --scenario paging/honest?\n",
    ]);
    const missing = await runMain(['fuzz', '--mode', 'call', '--driver', 'no-such-driver-anywhere']);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain("the driver 'no-such-driver-anywhere' could not be used");
  });

  it('shows where several drivers disagree, with the time line of each', async () => {
    const junit = path.join(folder, 'matrix.xml');
    const two = ['--driver', driver('none'), '--driver', driver('loops')];
    const few = ['--scenario', 'paging/repeated-cursor', '--cases', '4'];
    const both = ['fuzz', '--mode', 'call', ...two, ...few];
    const { code, stdout } = await runMain([...both, '--junit', junit]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^here none +here loops +calls +scenario\n/);
    expect(stdout).toMatch(
      /\nerror, 2 requests +broken: ends: asks without end +4 +paging\/repeated-cursor\n/,
    );
    expect(stdout).toMatch(
      /\n {3}here: error, 2 requests\n +0\.\d{3} s {2}GET \/chatkit\/threads {2}→ {2}200, /,
    );
    expect(stdout).toMatch(
      /\nthe first again: chatkit-harness fuzz --mode call --driver .* --driver .* --seed 1 --path /,
    );
    expect(stdout.endsWith('\n4 calls; the drivers disagree in 1 way\n')).toBe(true);
    expect(await readFile(junit, 'utf8')).toContain(
      'here: error, 2 requests, here: broken: ends: asks without end',
    );
    const alike = await runMain([...both.with(6, driver('none')), '--json']);
    expect([alike.code, JSON.parse(alike.stdout)]).toMatchObject([
      0,
      { mode: 'call matrix', tried: 4, disagreements: [], unrepeated: [], drivers: [{}, {}] },
    ]);
  });

  it('tells whether a driver keeps the part of the protocol that is about calls', async () => {
    const good = await runMain(['fuzz', '--self-test', '--driver', driver('none')]);
    expect(good.code).toBe(0);
    expect(good.stdout).toContain('  ok      makes the call and gives all that is listed: threads.list\n');
    expect(good.stdout).toContain('  -       hello declares no mode parse: bytes were not tried\n');
    const bad = await runMain(['fuzz', '--self-test', '--mode', 'call', '--driver', driver('parses-only')]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain(
      "  broken  declares mode call\n          hello has modes parse; calls can't be fuzzed with it\n",
    );
    const broken = await runMain(['fuzz', '--self-test', '--driver', driver('first-page-only'), '--json']);
    expect([broken.code, JSON.parse(broken.stdout)]).toMatchObject([
      1,
      { drivers: [{ driver: { name: 'here' }, notDeclared: ['parse'] }] },
    ]);
  });
});
