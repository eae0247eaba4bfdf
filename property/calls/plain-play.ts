import type { Play } from './scenario.ts';
import type { allOperations } from './values.ts';
import { requiredParams } from './values.ts';

/** A call with what it requires and no more, against a server that replies so. */
export const plainPlay = (
  operation: (typeof allOperations)[number],
  reply: Play['reply'],
  more: Partial<Play> = {},
): Play => ({ operation, params: requiredParams(operation), mostRequests: 6, reply, ...more });
