import { z } from 'zod';
import { shapeNames } from '../../schema/index.ts';
import { featureNames } from './features.ts';
import type { Feature } from './features.ts';

/** Raised when a runner that reads the manifest as it was would misread it. */
export const manifestFormat = 1;

const line = z.string().min(1);
const id = z
  .string()
  .regex(/^(accept|reject|either)\/[a-z_]+\/[a-z0-9_.-]+(\/page-[0-9]+)?$/)
  .meta({ description: 'Stable name of the case: verdict, shape, and what it is.' });
const path = z
  .string()
  .regex(/^\$/)
  .meta({ description: 'A JSON path: `$` is the whole, `$.data[0].id` a field of an entry.' });
const source = z.enum(['seed', 'openapi', 'observed', 'rfc8259', 'synthetic']).meta({
  description: 'Where the fact comes from that the verdict rests on; README.md tells what each means.',
});

const common = {
  id,
  shape: z.enum(shapeNames).meta({ description: 'What the bytes are to be read as.' }),
  file: z
    .string()
    .regex(/^(accept|reject|either)\/[a-z0-9_./-]+\.json$/)
    .meta({ description: 'The bytes, beside this manifest. Not all files are JSON or even text.' }),
  bytes: z.int().min(0).meta({ description: 'Length of the file.' }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the file in hexadecimal.' }),
  reason: line.meta({ description: 'Why the verdict is what it is.' }),
  source,
  features: z
    .array(z.enum(featureNames))
    .min(1)
    .meta({ description: 'What the case is there for; `features` above tells what each means.' }),
  mutant: line
    .optional()
    .meta({ description: 'The one change that was made, and where: `missing:$.data[].id`.' }),
  base: id.optional().meta({ description: 'The case that the one change was made of.' }),
};

const isJson = 'Whether the bytes are one JSON text in UTF-8 by RFC 8259.';
const verdictIs = 'What a reader must do: take it, refuse it, or either; README.md tells what each means.';

const Accept = z.strictObject({
  ...common,
  verdict: z.literal('accept').meta({ description: verdictIs }),
  json: z.literal(true).meta({ description: isJson }),
  variant: line
    .optional()
    .meta({ description: 'Of a shape that is a union: the discriminator of the member that must come out.' }),
});

const Reject = z.strictObject({
  ...common,
  verdict: z.literal('reject').meta({ description: verdictIs }),
  json: z.boolean().meta({ description: isJson }),
  paths: z.array(path).meta({
    description:
      'What is at fault; a refusal that names places names at least one. Empty when the bytes are no JSON.',
  }),
});

const Either = z.strictObject({
  ...common,
  verdict: z.literal('either').meta({ description: verdictIs }),
  json: z.boolean().meta({ description: isJson }),
  paths: z.array(path).meta({
    description:
      'Where the value departs from the contract to the letter; empty when it does not, or is no JSON.',
  }),
});

const Case = z.discriminatedUnion('verdict', [Accept, Reject, Either]);
export type Case = z.infer<typeof Case>;

const Walk = z.strictObject({
  id: z
    .string()
    .regex(/^(accept|either)\/threads\.(list|listItems)\/[a-z0-9-]+$/)
    .meta({ description: 'Stable name of the walk.' }),
  operation: z.enum(['threads.list', 'threads.listItems']).meta({ description: 'Which list is walked.' }),
  verdict: z.enum(['accept', 'either']).meta({
    description: '`accept`: the walk must yield `entries`. `either`: the pages mislead; it must end.',
  }),
  reason: line.meta({ description: 'What the walk is about.' }),
  source,
  pages: z
    .array(
      z.strictObject({
        query: z
          .strictObject({
            limit: z.int().optional(),
            order: z.enum(['asc', 'desc']).optional(),
            after: z.string().optional(),
            before: z.string().optional(),
            user: z.string().optional(),
          })
          .meta({ description: 'The query that this page answers.' }),
        case: id.meta({ description: 'The page.' }),
      }),
    )
    .min(1)
    .meta({ description: 'The pages in the order in which they are asked for.' }),
  entries: z
    .array(line)
    .optional()
    .meta({ description: 'Ids of the entries as the walk meets them; only of honest walks.' }),
});
export type Walk = z.infer<typeof Walk>;

export const Manifest = z.strictObject({
  $schema: z.literal('./manifest.schema.json'),
  format: z.literal(manifestFormat).meta({ description: 'Version of the form of this manifest.' }),
  contract: z
    .literal('chatkit_beta=v1')
    .meta({ description: 'Version of the API, as its beta header names it.' }),
  features: z
    .strictObject(
      Object.fromEntries(featureNames.map((name) => [name, line])) as Record<Feature, typeof line>,
    )
    .meta({ description: 'What a case may be there for, and what that means.' }),
  cases: z.array(Case).meta({ description: 'Every file, in the order of their ids.' }),
  walks: z.array(Walk).meta({ description: 'Lists walked page by page.' }),
});
export type Manifest = z.infer<typeof Manifest>;

/** `manifest.schema.json`: the form of the manifest for readers in any language. */
export function renderManifestSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(Manifest, { target: 'draft-2020-12' });
  const titled = {
    $schema,
    title: 'Manifest of the ChatKit corpus',
    description: 'Which files there are, what they are to be read as, and what a reader must do with each.',
    ...schema,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

const rows = (list: readonly unknown[]): string =>
  list.map((row) => `    ${JSON.stringify(row)}`).join(',\n');

/** `manifest.json`: a case a line, so that a change of one case is a change of one line. */
export function renderManifest({ cases, walks, ...head }: Manifest): string {
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  return `${start},\n  "cases": [\n${rows(cases)}\n  ],\n  "walks": [\n${rows(walks)}\n  ]\n}\n`;
}
