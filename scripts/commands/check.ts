import type { Command } from 'commander';
import type { CheckOptions } from '../check/read-settings.ts';
import { defaults } from '../check/replay.ts';
import type { Io } from '../io.ts';

/** Gathers the values of an option that may be repeated. */
const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `check` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('check')
    .summary('property-check a running deployment')
    .description(
      'Checks the contract, paging, lifecycle, authorization, isolation and more of any deployment by random requests, and shrinks ' +
        'what it finds to the shortest sequence. Without --base-url it checks the embedded deployment. It changes nothing that it ' +
        'did not create; only what is published can fail a deployment that is not ours, the rest are differences.',
    )
    .option('--base-url <url>', 'the deployment, up to /v1 (default: OPENAI_BASE_URL, else the embedded one)')
    .option('--api-key <key>', 'an API key of it (default: OPENAI_API_KEY)')
    .option(
      '--allow-remote <host>',
      'allow checking a host that is not this machine; repeatable',
      collect,
      [],
    )
    .option('--workflow <id>', 'workflow of the sessions that are created', defaults.workflow)
    .option('--seed <n>', 'what random values are drawn from (default: the time)')
    .option('--runs <n>', 'how often each check is made with other values', defaults.runs)
    .option('--only <names>', 'make these checks or groups alone; repeatable', collect)
    .option('--skip <names>', 'leave these checks or groups out; repeatable', collect)
    .option('--path <path>', 'replay path, with --only and --seed as a failure printed them')
    .option('--list', 'list the checks and end')
    .option('--allow-delete', 'also check deletion, which deletes about seven of the oldest threads')
    .option('--strict', 'differences from what is not published are failures too')
    .option('--expect <file>', 'ledger of expected failures, a line each: check_name: reason')
    .option('--fault <names>', 'make the embedded deployment faulty; repeatable', collect)
    .option('--timeout <duration>', 'how long a whole answer may take', defaults.timeout)
    .option('--deadline <duration>', 'how long the run may take', defaults.deadline)
    .option('--budget <n>', 'most requests', defaults.budget)
    .option('--json', 'print the results as one JSON document')
    .option('--junit <file>', 'write the results as JUnit XML too')
    .option('--annotations', 'annotate as GitHub Actions reads it (default there)')
    .option('--no-annotations', 'never annotate')
    .addHelpText('after', examples)
    .action(async (options: CheckOptions) => {
      const { check } = await import('../check/check.ts');
      await check(options, io);
    });
}

const examples = `
Exit codes: 0 nothing failed · 1 a check failed · 2 wrong usage · 3 target unusable · 130 interrupted

Examples:
  chatkit-harness check                                     the embedded deployment, in seconds
  chatkit-harness check --list                              every check with its claim
  chatkit-harness check --base-url http://localhost:8787/v1 --runs 100
  chatkit-harness check --base-url https://chat.example.com/v1 --allow-remote chat.example.com --junit check.xml
  chatkit-harness check --only paging --skip limits         groups, or single checks
  chatkit-harness check --fault page-drops-item             see what a deployment that is wrong looks like
`;
