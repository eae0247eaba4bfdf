import type { Command } from 'commander';
// Not by the index, which loads all that makes cases.
import { sourceNames } from '../../property/fuzz/case.ts';
import { shapeNames } from '../../schema/index.ts';
import { defaultMemory } from '../fuzz/read-common.ts';
import type { FuzzOptions } from '../fuzz/read-common.ts';
import type { Io } from '../io.ts';

const collect = (value: string, former: readonly string[]): string[] => [...former, value];

/** Adds `fuzz` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('fuzz')
    .summary("find what breaks a client's parser, in any language")
    .description(
      "Hands bytes to a client's own parser, through a driver, and looks what comes out: the corpus first, then valid " +
        'values, then values that are wrong in one place, then odd bytes. What differs from what the bytes say, ' +
        'crashes, hangs or grows is shrunk to minimal bytes. docs/writing-a-driver.md tells how to write a driver.',
    )
    .requiredOption(
      '--driver <cmd>',
      'command line of a driver; several for a matrix of clients',
      collect,
      [],
    )
    .option(
      '--mode <mode>',
      'parse: hand over bytes; call: have calls made against a scripted server',
      'parse',
    )
    .option('--shape <name...>', 'shapes to try (default: all that the driver reads)')
    .option('--scenario <name...>', 'of calls: scenarios or groups of them, such as paging (default: all)')
    .option('--source <name...>', `where cases come from: ${sourceNames.join(', ')} (default: all)`)
    .option('--cases <n>', 'cases at most (default: 20000, calls: 600; with --time no bound)')
    .option('--time <duration>', 'how long to try new cases, such as 2m')
    .option('--seed <n>', 'seed of all that is random', '1')
    .option('--path <path>', 'try one case only, by the path that a finding names')
    .option('--expect <file>', 'known deviations; one that no longer happens fails the run')
    .option('--save <dir>', 'regression corpus: its cases are tried first, and findings are added')
    .option('--corpus <dir>', 'another corpus than the one that comes with the program')
    .option('--out <dir>', 'write run.json and the bytes of every finding there')
    .option(
      '--deadline <duration>',
      'how long a driver may be silent while it owes an answer (default: 5s; a call: 20s)',
    )
    .option('--start-deadline <duration>', 'how long a driver may take to start', '60s')
    .option('--memory <MiB>', 'how far a driver may grow above what it held at first', defaultMemory)
    .option('--max-findings <n>', 'findings to shrink and show', '50')
    .option('--self-test', 'check that the driver keeps the protocol, and fuzz nothing')
    .option('--json', 'print the result as one JSON document')
    .option('--junit <file>', 'write a JUnit report')
    .addHelpText('after', examples)
    .action(async (options: FuzzOptions) => {
      const { runFuzz } = await import('../fuzz/fuzz.ts');
      await runFuzz(options, io);
    });
}

const examples = `
Shapes: ${shapeNames.join(', ').replace(/(.{80,100}) /g, '$1\n        ')}

Exit codes: 0 nothing found · 1 a finding, or a known deviation that no longer happens · 2 wrong usage
            3 a driver could not be used from the start · 130 interrupted (what was found is shown first)

Examples:
  chatkit-harness fuzz --driver "python driver.py" --self-test     does the driver keep the protocol?
  chatkit-harness fuzz --driver "python driver.py"                 20000 cases
  chatkit-harness fuzz --driver ./driver --time 2m --seed 7 --expect known.ndjson --save regressions
  chatkit-harness fuzz --driver ./driver --seed 7 --path mutants:thread:3.17
  chatkit-harness fuzz --driver ./go-driver --driver "python driver.py"     where do the two differ?
  chatkit-harness fuzz --mode call --driver "python call.py"        pages, retries, errors: docs/fuzz-calls.md
  chatkit-harness fuzz --mode call --driver ./go-call --driver "python call.py"     who asks how often, who loses what?
`;
