import type { Command } from 'commander';
import type { Io } from '../io.ts';

interface CommandModule {
  register(program: Command, io: Io): void;
}

/** Every command, in the order of the help. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  generate: () => import('./generate.ts'),
  validate: () => import('./validate.ts'),
  serve: () => import('./serve.ts'),
  check: () => import('./check.ts'),
  bench: () => import('./bench.ts'),
  report: () => import('./report.ts'),
  merge: () => import('./merge.ts'),
  k6: () => import('./k6.ts'),
  fuzz: () => import('./fuzz.ts'),
};

export const isCommand = (name: string): boolean => Object.hasOwn(commands, name);

/**
 * Adds the commands to the program. When `name` is one of them only that one is loaded: `validate` need not
 * wait for the load engines.
 */
export async function registerCommands(program: Command, io: Io, name: string | undefined): Promise<void> {
  const named = name !== undefined && isCommand(name) ? [commands[name]] : Object.values(commands);
  for (const load of named) (await load?.())?.register(program, io);
}
