import type { Command } from 'commander';
import type { K6Options } from '../bench/read-k6-settings.ts';
import type { BenchOptions } from '../bench/read-settings.ts';
import type { Io } from '../io.ts';

/** Gathers the values of an option that may be repeated. */
const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];

/** Adds `bench` to the program. */
export function register(program: Command, io: Io): void {
  program
    .command('bench')
    .summary('measure a deployment against its per-minute limits')
    .description(
      'Drives sessions of a deployment at multiples of their limit, probes the edges of the window, and proves from the requests alone whether more was ever admitted than promised. Without --base-url it starts the embedded deployment.',
    )
    .option('--base-url <url>', 'the deployment, up to /v1 (default: OPENAI_BASE_URL, else the embedded one)')
    .option('--api-key <key>', 'creates the sessions (default: OPENAI_API_KEY)')
    .option(
      '--allow-remote <host>',
      'allow load against a host that is not this machine; repeatable',
      collect,
      [],
    )
    .option(
      '--client-secret <secret>',
      'drive a session that exists; @FILE for one a line; repeatable',
      collect,
      [],
    )
    .option('--workflow <id>', 'workflow of the sessions that are created', 'wf_chatkit_harness')
    .option(
      '--limit <n>',
      'requests that a window allows each session (default: 10); 5,10,50 are dealt to the sessions in turn, 5..50 is spread over them',
    )
    .option('--seed <n>', 'which session gets which limit of a range (default: 1)')
    .option('--window <duration>', 'length of the window (default: 60s; embedded: 4s)')
    .option('--sessions <n>', 'sessions driven at once in each step', '3')
    .option(
      '--load <list>',
      'multiples of the limit to offer, a step each; 0.5..3 for a ramp; none for no such step',
      '0.5,1,2,10',
    )
    .option('--step-duration <duration>', 'length of a load step (default: two windows)')
    .option(
      '--recovery',
      'after the highest load: how soon are its sessions admitted as before, at half their limit?',
    )
    .option('--soak <duration>', 'a long load at last, over which sessions are renewed before they end')
    .option('--soak-load <multiple>', 'of the limit (default: 1)')
    .option('--soak-life <duration>', 'life that its sessions ask for (default: 600s, which is the longest)')
    .option(
      '--lifecycle [duration]',
      'cancel one secret and let one expire in mid-run, and watch so long whether they are refused (default: 3s)',
    )
    .option('--no-probes', "leave out the probes of the window's edges")
    .option('--saturate <duration>', 'closed-model saturation at the end (default: 0s; embedded: 3s)')
    .option(
      '--request <request>',
      'what is driven: a method and a path below the base URL',
      'GET /chatkit/threads?limit=1',
    )
    .option('-H, --header <header>', "a header of the driven request, 'Name: value'; repeatable", collect)
    .option(
      '--body <text>',
      'a body for the driven request (JSON unless a content-type header says otherwise)',
    )
    .option('--timeout <duration>', 'how long an answer may take', '10s')
    .option('--budget <n>', 'most requests that the plan may need', '20000')
    .option('--engine <name>', 'what sends: harness, or k6 (see docs/k6.md)', 'harness')
    .option('--scenario <name>', 'k6: smoke, limit, burst, journey, soak or breakpoint (default: limit)')
    .option('--instances <n>', 'k6: processes, each with its part of the iterations (default: 1)')
    .option(
      '--duration <duration>',
      'k6: of soak, journey and breakpoint (default: 60s, a soak 30m; embedded: 20s)',
    )
    .option('--peak <n>', "k6: requests a second at the end of breakpoint's ramp (default: 500)")
    .option('--vus <n>', 'k6: users that requests are spread over, over all instances (default: 20)')
    .option('--k6-out <output>', "k6: one more output, as k6's --out takes it; repeatable", collect)
    .option('--limiter <name>', 'limiter of the embedded deployment (default: sliding-window-log)')
    .option('--out <dir>', 'run folder (default: runs/<time>)')
    .option('--identify', 'name the limiter by probes that are chosen as answers come, instead of the steps')
    .option('--require <reading>', 'how the limit must be kept: rolling, fixed or bucket (default: rolling)')
    .option(
      '--threshold <expression>',
      "exit code 99 unless it holds: 'p99_admitted_ms<200', 'goodput{0.5x}>=0.99', 'over_admission==0'; repeatable",
      collect,
    )
    .option(
      '--search <from..to>',
      'instead of the steps: the highest multiple of the limit that keeps the thresholds',
    )
    .option('--search-resolution <ratio>', 'how closely it is found (default: 0.05, five percent)')
    .option('--json', 'print the run as one JSON document')
    .option('--strict', 'what cannot be told (the requirement, a threshold) is exit code 1')
    .option('--dry-run', 'print the plan and stop')
    .addHelpText('after', examples)
    .action(async (options: BenchOptions & K6Options & { readonly engine: string }, command: Command) => {
      const { bench } = await import('../bench/bench.ts');
      await bench(options, (command.parent as { rawArgs?: string[] } | null)?.rawArgs ?? ['bench'], io);
    });
}

const examples = `
Exit codes: 0 not refuted · 1 violation proved, or a secret honoured after its end · 2 wrong usage · 3 target unusable ·
            99 a threshold crossed · 130 interrupted

Examples:
  chatkit-harness bench                                     the embedded deployment, about a minute
  chatkit-harness bench --limiter fixed-window-anchored     a limiter that admits twice its limit around an edge
  chatkit-harness bench --identify --limiter gcra           which algorithm is it?
  chatkit-harness bench --base-url http://localhost:8787/v1 --limit 20 --window 60s
  chatkit-harness bench --load 0.5,1..4,10 --recovery --lifecycle   a ramp, recovery, secrets that end in mid-run
  chatkit-harness bench --sessions 30 --limit 5..50         each session its own limit, and loads in multiples of that
  chatkit-harness bench --load none --no-probes --soak 2h   sessions are renewed before they end
  chatkit-harness bench --search 0.5..50 --threshold 'p99_admitted_ms<200'
  chatkit-harness bench --base-url https://chat.example.com/v1 --allow-remote chat.example.com --dry-run
  chatkit-harness bench --engine k6 --instances 2           the same load from k6, in two processes
  chatkit-harness bench --base-url http://localhost:3000 --client-secret @secrets.txt --limit 5 \\
      --request 'POST /anything' --body '{}'                anything that is limited by its Authorization header
`;
