import type { Finding, FuzzReport } from '../../property/fuzz/index.ts';

const empty = String.raw`(?:null|""|0|false|\[\]|\{\})`;

/** What of a finding a trait would allow. */
const allows = {
  lenient: ({ fault }) =>
    fault.outcome === 'accepted-invalid' && fault.detail.startsWith('breaks the contract'),
  ignoresUnknownFields: ({ fault, signature }) =>
    fault.outcome === 'lost' && signature.includes('unknown field'),
  fillsDefaults: ({ fault }) =>
    fault.outcome === 'added' && new RegExp(`: nothing became ${empty}$`).test(fault.detail),
  omitsNulls: ({ fault, signature }) =>
    fault.outcome === 'lost' &&
    fault.detail.endsWith(': null became nothing') &&
    !signature.includes('unknown field'),
  nullsAsDefaults: ({ fault }) =>
    fault.outcome === 'changed' && new RegExp(`: null became ${empty}$`).test(fault.detail),
} as const satisfies Readonly<Record<string, (finding: Pick<Finding, 'fault' | 'signature'>) => boolean>>;

/**
 * A line that names the traits that would allow findings, for who has just begun: most of what a first run shows is
 * what the client does by design. Undefined where no trait would.
 */
export function traitHint({ findings, hello }: Pick<FuzzReport, 'findings' | 'hello'>): string | undefined {
  const traits: Readonly<Record<string, unknown>> = hello.traits ?? {};
  const counts = Object.entries(allows)
    .filter(([name]) => traits[name] !== true)
    .map(([name, allow]) => [name, findings.filter(allow).length] as const)
    .filter(([, n]) => n > 0)
    .toSorted(([, a], [, b]) => b - a);
  if (counts.length === 0) return undefined;
  return (
    'What the client does by design is no finding once hello says so in its traits: ' +
    `${counts.map(([name, n]) => `${name} would allow ${n}`).join(', ')} (docs/driver-protocol.md, Traits)`
  );
}
