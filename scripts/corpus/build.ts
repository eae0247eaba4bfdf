import { createHash } from 'node:crypto';
import { viewOf } from '../../generators/mutants/view.ts';
import { readShape, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { renderCoverage } from './coverage.ts';
import { documentedCases } from './documented.ts';
import { idOf, utf8 } from './draft.ts';
import type { Draft } from './draft.ts';
import { errorCases } from './errors.ts';
import { features } from './features.ts';
import { futureMemberCases } from './future-members.ts';
import { jsonFormCases } from './json-forms.ts';
import { manifestFormat, renderManifest, renderManifestSchema } from './manifest.ts';
import type { Case, Manifest, Walk } from './manifest.ts';
import { notJsonCases } from './not-json.ts';
import { numberCases } from './numbers.ts';
import { oneChangeCases } from './one-change.ts';
import { parserDifferenceCases } from './parser-differences.ts';
import { textCases } from './texts.ts';
import { uriCases } from './uris.ts';
import { walkDrafts } from './walks.ts';
import type { WalkDraft } from './walks.ts';
import { wholeValueCases } from './whole-values.ts';

/** Everything that the script writes: path below `fixtures/` → bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

export interface Corpus {
  readonly manifest: Manifest;
  readonly files: Files;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value that bytes are, when they are one JSON text in UTF-8 without a byte order mark. */
export function parseBytes(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) };
  } catch {
    return undefined;
  }
}

function variantOf(shape: ShapeName, value: unknown): string | undefined {
  const view = viewOf(shapes[shape]);
  if (view.kind !== 'variants') return undefined;
  return (value as Readonly<Record<string, string>>)[view.discriminator];
}

/** Places where a value departs from the contract, as the strict reading finds them; each once. */
function departures(shape: ShapeName, value: unknown): string[] {
  const read = readShape(shape, value);
  return read.ok ? [] : [...new Set(read.problems.map(({ path }) => path))];
}

function caseOf(draft: Draft): Case {
  const { shape, bytes, reason, source, faults = [], mutant } = draft;
  const id = idOf(draft);
  const parsed = parseBytes(bytes);
  const common = {
    id,
    shape,
    file: `${id}.json`,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    reason,
    source,
    features: [...draft.features],
    ...(mutant && { mutant: mutant.name, base: mutant.base }),
  };
  if (draft.verdict === 'accept') {
    const variant = variantOf(shape, parsed?.value);
    return { ...common, verdict: 'accept', json: true, ...(variant !== undefined && { variant }) };
  }
  const json = parsed !== undefined;
  if (draft.verdict === 'reject') return { ...common, verdict: 'reject', json, paths: [...faults] };
  return { ...common, verdict: 'either', json, paths: parsed ? departures(shape, parsed.value) : [] };
}

const walkOf = ({ name, operation, verdict, reason, source, pages, entries }: WalkDraft): Walk => ({
  id: `${verdict}/${operation}/${name}`,
  operation,
  verdict: verdict === 'accept' ? 'accept' : 'either',
  reason,
  source,
  pages: pages.map(({ query, draft }) => ({ query, case: idOf(draft) })),
  ...(entries && { entries: [...entries] }),
});

const byId = <T extends { readonly id: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** The whole corpus, always the same: no clock, and no chance but that of the generators' seeds. */
export function buildCorpus(): Corpus {
  const walks = walkDrafts();
  const drafts = [
    ...wholeValueCases(),
    ...oneChangeCases(),
    ...textCases(),
    ...uriCases(),
    ...numberCases(),
    ...jsonFormCases(),
    ...errorCases(),
    ...documentedCases(),
    ...new Set(walks.flatMap(({ pages }) => pages.map(({ draft }) => draft))),
    ...futureMemberCases(),
    ...parserDifferenceCases(),
    ...notJsonCases(),
  ];
  const manifest: Manifest = {
    $schema: './manifest.schema.json',
    format: manifestFormat,
    contract: 'chatkit_beta=v1',
    features: { ...features },
    cases: byId(drafts.map(caseOf)),
    walks: byId(walks.map(walkOf)),
  };
  const files = new Map(drafts.map((draft) => [`${idOf(draft)}.json`, draft.bytes]));
  files.set('manifest.json', utf8(renderManifest(manifest)));
  files.set('manifest.schema.json', utf8(renderManifestSchema()));
  files.set('COVERAGE.md', utf8(renderCoverage(drafts)));
  return { manifest, files };
}
