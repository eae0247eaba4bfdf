import { checkGroups } from './check.ts';
import type { Check } from './check.ts';
import { authorizationChecks } from './groups/authorization.ts';
import { contractChecks } from './groups/contract.ts';
import { deletionChecks } from './groups/deletion.ts';
import { errorChecks } from './groups/errors.ts';
import { hostileChecks } from './groups/hostile.ts';
import { isolationChecks } from './groups/isolation.ts';
import { lifecycleChecks } from './groups/lifecycle.ts';
import { limitChecks } from './groups/limits.ts';
import { pagingChecks } from './groups/paging.ts';
import { trafficChecks } from './groups/traffic.ts';

/** Every check, in the order in which they are made and listed. */
export const checks: readonly Check[] = [
  ...contractChecks,
  ...lifecycleChecks,
  ...pagingChecks,
  ...errorChecks,
  ...authorizationChecks,
  ...isolationChecks,
  ...limitChecks,
  ...hostileChecks,
  ...trafficChecks,
  ...deletionChecks,
].toSorted((a, b) => checkGroups.indexOf(a.group) - checkGroups.indexOf(b.group));

/** The check of this name; undefined where there is none. */
export const findCheck = (name: string): Check | undefined => checks.find((check) => check.name === name);
