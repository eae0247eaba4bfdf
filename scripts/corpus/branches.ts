import type { Mutant, Place, Site } from '../../generators/mutants/index.ts';

/** What a reader may meet at a site, or must refuse there; a row of the coverage table. */
export type Branch = string;

/** The legal things that may stand at a site. */
export function legalBranches({ view, nullable, optional, role, membership }: Site): Branch[] {
  const around = [...(nullable ? ['null'] : []), ...(optional ? ['absent'] : [])];
  if (role === 'discriminator') return [`"${membership?.tag}"`, ...around];
  switch (view.kind) {
    case 'object':
      return ['present', 'present, with an unknown field', ...around];
    case 'variants':
      return ['present', ...around];
    case 'list':
    case 'map':
      return ['empty', 'not empty', ...around];
    case 'text':
      return [...(view.min === undefined && !view.uri ? ['empty'] : []), 'not empty', ...around];
    case 'integer': {
      const bounds = [view.min, view.max].filter((bound) => bound !== undefined);
      return ['present', ...bounds.map(String), ...around];
    }
    case 'boolean':
      return ['true', 'false', ...around];
    case 'choice':
      return [...view.values.map((value) => `"${value}"`), ...around];
    case 'primitive':
      return ['string', 'number', 'boolean', ...around];
  }
}

/** Which of the legal branches a place of a valid value takes. */
export function branchesOf({ site, value }: Place): Branch[] {
  if (value === null) return ['null'];
  const { view } = site;
  switch (view.kind) {
    case 'object': {
      const known = new Set(view.fields.map(({ name }) => name));
      const extra = Object.keys(value as object).some((name) => !known.has(name));
      return extra ? ['present', 'present, with an unknown field'] : ['present'];
    }
    case 'variants':
      return ['present'];
    case 'list':
    case 'map':
      return [Object.keys(value as object).length === 0 ? 'empty' : 'not empty'];
    case 'text':
      return [value === '' ? 'empty' : 'not empty'];
    case 'integer':
      return ['present', JSON.stringify(value)];
    case 'primitive':
      return [typeof value];
    case 'boolean':
      return [JSON.stringify(value)];
    case 'choice':
      return [JSON.stringify(value)];
  }
}

/** What a reader must refuse at a site, or may. */
export function faultBranches({ view, nullable, optional, role }: Site): Branch[] {
  if (role === 'member') return [];
  const isField = role === 'field' || role === 'discriminator';
  const all = [...(isField && !optional ? ['missing'] : []), ...(nullable ? [] : ['null']), 'wrong type'];
  if (role === 'discriminator') return [...all, 'unknown member'];
  if (view.kind === 'choice') all.push('unknown value');
  if (view.kind === 'integer') {
    all.push('fraction');
    if (view.min !== undefined) all.push('below its bound');
    all.push(view.max === undefined ? 'beyond 2^53' : 'above its bound');
  }
  if (view.kind === 'text') {
    if (view.uri) all.push('no URI');
    if (view.min !== undefined) all.push('below its bound');
    if (view.max !== undefined) all.push('above its bound');
  }
  if (view.kind === 'map') {
    if (view.maxEntries !== undefined) all.push('above its bound');
    if (view.maxNameCharacters !== undefined) all.push('name above its bound');
  }
  return all;
}

const faultOf: Partial<Readonly<Record<Mutant['change'], Branch>>> = {
  missing: 'missing',
  null: 'null',
  'as-text': 'wrong type',
  'as-number': 'wrong type',
  'as-boolean': 'wrong type',
  'as-list': 'wrong type',
  'as-object': 'wrong type',
  'unknown-value': 'unknown value',
  'other-case': 'unknown value',
  fraction: 'fraction',
  'beyond-safe': 'beyond 2^53',
  'below-minimum': 'below its bound',
  'above-maximum': 'above its bound',
  'too-short': 'below its bound',
  'too-long': 'above its bound',
  'too-many-entries': 'above its bound',
  'too-long-name': 'name above its bound',
  'bad-uri': 'no URI',
  'unknown-member': 'unknown member',
};

/** The branch that a change of a site stands for, where it stands for one. */
export const faultBranch = (change: Mutant['change']): Branch | undefined => faultOf[change];
