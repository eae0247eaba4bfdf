import { expect, it } from 'vitest';
import { shapeNames } from '../../schema/index.ts';
import { manifest, readFixture } from './testing/committed.ts';

const readme = readFixture('README.md').toString();
const code = (word: string) => `\`${word}\``;

it('shows a case as it stands in the manifest', () => {
  const example: unknown = JSON.parse(/```json\n([^`]*)```/.exec(readme)?.[1] ?? '');
  expect(manifest.cases).toContainEqual(example);
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
