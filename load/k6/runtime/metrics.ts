import { Counter, Trend } from 'k6/metrics';
import { metricNames } from '../plan/names.ts';

/** The scenarios' own metrics; see `plan/names.ts` for what each means. */
export const metrics = {
  sent: new Counter(metricNames.sent),
  admitted: new Counter(metricNames.admitted),
  throttled: new Counter(metricNames.throttled),
  failed: new Counter(metricNames.failed),
  latencyAdmitted: new Trend(metricNames.latencyAdmitted, true),
  latencyThrottled: new Trend(metricNames.latencyThrottled, true),
  overAdmission: new Counter(metricNames.overAdmission),
  windowAdmitted: new Counter(metricNames.windowAdmitted),
  sessionCreated: new Counter(metricNames.sessionCreated),
  sessionCancelled: new Counter(metricNames.sessionCancelled),
};
