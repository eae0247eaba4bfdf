import { createStream } from '../../support/random.ts';
import type { FaultHooks, FaultTools } from './fault.ts';
import type { NamedFault } from './registry.ts';

type Tools = Omit<FaultTools, 'stream'>;

/** Puts a part through a hook of every fault, in their order. */
type PutThrough = <K extends keyof FaultHooks>(
  hook: K,
  part: Parameters<NonNullable<FaultHooks[K]>>[0],
) => Parameters<NonNullable<FaultHooks[K]>>[0];

/** Installs faults for one deployment. What they draw depends on the seed and on each fault's name, not on the others. */
export function installFaults(faults: readonly NamedFault[], seed: number, tools: Tools): PutThrough {
  const installed = faults.map(({ name, install }) =>
    install({ ...tools, stream: createStream(seed, 'fault', name) }),
  );
  return (hook, part) =>
    installed.reduce((inner, hooks) => {
      const wrap = hooks[hook] as ((next: typeof part) => typeof part) | undefined;
      return wrap === undefined ? inner : wrap(inner);
    }, part);
}
