import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderOpenApi } from '../schema/openapi/index.ts';
import { exitCodes } from '../support/errors.ts';
import type { ExitCode } from '../support/errors.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const usage = `Usage: npm run openapi           writes openapi.yaml from the schemas and the operations table
       npm run openapi:check     exits 1 when openapi.yaml is not what they say
       (--file PATH names another file)
`;

/** What `npm run openapi` says and does; tests run it in process. */
export interface OpenApiIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The first line in which two texts differ, counted from 1. */
function firstDifference(committed: string, current: string): string {
  const [have, want] = [committed.split('\n'), current.split('\n')];
  const index = want.findIndex((line, at) => line !== have[at]);
  const at = index === -1 ? want.length : index;
  return `line ${at + 1}:\n  - ${have[at] ?? '(end of file)'}\n  + ${want[at] ?? '(end of file)'}\n`;
}

/**
 * Writes the OpenAPI document, or checks the one that is there (`--check`).
 * @returns 0; 1 when a checked document is not current; 2 on wrong usage.
 */
export function openApiCommand(argv: readonly string[], io: OpenApiIo): ExitCode {
  let values: { check?: boolean; file?: string };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: { check: { type: 'boolean' }, file: { type: 'string' } },
    }));
  } catch (error) {
    io.stderr(`error: ${(error as Error).message}\n${usage}`);
    return exitCodes.usage;
  }
  const file = values.file ?? fromRoot('openapi.yaml');
  const facts = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
    version: string;
    license: string;
  };
  const current = renderOpenApi(facts);
  if (values.check !== true) {
    writeFileSync(file, current);
    io.stdout(`wrote ${file}\n`);
    return exitCodes.ok;
  }
  const committed = readText(file);
  if (committed === current) return exitCodes.ok;
  io.stderr(
    committed === undefined
      ? `${file} is missing. Run: npm run openapi\n`
      : `${file} is not what the schemas say. Run: npm run openapi\nFirst difference, ${firstDifference(committed, current)}`,
  );
  return exitCodes.finding;
}

if (import.meta.main) {
  process.exitCode = openApiCommand(process.argv.slice(2), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}
