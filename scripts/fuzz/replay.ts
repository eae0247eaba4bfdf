/** A word of a command line, quoted where a shell would read it otherwise. */
export const shellQuote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** The command that makes a finding again. */
export const replayCommand = (
  command: string,
  seed: number,
  path: string,
  {
    saveDir,
    expectFile,
  }: { readonly saveDir?: string | undefined; readonly expectFile?: string | undefined },
): string =>
  [
    'chatkit-harness fuzz',
    `--driver ${shellQuote(command)}`,
    `--seed ${seed}`,
    `--path ${shellQuote(path)}`,
    ...(path.startsWith('saved:') && saveDir !== undefined ? [`--save ${shellQuote(saveDir)}`] : []),
    ...(path.startsWith('expected:') && expectFile !== undefined
      ? [`--expect ${shellQuote(expectFile)}`]
      : []),
  ].join(' ');
