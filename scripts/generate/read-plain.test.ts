import { Command } from 'commander';
import { expect, it } from 'vitest';
import { flags } from './flags.ts';
import { readPlain } from './read-plain.ts';

/** What commander makes of the same command line. */
function readWithCommander(argv: readonly string[]): unknown {
  const command = new Command();
  for (const [names, meaning, byDefault] of flags) command.option(names, meaning, byDefault);
  return command.parse(argv, { from: 'user' }).opts();
}

it.each<string[][]>([
  [[]],
  [['--out', 'data', '--seed', '7']],
  [['--threads', '1', '--threads', '2']],
  [['--gzip', '--resume', '--json', '--force', '--coverage']],
  [['--out', '', '--items', '4..16', '--locale', 'en,ja', '--shard', '3/16', '--format', 'har']],
  [['--profile', 'nonsense', '--users', 'many', '--sessions', '0', '--workers', '2']],
])('reads as commander does: %j', (argv) => {
  expect(readPlain(argv)).toEqual(readWithCommander(argv));
});

it('reads every option as commander does', () => {
  for (const [names] of flags) {
    const argv = names.split(' ').map((part) => (part.startsWith('<') ? 'value' : part));
    expect(readPlain(argv)).toEqual(readWithCommander(argv));
  }
});

it.each([
  [['--help']],
  [['-h']],
  [['data']],
  [['--sed', '7']],
  [['--seed=7']],
  [['--seed']],
  [['--seed', '-7']],
  [['--out', '--seed', '7']],
  [['--', '--seed', '7']],
])('leaves the rest to commander: %j', (argv) => {
  expect(readPlain(argv)).toBeUndefined();
});
