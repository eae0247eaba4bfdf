import type { Options } from 'k6/options';
import { metricNames } from '../plan/names.ts';

/** System tags that stay few whatever is driven: no URLs, no error texts, no addresses. Each costs k6 time, too, for every sample. */
const systemTags: Options['systemTags'] = ['scenario', 'name', 'status', 'error_code', 'check'];

/** Thresholds that every scenario fails on: nothing beyond the limit, and nothing that is neither admitted nor refused. */
const thresholds: NonNullable<Options['thresholds']> = {
  [metricNames.overAdmission]: ['count==0'],
  [metricNames.failed]: ['count==0'],
  // Makes k6 count the refusals itself.
  'http_reqs{status:429}': ['count>=0'],
};

/** Options of every scenario, and those of one. Its own thresholds are added; it may replace one by its name. */
export function commonOptions(own: Options): Options {
  return {
    discardResponseBodies: true,
    // Waiting for the common start takes as long as it takes.
    setupTimeout: '15m',
    teardownTimeout: '60s',
    systemTags,
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)'],
    ...own,
    thresholds: { ...thresholds, ...own.thresholds },
  };
}
