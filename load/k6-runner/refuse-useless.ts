import { unusableError } from '../../support/errors.ts';
import { refuseUseless } from '../bench/useless.ts';
import type { RequestRecord } from '../records.ts';
import type { K6Outcome } from './measure-with-k6.ts';

const isUseful = ({ status }: RequestRecord): boolean =>
  status !== null && (status === 429 || (status >= 200 && status < 300));

/**
 * Refuses a run that says nothing of the limit: k6 sent no request, or none was admitted or throttled. A run that was interrupted says
 * what it can.
 * @throws HarnessError (exit code 3) with what k6 said, or what was answered.
 */
export function refuseUselessRun({ plan, records, warnings, interrupted }: K6Outcome): void {
  if (interrupted) return;
  if (records.length === 0) {
    const said = warnings.slice(0, 3).join('; ');
    throw unusableError(`k6 sent no request of the scenario${said === '' ? '' : `: ${said}`}`);
  }
  if (records.some(isUseful)) return;
  for (const step of plan.steps)
    refuseUseless(
      records.filter((record) => record.step === step.name),
      step,
    );
}
