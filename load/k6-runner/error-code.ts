import { failures } from '../engine/index.ts';

/** k6's numbers of what went wrong, by the names that the other engines use. The rest keep their number. */
const names: Readonly<Record<string, string>> = {
  '1050': failures.timeout,
  '1101': 'ENOTFOUND',
  '1201': 'EPIPE',
  '1211': failures.timeout,
  '1212': 'ECONNREFUSED',
  '1220': 'ECONNRESET',
};

/** The name of an error of k6: `timeout`, `ECONNREFUSED`, …; `k6_1300` where there is none. */
export const k6ErrorName = (code: string): string => names[code] ?? (code === '' ? 'k6_error' : `k6_${code}`);

/** Whether a request that ended so never left: resolving, dialling or the TLS handshake failed. */
export function neverSent(code: string): boolean {
  const number = Number(code);
  return (
    (number >= 1100 && number < 1200) ||
    (number >= 1210 && number <= 1213) ||
    (number >= 1300 && number < 1400)
  );
}
