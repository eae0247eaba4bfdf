import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { runCli } from '../testing/run-cli.ts';

const binary = fileURLToPath(new URL('../../bin/chatkit-harness.js', import.meta.url));
// Four parts.
const size = ['--threads', '30000', '--items', '2..4', '--seed', '4'];
let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'killed-'));
});
afterEach(() => rm(root, { recursive: true }));

async function expectSameAsWhole(dir: string): Promise<void> {
  const whole = path.join(root, 'whole');
  expect(await runCli(['generate', '--out', whole, ...size])).toMatchObject({ code: 0 });
  const names = (await readdir(whole)).toSorted();
  expect((await readdir(dir)).toSorted()).toEqual(names);
  for (const name of names) {
    const [one, other] = [await readFile(path.join(whole, name)), await readFile(path.join(dir, name))];
    expect(one.equals(other)).toBe(true);
  }
}

const partsIn = async (file: string): Promise<number> =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').length - 2;

it('goes on after kill -9, and writes the same bytes in the end', async () => {
  const dir = path.join(root, 'data');
  const child = spawn(process.execPath, [binary, 'generate', '--out', dir, ...size], { stdio: 'ignore' });
  const ended = new Promise<unknown>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  while ((await partsIn(path.join(dir, 'progress.ndjson.partial'))) < 2) await systemClock.sleep(2);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect((await readdir(dir)).every((name) => name.endsWith('.partial'))).toBe(true);
  const { code, stderr } = await runCli(['generate', '--out', dir, ...size, '--resume', '--workers', '2']);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^resumed: \d+ of 30000 threads were whole\n/)]);
  await expectSameAsWhole(dir);
});

it('leaves nothing where a file could not grow', async () => {
  const dir = path.join(root, 'data');
  // The shell's limit, in blocks of 1024 bytes, makes every write beyond 5 MB fail, as a full disk does.
  const script = 'ulimit -f 5000; exec "$@"';
  const args = ['-c', script, 'sh', process.execPath, binary, 'generate', '--out', dir, ...size];
  const child = spawn('bash', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  expect(await new Promise<unknown>((resolve) => child.once('close', resolve))).toBe(2);
  expect(said).toMatch(
    /^(?:\d+ of 30000 threads .*\n)*error: cannot write the dataset to .*\/data: a file may not grow that large here \(EFBIG\)\n$/,
  );
  expect(await readdir(root)).toEqual([]);
});
