import { expect, it } from 'vitest';
import { operations, shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { componentOfShape } from '../../schema/openapi/components.ts';
import { manifest, readFixture } from './testing/committed.ts';

const readme = readFixture('README.md').toString();
const queried: Partial<Record<ShapeName, string>> = {
  thread_list_query: operations['threads.list'].path,
  thread_item_list_query: operations['threads.listItems'].path,
};
const code = (word: string) => `\`${word}\``;

it('shows a case as it stands in the manifest', () => {
  const example: unknown = JSON.parse(/```json\n([^`]*)```/.exec(readme)?.[1] ?? '');
  expect(manifest.cases).toContainEqual(example);
});

it('tells which schema of openapi.yaml each shape is', () => {
  const told = [...readme.matchAll(/^\| `(\w+)` \| (`\w+`|parameters of `GET [^`]*`) \|/gm)].map(
    ([, shape, schema]) => [shape, schema],
  );
  const wanted = shapeNames.map((shape) => {
    if (shape.endsWith('_query')) return [shape, `parameters of \`GET ${queried[shape]}\``];
    return [shape, code(componentOfShape(shape))];
  });
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(wanted));
});

it('explains every shape, every field of a case, every verdict and every source', () => {
  const fields = manifest.cases.flatMap((each) => Object.keys(each));
  const sources = manifest.cases.map(({ source }) => source);
  const verdicts = manifest.cases.map(({ verdict }) => `**${verdict}**`);
  const words = [...shapeNames, ...fields, ...sources].map(code);
  const absent = [...words, ...verdicts].filter((word) => !readme.includes(word));
  // Of a file its length and hash explain themselves, and the example shows them.
  expect([...new Set(absent)].toSorted()).toEqual([code('bytes'), code('file'), code('sha256')]);
});
