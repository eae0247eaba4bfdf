import { absent, change } from './change.ts';
import type { Change } from './change.ts';
import { ofKind } from './kind-changes.ts';
import type { Site } from './places.ts';
import { toNull, toOtherTypes } from './type-changes.ts';

const known = new WeakMap<Site, readonly Change[]>();

function find(site: Site): Change[] {
  // A member is the value of its union, which has had the rest.
  if (site.role === 'member') return ofKind(site);
  const isField = site.role === 'field' || site.role === 'discriminator';
  const missing = change('missing', () => ({
    put: absent,
    expectation: site.optional ? 'accept' : 'reject',
  }));
  return [...(isField ? [missing] : []), toNull(site), ...toOtherTypes(site), ...ofKind(site)];
}

/** Every change of a site, in a fixed order: absence, null, other types, then what its kind has of its own. */
export function changesAt(site: Site): readonly Change[] {
  const changes = known.get(site) ?? find(site);
  known.set(site, changes);
  return changes;
}
