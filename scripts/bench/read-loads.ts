import type { LoadRamp } from '../../load/bench/index.ts';
import type { OptionReader } from '../options.ts';

export interface ReadLoads {
  readonly loads: readonly number[];
  readonly ramps: readonly LoadRamp[];
}

/** Reads `--load`: multiples of the limit such as `0.5`, ramps such as `0.5..3`, joined by commas; or `none`. */
export function readLoads(reader: OptionReader, text: string): ReadLoads {
  const loads: number[] = [];
  const ramps: LoadRamp[] = [];
  if (text.trim() === 'none') return { loads, ramps };
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part.includes('..')) ramps.push(...readRamp(reader, '--load', part));
    else loads.push(reader.positive('--load', part));
  }
  const names = [...loads, ...ramps.map(({ from, to }) => `${from}..${to}`)];
  if (new Set(names).size < names.length) reader.problem(`--load: '${text}' names a multiple twice`);
  return { loads, ramps };
}

/** Reads two multiples of the limit, `0.5..3`; none after a problem. */
export function readRamp(reader: OptionReader, option: string, text: string): LoadRamp[] {
  const match = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || from === to) {
    reader.problem(`${option}: two different multiples such as 0.5..3 are wanted, got '${text}'`);
    return [];
  }
  return [{ from, to }];
}
