import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { RecordsOptions } from '../k6-files/write-run-folders.ts';
import type { SessionsOptions } from '../k6-files/write-sessions.ts';
import { scenarioNames } from '../../load/k6/plan/settings.ts';
import { OptionReader } from '../options.ts';

const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `k6` to the program. */
export function register(program: Command, io: Io): void {
  const k6 = program
    .command('k6')
    .summary('what k6 needs on other machines, and what it brings back')
    .description(
      'bench --engine k6 does all of this on one machine. For k6 elsewhere, on a cluster say: create the sessions, hand out a scenario, and turn what each k6 wrote into a run folder for merge.',
    )
    .addHelpText('after', examples);
  k6.command('script')
    .summary("print where a scenario's script stands")
    .description(
      'Prints the path of a scenario, for a ConfigMap say. The installed package holds each scenario bundled into one file.',
    )
    .argument('<scenario>', scenarioNames.join(', '))
    .addHelpText('after', examples)
    .action(async (name: string) => {
      const { scenarioFile } = await import('../../load/k6-runner/index.ts');
      const reader = new OptionReader();
      const scenario = reader.choice('scenario', name, scenarioNames);
      reader.check();
      io.stdout(`${scenarioFile(scenario)}\n`);
    });
  k6.command('sessions')
    .summary('create the sessions of a run and write the file that hands them to k6')
    .description(
      'Creates fresh sessions for every step of a scenario and writes them, secrets included, to a file that only you may read. They live ten minutes at the most: start k6 right after.',
    )
    .option('--base-url <url>', 'the deployment, up to /v1 (default: OPENAI_BASE_URL)')
    .option('--api-key <key>', 'creates the sessions (default: OPENAI_API_KEY)')
    .option('--allow-remote <host>', 'allow a host that is not this machine; repeatable', collect, [])
    .option('--workflow <id>', 'workflow of the sessions', 'wf_chatkit_harness')
    .option('--scenario <name>', 'smoke, limit, burst or breakpoint', 'limit')
    .option('--limit <n>', 'requests that a window allows each session (default: 10)')
    .option('--sessions <n>', 'sessions of each step', '3')
    .option('--load <list>', 'multiples of the limit, a step each', '0.5,1,2,10')
    .option('--timeout <duration>', 'how long an answer may take', '10s')
    .requiredOption('--out <file>', 'where they are written; must not be there yet')
    .addHelpText('after', examples)
    .action(async (options: SessionsOptions) => {
      const { writeSessions } = await import('../k6-files/write-sessions.ts');
      await writeSessions(options, io);
    });
  k6.command('records')
    .summary("turn k6's CSV output into run folders")
    .description(
      "Reads what k6 run --out csv=fileName=FILE,timeFormat=unix_nano wrote, .gz too, one file for each instance, and writes a run folder for each below --out. A clock that is certainly off, by the server's Date headers, is corrected.",
    )
    .argument('<files...>', 'outputs of k6')
    .requiredOption('--base-url <url>', 'the deployment that was driven')
    .requiredOption('--out <dir>', 'where the run folders go')
    .option('--window <duration>', 'length of the window', '60s')
    .option('--json', 'print what was read as one JSON document')
    .addHelpText('after', examples)
    .action(async (files: string[], options: RecordsOptions) => {
      const { writeRunFolders } = await import('../k6-files/write-run-folders.ts');
      await writeRunFolders(files, options, io);
    });
}

const examples = `
Examples:
  chatkit-harness k6 script limit
  chatkit-harness k6 sessions --base-url https://chat.example.com/v1 --allow-remote chat.example.com --out sessions.json
  chatkit-harness k6 records records/*.csv.gz --base-url https://chat.example.com/v1 --out runs/cluster
  chatkit-harness merge runs/cluster/* --shared-sessions --clock-uncertainty 20ms
`;
