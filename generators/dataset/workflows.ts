import type { RandomStream } from '../../support/random.ts';
import type { Workflow } from '../../schema/index.ts';
import { createId } from '../identity.ts';

/** How many workflows the sessions of a dataset use. */
export const workflowCount = 4;

/** A workflow that was made within the year before the reference time; it has no state yet. */
export function drawWorkflow(stream: RandomStream, referenceTime: number): Workflow {
  const madeMs = (referenceTime - stream.int(120 * 86_400, 365 * 86_400)) * 1000 + stream.int(0, 999);
  return {
    id: createId('wf', stream, madeMs),
    state_variables: null,
    tracing: { enabled: stream.chance(0.8) },
    version: stream.chance(0.5) ? null : String(stream.int(1, 12)),
  };
}
