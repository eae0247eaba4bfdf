import { flags } from './flags.ts';
import type { GenerateOptions } from './read-settings.ts';

/** Whether each option takes a value, by its name. */
const takesValue = new Map(flags.map(([names]) => [names.split(' ')[0] as string, names.includes('<')]));

const keyOf = (name: string): string => name.slice(2);

/**
 * Reads a command line of `generate` that holds nothing but its options, each whole. For whatever else there is, help and mistakes
 * among it, commander has an answer: loading it takes longer than making a small dataset.
 * @returns undefined when commander must be asked.
 */
export function readPlain(argv: readonly string[]): GenerateOptions | undefined {
  const options: Record<string, string | true> = {};
  for (const [names, , byDefault] of flags)
    if (byDefault !== undefined) options[keyOf(names.split(' ')[0] as string)] = byDefault;
  for (let at = 0; at < argv.length; at += 1) {
    const name = argv[at] as string;
    const isValued = takesValue.get(name);
    if (isValued === undefined) return undefined;
    if (!isValued) {
      options[keyOf(name)] = true;
      continue;
    }
    at += 1;
    const value = argv[at];
    if (value === undefined || value.startsWith('-')) return undefined;
    options[keyOf(name)] = value;
  }
  return options as unknown as GenerateOptions;
}
