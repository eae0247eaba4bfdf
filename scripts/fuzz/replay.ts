import type { CommonPlan } from './read-common.ts';

/** A word of a command line, quoted where a shell would read it otherwise. */
const shellQuote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** What a path needs besides the seed, by what it begins with. */
const filesOf = (path: string, { saveDir, expectFile, corpusDir }: CommonPlan): readonly string[] =>
  path.startsWith('saved:') && saveDir !== undefined
    ? ['--save', saveDir]
    : path.startsWith('expected:') && expectFile !== undefined
      ? ['--expect', expectFile]
      : path.startsWith('corpus:') && corpusDir !== undefined
        ? ['--corpus', corpusDir]
        : [];

/** The command that makes a case again: with the bounds that were given, for what ends a driver depends on them. */
export function replayCommand(plan: CommonPlan, path: string): string {
  const { mode, commands, seed, bounds } = plan;
  return [
    'chatkit-harness fuzz',
    ...(mode === 'call' ? ['--mode call'] : []),
    ...commands.map((command) => `--driver ${shellQuote(command)}`),
    `--seed ${seed}`,
    ...['--path', path, ...filesOf(path, plan), ...bounds].map(shellQuote),
  ].join(' ');
}
