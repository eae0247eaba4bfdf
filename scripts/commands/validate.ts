import type { Command } from 'commander';
import { shapeNames } from '../../schema/index.ts';
import type { Io } from '../io.ts';
import type { ValidateOptions } from '../validate/validate.ts';

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
      const { validate } = await import('../validate/validate.ts');
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
