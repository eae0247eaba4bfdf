import type { Command } from 'commander';
import type { Io } from '../io.ts';
import * as bench from './bench.ts';
import * as generate from './generate.ts';
import * as serve from './serve.ts';
import * as validate from './validate.ts';

/** Adds every command to the program, in the order of the help. */
export function registerCommands(program: Command, io: Io): void {
  for (const command of [generate, validate, serve, bench]) command.register(program, io);
}
