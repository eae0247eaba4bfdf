import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createThread } from '../generators/index.ts';
import { runCli } from './testing/run-cli.ts';

const page = await readFile(new URL('../docs/fixtures.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text ?? '');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'page-'));
  const broken = [
    createThread(),
    { ...createThread(), created_at: 'today' },
    { ...createThread(), status: { type: 'open' } },
  ];
  await writeFile(
    path.join(dir, 'broken.ndjson'),
    broken.map((thread) => `${JSON.stringify(thread)}\n`).join(''),
  );
});
afterAll(() => rm(dir, { recursive: true }));

const generators = new URL('../generators/index.ts', import.meta.url).href;
const print =
  "import { inspect } from 'node:util';\n" +
  "const print = (...values: unknown[]) => process.stdout.write(`${values.map((v) => inspect(v, { depth: 9, breakLength: Infinity })).join(' ')}\\n`);\n";

it.each(blocks('ts').map((text, index) => [index + 1, text] as const))(
  'prints what example %i of the page says',
  async (index, text) => {
    const file = path.join(dir, `example-${index}.ts`);
    const code = text
      .replaceAll("'chatkit-harness/generators'", `'${generators}'`)
      .replaceAll('console.log(', 'print(');
    await writeFile(file, print + code);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: dir });
    const said = [...text.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, said.length)).toEqual(said);
  },
);

it('shows what the commands of the page print', async () => {
  for (const block of blocks('console')) {
    const [command = '', ...output] = block.split('\n');
    const args = command.replace(/^\$ chatkit-harness /, '').split(' ');
    expect((await runCli(args, { cwd: dir })).stdout).toBe(output.join('\n'));
  }
});
