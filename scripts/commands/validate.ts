import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { isShapeName, shapeNames } from '../../schema/index.ts';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { keepYoungGenerationSmall } from '../../support/young-generation.ts';
import type { Io } from '../io.ts';
import { OptionReader } from '../options.ts';
import { checkInput } from '../validate/check-input.ts';
import type { Fault, InputResult } from '../validate/check-input.ts';
import { suggestShape } from '../validate/guess-shape.ts';
import { openInput } from '../validate/open-input.ts';

interface ValidateOptions {
  readonly shape?: string;
  readonly lint?: boolean;
  readonly maxFaults: string;
  readonly json?: boolean;
}

type FileFault = Fault & { readonly file: string };
type FileResult = InputResult & { readonly file: string };

/** Adds `validate` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('validate')
    .summary('check JSON or NDJSON against the contract')
    .description(
      'Checks objects against the ChatKit contract to the letter and names file, line and JSON path of every fault. ' +
        'Reads NDJSON (an object a line), a JSON object, a page, or a list of objects; gzip is unpacked.',
    )
    .argument('<file...>', 'files; - is standard input')
    .option('--shape <name>', 'shape of every object (default: guessed for each by its "object" and "type")')
    .option('--lint', 'refuse fields that the contract does not name (legal, but not ours to write)')
    .option('--max-faults <n>', 'faults to show; all are counted', '20')
    .option('--json', 'print the result as one JSON document')
    .addHelpText('after', examples)
    .action(async (files: string[], options: ValidateOptions) => {
      keepYoungGenerationSmall();
      await validate(files, options, io, process.stdin);
    });
}

const examples = `
Shapes: ${shapeNames.join(', ').replace(/(.{80,100}) /g, '$1\n        ')}

Exit codes: 0 all valid · 1 a fault found · 2 wrong usage, or a file can't be read · 130 interrupted

Examples:
  chatkit-harness validate dataset/*.ndjson
  chatkit-harness validate --shape thread_item_list page.json
  curl -s …/chatkit/threads | chatkit-harness validate -
`;

/** Checks the files one after another; the exit code goes to `io`. */
export async function validate(
  files: readonly string[],
  options: ValidateOptions,
  io: Io,
  stdin: Readable,
): Promise<void> {
  const { shape, maxFaults } = await readOptions(files, options);
  const shown: FileFault[] = [];
  const results: FileResult[] = [];
  for (const file of files) {
    const onFault = (fault: Fault) => {
      // At once: a reader that goes away (`| head`) ends the process before all is read.
      io.setExitCode(exitCodes.finding);
      if (shown.length >= maxFaults) return;
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
