import http from 'k6/http';
import { stepTag } from '../plan/names.ts';
import { readSettings } from '../plan/settings.ts';
import { drive } from '../runtime/drive.ts';

/** As fast as the answers come, for `npm run bench:engines`: with `RECORDS` set as the scenarios send, without it as plain k6 does. */
const settings = readSettings(__ENV, 'breakpoint');
const session = { label: 's1', secret: 'synthetic', limit: settings.limit, step: null };
const url = `${settings.baseUrl}${settings.request.path}`;
const params = { headers: { authorization: `Bearer ${session.secret}`, ...settings.request.headers } };

export const options = {
  discardResponseBodies: true,
  scenarios: {
    saturate: {
      executor: 'constant-vus',
      vus: settings.vus,
      duration: `${settings.durationMs}ms`,
      tags: { [stepTag]: 'saturate' },
    },
  },
};

export default async function run(): Promise<void> {
  if (__ENV['RECORDS'] === undefined) http.get(url, params);
  else await drive(settings, { session, request: settings.request, name: 'driven' });
}
