import { shellQuote } from '../fuzz/replay.ts';

/** The command that makes a finding again. */
export const replayCall = (command: string, seed: number, path: string, saveDir?: string): string =>
  [
    'chatkit-harness fuzz --mode call',
    `--driver ${shellQuote(command)}`,
    `--seed ${seed}`,
    `--path ${shellQuote(path)}`,
    ...(path.startsWith('saved:') && saveDir !== undefined ? [`--save ${shellQuote(saveDir)}`] : []),
  ].join(' ');
