import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unusableError } from '../../support/errors.ts';
import { peersDir } from './install-peers.ts';
import { root, timeProcess } from './process.ts';
import { interleave, median } from './statistics.ts';

/** How long a process takes from its start to 1,000 items on standard output (or, for the program, in a folder). */
export interface StartResult {
  readonly name: string;
  readonly medianMs: number;
  readonly rounds: readonly number[];
}

const ownScript = `import { createDataset } from 'chatkit-harness/dataset';
const { items } = createDataset({ threads: 100, sessions: 0, items: { min: 10, max: 10 } });
process.stdout.write(items.map((item) => JSON.stringify(item) + '\\n').join(''));`;

const fakerScript = `import { createConversation } from './faker.js';
let text = '';
for (let thread = 0; thread < 100; thread += 1)
  for (const item of createConversation(10).items) text += JSON.stringify(item) + '\\n';
process.stdout.write(text);`;

/** Compiles the package: what others install is JavaScript. */
async function build(): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw unusableError(`npm run build ended with ${code}`);
}

const moduleOf = (code: string): string[] => ['--input-type=module', '--eval', code];

/** Starts each program in turn, as installed: ours compiled, both from the disk's cache. */
export async function measureStart(
  rounds: number,
  withPeers: boolean,
  say: (text: string) => void,
): Promise<StartResult[]> {
  say('compiling the package (npm run build)\n');
  await build();
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-data-start-'));
  const cli = [path.join(root, 'dist/scripts/cli.js'), 'generate', '--out', path.join(dir, 'data')];
  const size = ['--threads', '100', '--items', '10', '--sessions', '0'];
  try {
    const starts: Record<string, () => Promise<number>> = {
      'node alone': () => timeProcess(moduleOf(''), root),
      'chatkit-harness, imported': () => timeProcess(moduleOf(ownScript), root),
      'chatkit-harness generate': () => timeProcess([...cli, ...size], root),
      ...(withPeers ? { faker: () => timeProcess(moduleOf(fakerScript), peersDir) } : {}),
    };
    const times = await interleave(rounds + 1, starts);
    // The first round fills the disk's cache.
    return Object.entries(times).map(([name, [, ...measured]]) => ({
      name,
      medianMs: median(measured),
      rounds: measured,
    }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
