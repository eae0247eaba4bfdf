import type { AnyScenario } from '../scenario.ts';
import { errors } from './errors.ts';
import { paging } from './paging.ts';
import { requests } from './requests.ts';
import { retries } from './retries.ts';
import { retryAfter } from './retry-after.ts';
import { wire } from './wire.ts';

/** Every scenario, those first that say most about a client. */
export const scenarios: readonly AnyScenario[] = [
  ...requests,
  ...paging,
  ...retries,
  ...retryAfter,
  ...errors,
  ...wire,
];

/** The scenario of a name. */
export const findScenario = (name: string): AnyScenario | undefined =>
  scenarios.find((each) => each.name === name);
