import { unusableError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import type { PlannedStep } from './plan.ts';

/** @throws HarnessError (exit code 3) when a whole step brought neither an admission nor a refusal by the limit. */
export function refuseUseless(records: readonly RequestRecord[], step: PlannedStep): void {
  const useful = records.some(
    ({ status }) => status !== null && (status === 429 || (status >= 200 && status < 300)),
  );
  if (useful || records.length === 0) return;
  const counts = new Map<string, number>();
  for (const { status, error } of records) {
    const answer = status === null ? (error ?? 'no answer') : `status ${status}`;
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  const answers = [...counts].map(([answer, count]) => `${count} × ${answer}`).join(', ');
  const hint = counts.has('status 401')
    ? 'is the secret right and still alive?'
    : counts.has('status 404')
      ? 'does the base URL end in /v1, and is --request the right path?'
      : counts.has('timeout')
        ? 'does the deployment hang, or is --timeout too short for it?'
        : 'is --request a request that this deployment admits?';
  throw unusableError(`the step ${step.name} was neither admitted nor throttled once (${answers}): ${hint}`);
}
