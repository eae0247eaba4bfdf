import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('leaves no socket and no timer behind: a process that used the engines ends by itself', async () => {
  const script = fileURLToPath(new URL('testing/exits-alone.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 10_000 });
  expect(stdout).toBe('nothing left to do\n');
});
