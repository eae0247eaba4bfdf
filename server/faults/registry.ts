import { usageError } from '../../support/errors.ts';
import { authorizationFaults } from './authorization.ts';
import { contentsFaults } from './contents.ts';
import { deletionFaults } from './deletion.ts';
import { errorFaults } from './errors.ts';
import type { Fault } from './fault.ts';
import { headerFaults } from './headers.ts';
import { limitFaults } from './limits.ts';
import { pageChoiceFaults } from './page-choice.ts';
import { pageFormFaults } from './page-form.ts';
import { sessionFaults } from './sessions.ts';
import { transportFaults } from './transport.ts';
import { walkingFaults } from './walking.ts';
import { likeliest } from './likeliest.ts';

/** Those that stand nearest to the connection come last: faults are put on in this order, one over the other. */
const registry = {
  ...walkingFaults,
  ...pageFormFaults,
  ...pageChoiceFaults,
  ...contentsFaults,
  ...sessionFaults,
  ...authorizationFaults,
  ...deletionFaults,
  ...limitFaults,
  ...errorFaults,
  ...headerFaults,
  ...transportFaults,
} satisfies Record<string, Fault>;

/** The stable names of the faults, as `serve --fault` takes them. */
export type FaultName = keyof typeof registry;

/** A fault with its name. */
export interface NamedFault extends Fault {
  readonly name: FaultName;
}

export const faultNames = Object.keys(registry) as FaultName[];

/** Every fault, grouped by area. */
export const faults: readonly NamedFault[] = faultNames.map((name) => ({ name, ...registry[name] }));

/** Whether a text is the name of a fault. */
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(registry, name);

/** What is wrong with a name that no fault has. */
export function unknownFault(name: string): string {
  const likely = likeliest(name, faultNames);
  const hint = likely === undefined ? '' : ` (did you mean '${likely}'?)`;
  return `no fault is called '${name}'${hint}; --list-faults lists them`;
}

/**
 * The faults of these names, each once, in the order in which they are put on.
 * @throws HarnessError (exit code 2) with every name that no fault has.
 */
export function selectFaults(names: readonly string[]): readonly NamedFault[] {
  const unknown = names.filter((name) => !isFaultName(name));
  if (unknown.length > 0) throw usageError(...unknown.map(unknownFault));
  return faults.filter(({ name }) => names.includes(name));
}
