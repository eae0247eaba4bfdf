import http from 'k6/http';
import exec from 'k6/execution';

/** k6's own constant arrival rate and nothing else, for `npm run bench:pacing`; each request says which slot of the timetable it is for. */
const url = __ENV['PACE_URL'] ?? '';
const rate = Number(__ENV['PACE_RATE']);

export const options = {
  discardResponseBodies: true,
  scenarios: {
    pace: {
      executor: 'constant-arrival-rate' as const,
      rate,
      timeUnit: '1s',
      duration: `${__ENV['PACE_DURATION_MS']}ms`,
      preAllocatedVUs: Math.max(10, Math.ceil(rate / 10)),
    },
  },
};

export default function run(): void {
  http.get(url, { headers: { 'x-slot': String(exec.scenario.iterationInTest) } });
}
