import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodes } from '../support/errors.ts';
import type { ExitCode } from '../support/errors.ts';
import { buildCorpus } from './corpus/build.ts';
import type { Corpus } from './corpus/build.ts';
import { compareFolder, updateFolder } from './corpus/folder.ts';
import type { Difference } from './corpus/folder.ts';

const usage = `Usage: npm run corpus                  writes fixtures/ from the generators and mutants
       npm run corpus -- --remove      the same, and lets ids vanish that are there now
       npm run corpus:check            exits 1 when fixtures/ is not what the generators say
       (--folder PATH names another folder)
`;

/** What `npm run corpus` says; tests run it in process. */
export interface CorpusIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Ids that the manifest in a folder has and the corpus has no longer: others may have written them down. */
function vanishedIds(folder: string, { manifest }: Corpus): string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const ids = new Set([...manifest.cases, ...manifest.walks].map(({ id }) => id));
  const former = [...text.matchAll(/^ *\{"id":"([^"]+)"/gm)].map(([, id = '']) => id);
  return former.filter((id) => !ids.has(id));
}

function describe({ missing, changed, orphans }: Difference): string {
  const lines = [
    ...missing.map((name) => `  missing  ${name}`),
    ...changed.map((name) => `  changed  ${name}`),
    ...orphans.map((name) => `  orphan   ${name}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * Writes the corpus, or checks the one that is there (`--check`).
 * @returns 0; 1 when a checked corpus is not current, or an id would vanish without `--remove`; 2 on wrong usage.
 */
export function corpusCommand(argv: readonly string[], io: CorpusIo): ExitCode {
  let values: { check?: boolean; remove?: boolean; folder?: string };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: { check: { type: 'boolean' }, remove: { type: 'boolean' }, folder: { type: 'string' } },
    }));
  } catch (error) {
    io.stderr(`error: ${(error as Error).message}\n${usage}`);
    return exitCodes.usage;
  }
  const folder = values.folder ?? fileURLToPath(new URL('../fixtures', import.meta.url));
  const corpus = buildCorpus();
  const difference = compareFolder(folder, corpus.files);
  const text = describe(difference);
  if (values.check === true) {
    if (text === '') return exitCodes.ok;
    io.stderr(`${folder} is not what the generators say. Run: npm run corpus\n${text}`);
    return exitCodes.finding;
  }
  const vanished = vanishedIds(folder, corpus);
  if (vanished.length > 0 && values.remove !== true) {
    const list = vanished.map((id) => `  ${id}\n`).join('');
    io.stderr(
      `These ids would vanish, and others may have written them down. Run again with --remove:\n${list}`,
    );
    return exitCodes.finding;
  }
  updateFolder(folder, corpus.files, difference);
  const { missing, changed, orphans } = difference;
  const { cases, walks } = corpus.manifest;
  io.stdout(
    `${folder}: ${cases.length} cases, ${walks.length} walks; ` +
      `${missing.length} files added, ${changed.length} changed, ${orphans.length} removed\n`,
  );
  return exitCodes.ok;
}

if (import.meta.main) {
  process.exitCode = corpusCommand(process.argv.slice(2), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}
