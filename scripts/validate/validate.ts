import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isShapeName } from '../../schema/index.ts';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { keepYoungGenerationSmall } from '../../support/young-generation.ts';
import type { Io } from '../io.ts';
import { OptionReader } from '../options.ts';
import { checkInput } from './check-input.ts';
import type { Fault, InputResult } from './check-input.ts';
import { suggestShape } from './guess-shape.ts';
import { openInput } from './open-input.ts';

/** The options of `validate` as they were given. */
export interface ValidateOptions {
  readonly shape?: string;
  readonly lint?: boolean;
  readonly maxFaults: string;
  readonly json?: boolean;
}

type FileFault = Fault & { readonly file: string };
type FileResult = InputResult & { readonly file: string };

/** Checks the files one after another; the exit code goes to `io`. */
export async function validate(
  files: readonly string[],
  options: ValidateOptions,
  io: Io,
  stdin: Readable,
): Promise<void> {
  keepYoungGenerationSmall();
  const { shape, maxFaults } = await readOptions(files, options);
  const shown: FileFault[] = [];
  const results: FileResult[] = [];
  for (const file of files) {
    const onFault = (fault: Fault) => {
      // At once: a reader that goes away (`| head`) ends the process before all is read.
      io.setExitCode(exitCodes.finding);
      if (shown.length >= maxFaults && fault.ends !== true) return;
      shown.push({ file, ...fault });
      if (options.json !== true) io.stdout(`${formatFault(file, fault)}\n`);
    };
    const result = await checkFile(file, io, stdin, (chunks) =>
      checkInput(chunks, /\.(ndjson|jsonl)(\.gz)?$/.test(file), {
        shape,
        reading: options.lint === true ? 'lint' : 'strict',
        onFault,
      }),
    );
    results.push({ file, ...result });
  }
  const faults = results.reduce((sum, result) => sum + result.faults, 0);
  if (options.json === true) io.stdout(`${JSON.stringify(asJson(results, shown, faults), null, 2)}\n`);
  else io.stdout(describe(results, shown.length, faults));
  io.setExitCode(faults === 0 ? exitCodes.ok : exitCodes.finding);
}

/** All that can be known to be wrong before anything is read is said at once. */
async function readOptions(
  files: readonly string[],
  options: ValidateOptions,
): Promise<{ shape: Parameters<typeof checkInput>[2]['shape']; maxFaults: number }> {
  const reader = new OptionReader();
  const { shape } = options;
  if (shape !== undefined && !isShapeName(shape))
    reader.problem(`--shape: no shape is called '${shape}'${suggestShape(shape)}; --help lists them`);
  const maxFaults = reader.integer('--max-faults', options.maxFaults, 0);
  if (files.filter((file) => file === '-').length > 1)
    reader.problem('-: standard input can be read only once');
  for (const file of files) {
    const problem = file === '-' ? null : await problemOf(file);
    if (problem !== null) reader.problem(`${file}: ${problem}`);
  }
  reader.check();
  return { shape: shape !== undefined && isShapeName(shape) ? shape : null, maxFaults };
}

async function problemOf(file: string): Promise<string | null> {
  try {
    if ((await stat(file)).isDirectory()) return `is a folder; name its files, such as ${file}/items.ndjson`;
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such file';
    return code === 'EACCES' ? 'permission to read it is denied' : `can't be read (${code})`;
  }
}

/** Runs a check; what keeps the bytes from being read becomes a HarnessError. */
async function checkFile(
  file: string,
  io: Io,
  stdin: Readable,
  check: (chunks: AsyncIterable<Buffer>) => Promise<InputResult>,
): Promise<InputResult> {
  try {
    return await check(openInput(file, stdin, io.signal));
  } catch (error) {
    if (io.signal.aborted)
      throw new HarnessError(exitCodes.interrupted, `interrupted while reading ${nameOf(file)}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError(`${file}: reading failed (${code})`);
  }
}

const nameOf = (file: string): string => (file === '-' ? '(standard input)' : file);

function formatFault(file: string, { line, path, message }: Fault): string {
  return [line === null ? nameOf(file) : `${nameOf(file)}:${line}`, path, message]
    .filter((part) => part !== null)
    .join(': ');
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function describeFile({ file, entries, faulty, faults, shapes }: FileResult): string {
  const kinds = [...shapes].map(
    ([shape, { entries, by }]) =>
      `${count(entries, shape, shape)} (${by === '--shape' ? 'as told' : `guessed by "${by}"`})`,
  );
  const known = [...shapes.values()].reduce((sum, shape) => sum + shape.entries, 0);
  if (kinds.length > 0 && known < entries) kinds.push(`${entries - known} of no known shape`);
  const verdict =
    faults === 0 ? 'valid' : `${count(faults, 'fault')}${faulty === 0 ? '' : ` in ${faulty} of them`}`;
  const checked = kinds.length === 0 ? count(entries, 'object') : kinds.join(', ');
  return `${nameOf(file)}: ${checked}: ${verdict}\n`;
}

function describe(results: readonly FileResult[], shown: number, faults: number): string {
  const hidden =
    faults > shown ? `… and ${count(faults - shown, 'more fault')} (--max-faults shows more)\n` : '';
  const total = results.reduce((sum, { entries }) => sum + entries, 0);
  const summary =
    results.length > 1
      ? `${count(results.length, 'file')}, ${count(total, 'object')}: ${faults === 0 ? 'all valid' : count(faults, 'fault')}\n`
      : '';
  return hidden + results.map(describeFile).join('') + summary;
}

function asJson(results: readonly FileResult[], shown: readonly FileFault[], faults: number): unknown {
  return {
    valid: faults === 0,
    faults,
    files: results.map(({ file, entries, faulty, faults, shapes }) => ({
      file,
      valid: faults === 0,
      objects: entries,
      faultyObjects: faulty,
      faults,
      shapes: [...shapes].map(([shape, { entries, by }]) => ({
        shape,
        objects: entries,
        guessedBy: by === '--shape' ? null : by,
      })),
    })),
    shown,
  };
}
