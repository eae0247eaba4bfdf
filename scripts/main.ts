import { CommanderError, Command } from 'commander';
import { exitCodes } from '../support/errors.ts';
import { isCommand, registerCommands } from './commands/index.ts';
import type { Io } from './io.ts';
import { reportError } from './report-error.ts';
import { version } from './version.ts';

/** Runs one command line to its end; the exit code goes to `io`. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<void> {
  const program = new Command('chatkit-harness')
    .description(
      'Fixture data, property checks, fuzzing and rate-limit benchmarks for the ChatKit API, ' +
        'against any deployment by URL or the embedded reference deployment.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help with examples')
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for the command's options and examples)")
    .addHelpText('after', exitCodeHelp);
  const asked = askedFor(argv);
  await registerCommands(program, io, asked[0]);

  try {
    await program.parseAsync(asked, { from: 'user' });
  } catch (error) {
    io.setExitCode(report(error, io));
  }
}

/** `help bench` is `bench --help`, of a command that there is: commander would answer any other word with the general help. */
function askedFor(argv: readonly string[]): readonly string[] {
  const [first, name, ...rest] = argv;
  if (first !== 'help' || name === undefined) return argv;
  return isCommand(name) ? [name, ...rest, '--help'] : [name];
}

/** Commander has printed its own message (or the help that was asked for) already. */
function report(error: unknown, io: Io): number {
  if (!(error instanceof CommanderError)) return reportError(error, io);
  return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}

const exitCodeHelp = `
Exit codes: 0 nothing refuted · 1 a finding (or a defect of this program) · 2 wrong usage · 3 target unusable
            99 a threshold crossed · 130 interrupted

Examples:
  chatkit-harness bench                                  # the embedded deployment, a window of seconds
  chatkit-harness bench --base-url http://localhost:8787/v1 --limit 20 --sessions 3
  chatkit-harness check                                  # what is wrong with a deployment, in seconds
  chatkit-harness fuzz --driver 'node my-driver.js'      # what breaks a client's parser, in any language
  chatkit-harness generate --out data --threads 1000     # sessions, threads and items as NDJSON
  chatkit-harness serve --dataset data                   # a ChatKit API on http://127.0.0.1:8787/v1
`;
