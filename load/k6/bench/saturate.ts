import http from 'k6/http';
import { stepTag } from '../plan/names.ts';
import { readSettings } from '../plan/settings.ts';
import { drive } from '../runtime/drive.ts';
import { commonOptions } from '../runtime/options.ts';

/** As fast as the answers come, for `npm run bench:engines`: with `RECORDS` set as the scenarios send, without it as plain k6 does. */
const settings = readSettings(__ENV, 'breakpoint');
const session = { label: 's1', secret: 'synthetic', limit: settings.limit, step: null };
const url = `${settings.baseUrl}${settings.request.path}`;
const params = { headers: { authorization: `Bearer ${session.secret}`, ...settings.request.headers } };

const records = __ENV['RECORDS'] !== undefined;
const own = {
  discardResponseBodies: true,
  scenarios: {
    saturate: {
      executor: 'constant-vus' as const,
      vus: settings.vus,
      duration: `${settings.durationMs}ms`,
      tags: { [stepTag]: 'saturate' },
    },
  },
};

export const options = records ? commonOptions(own) : own;

export default function run(): void {
  if (records) drive(settings, { session, request: settings.request, name: 'driven', intended: null });
  else http.get(url, params);
}
