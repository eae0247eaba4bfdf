import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const binary = fileURLToPath(new URL('../bin/chatkit-harness.js', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'io-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('goes on when nobody reads of progress any more', async () => {
  const program = `import { setTimeout } from 'node:timers/promises';
    import { processIo } from ${JSON.stringify(new URL('io.ts', import.meta.url).href)};
    const io = processIo();
    for (let i = 0; i < 3; i += 1) {
      await setTimeout(50);
      io.stderr('progress\\n');
    }
    await setTimeout(50);
    io.stdout('done');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  child.stderr.destroy();
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'close');
  expect([code, said]).toEqual([0, 'done']);
});

// A device that is always full is a matter of Linux.
it.skipIf(!existsSync('/dev/full'))('tells that standard output is full, without a stack', async () => {
  const child = spawn(process.execPath, [binary, 'generate', '--out', 'd', '--threads', '2'], {
    cwd: dir,
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'close');
  expect([code, said]).toEqual([
    2,
    "error: standard output can't be written: no space is left on the device (ENOSPC)\n",
  ]);
});
