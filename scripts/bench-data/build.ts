import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { unusableError } from '../../support/errors.ts';
import { root } from './process.ts';

/** Compiles the package: what others install is JavaScript. */
export async function buildPackage(say: (text: string) => void): Promise<void> {
  say('compiling the package (npm run build)\n');
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw unusableError(`npm run build ended with ${code}`);
}
