import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { peersDir } from './install-peers.ts';
import { root, timeProcess } from './process.ts';
import { interleave, median } from './statistics.ts';

/** How long a process takes from its start to 1,000 items on standard output (or, for the program, in a folder). */
export interface StartResult {
  readonly name: string;
  readonly medianMs: number;
  readonly rounds: readonly number[];
}

const textScript = `import { ndjsonOf } from 'chatkit-harness/dataset';
for (const chunk of ndjsonOf('items', { threads: 100, items: { min: 10, max: 10 } })) process.stdout.write(chunk);`;

const objectsScript = `import { createDataset } from 'chatkit-harness/dataset';
const { items } = createDataset({ threads: 100, sessions: 0, items: { min: 10, max: 10 } });
process.stdout.write(items.map((item) => JSON.stringify(item) + '\\n').join(''));`;

const fakerScript = `import { createConversation } from './faker.js';
let text = '';
for (let thread = 0; thread < 100; thread += 1)
  for (const item of createConversation(10).items) text += JSON.stringify(item) + '\\n';
process.stdout.write(text);`;

const moduleOf = (code: string): string[] => ['--input-type=module', '--eval', code];

/** Starts each program in turn, as installed: ours compiled, all from the disk's cache, into a folder that is not there yet. */
export async function measureStart(rounds: number, withPeers: boolean): Promise<StartResult[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-data-start-'));
  let runs = 0;
  const cli = () => {
    runs += 1;
    const out = path.join(dir, String(runs));
    const size = ['--threads', '100', '--items', '10', '--sessions', '0'];
    return [path.join(root, 'dist/scripts/cli.js'), 'generate', '--out', out, ...size];
  };
  try {
    const starts: Record<string, () => Promise<number>> = {
      'node alone': () => timeProcess(moduleOf(''), root),
      'chatkit-harness, ndjsonOf': () => timeProcess(moduleOf(textScript), root),
      'chatkit-harness, createDataset': () => timeProcess(moduleOf(objectsScript), root),
      'chatkit-harness generate': () => timeProcess(cli(), root),
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
