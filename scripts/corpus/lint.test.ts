import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { mutate } from '../../generators/mutants/index.ts';
import { readShape } from '../../schema/index.ts';
import { documentedExamples } from '../../schema/testing/documented-examples.ts';
import { compileShapes } from '../../schema/testing/json-schema.ts';
import { featureNames } from './features.ts';
import type { Case } from './manifest.ts';
import { filesOnDisk, manifest, readFixture, valueOf } from './testing/committed.ts';

// What is committed is read from the disk as others read it; nothing is made anew.

const { cases } = manifest;
const byId = new Map(cases.map((each) => [each.id, each]));
const of = (verdict: Case['verdict']) => cases.filter((each) => each.verdict === verdict);
const departures = ({ shape }: Case, value: unknown): string[] => {
  const read = readShape(shape, value);
  return read.ok ? [] : [...new Set(read.problems.map(({ path }) => path))].toSorted();
};
/** What is wrong with which case; nothing, when all is well. */
const faults = (list: readonly Case[], check: (each: Case) => string | undefined): string[] =>
  list.flatMap((each) => {
    const fault = check(each);
    return fault === undefined ? [] : [`${each.id}: ${fault}`];
  });

describe('the manifest', () => {
  it('keeps to its own schema, which refuses what it does not name', () => {
    const schema = JSON.parse(readFixture('manifest.schema.json').toString()) as object;
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    validate(manifest);
    expect(validate.errors).toBe(null);
    const [first] = cases;
    const broken = [
      { ...manifest, extra: 1 },
      { ...manifest, format: 2 },
      { ...manifest, cases: [{ ...first, extra: 1 }] },
      { ...manifest, cases: [{ ...first, sha256: 'X' }] },
      { ...manifest, cases: [{ ...first, features: ['unheard-of'] }] },
      { ...manifest, cases: [{ ...first, reason: undefined }] },
      { ...manifest, cases: [{ ...first, verdict: 'reject', json: true, paths: undefined }] },
    ];
    expect(broken.map((value) => validate(JSON.parse(JSON.stringify(value))))).toEqual(
      broken.map(() => false),
    );
  });

  it('has every id and every file once, in order', () => {
    const ids = cases.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(cases.map(({ file }) => file)).toEqual(ids.map((id) => `${id}.json`));
    const folded = ids.map((id) => id.toLowerCase());
    expect(new Set(folded).size).toBe(ids.length);
    const walks = manifest.walks.map(({ id }) => id);
    expect(walks).toEqual([...new Set(walks)].toSorted());
  });

  it('names verdict and shape in the id', () => {
    expect(
      faults(cases, ({ id, verdict, shape }) =>
        id.startsWith(`${verdict}/${shape}/`) ? undefined : 'does not',
      ),
    ).toEqual([]);
  });

  it('lists what is on the disk, byte for byte', () => {
    expect(filesOnDisk.toSorted()).toEqual(cases.map(({ file }) => file).toSorted());
    expect(
      faults(cases, ({ file, bytes, sha256 }) => {
        const data = readFixture(file);
        const same = data.length === bytes && createHash('sha256').update(data).digest('hex') === sha256;
        return same ? undefined : 'other bytes';
      }),
    ).toEqual([]);
  });

  it('stays small', () => {
    const sizes = cases.map(({ bytes }) => bytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
    expect(sizes.reduce((sum, bytes) => sum + bytes, readFixture('manifest.json').length)).toBeLessThan(
      3_000_000,
    );
    expect(faults(cases, ({ file }) => (file.length <= 120 ? undefined : 'long name'))).toEqual([]);
  });

  it('tells what every feature means, and has a case of each', () => {
    expect(Object.keys(manifest.features)).toEqual(featureNames);
    const used = new Set(cases.flatMap(({ features }) => features));
    expect(featureNames.filter((name) => !used.has(name))).toEqual([]);
  });

  it('gives reasons that are sentences', () => {
    expect(faults(cases, ({ reason }) => (/^[A-Z$/].{20,}[.]$/s.test(reason) ? undefined : reason))).toEqual(
      [],
    );
  });
});

describe('verdicts', () => {
  it('accept: the strict reading takes it, in the variant that is named', () => {
    expect(
      faults(of('accept'), (each) => {
        const parsed = valueOf(each);
        if (parsed === undefined) return 'is no JSON';
        const found = departures(each, parsed.value);
        if (found.length > 0) return found.join(' ');
        const { type } = parsed.value as { type?: string };
        return each.verdict === 'accept' && each.variant !== undefined && each.variant !== type
          ? `is ${type}`
          : undefined;
      }),
    ).toEqual([]);
    const unions = new Set(['thread_item', 'thread_status', 'annotation', 'user_message_content']);
    expect(
      faults(of('accept'), (each) => ('variant' in each === unions.has(each.shape) ? undefined : 'variant')),
    ).toEqual([]);
  });

  it('reject: it is no JSON, or the strict reading refuses it at the paths that are named and nowhere else', () => {
    expect(
      faults(of('reject'), (each) => {
        const parsed = valueOf(each);
        if ((parsed !== undefined) !== each.json) return 'json';
        const paths = each.verdict === 'reject' ? each.paths : [];
        if (parsed === undefined) return paths.length === 0 ? undefined : 'names paths';
        const found = departures(each, parsed.value);
        return found.length > 0 && found.join() === paths.toSorted().join() ? undefined : found.join(' ');
      }),
    ).toEqual([]);
  });

  it('either: it says where it departs from the contract, or why readers differ', () => {
    expect(
      faults(of('either'), (each) => {
        const parsed = valueOf(each);
        if ((parsed !== undefined) !== each.json) return 'json';
        const paths = each.verdict === 'either' ? each.paths : [];
        const found = parsed === undefined ? [] : departures(each, parsed.value);
        if (found.join() !== paths.toSorted().join()) return found.join(' ');
        const why = ['parser-difference', 'unknown-member', 'lying-page', 'drift'] as const;
        return each.features.some((feature) => (why as readonly string[]).includes(feature))
          ? undefined
          : 'no reason';
      }),
    ).toEqual([]);
  });

  it('are those of JSON Schema, which shares no code with the strict reading', () => {
    const secondOpinion = compileShapes();
    expect(
      faults([...of('accept'), ...of('reject').filter(({ json }) => json)], (each) => {
        const valid = secondOpinion(each.shape)(valueOf(each)?.value);
        return valid === (each.verdict === 'accept') ? undefined : `${valid}`;
      }),
    ).toEqual([]);
  });

  it('are one, of bytes that stand there under two names', () => {
    const verdicts = new Map<string, string>();
    expect(
      faults(cases, ({ shape, sha256, verdict }) => {
        const key = `${shape} ${sha256}`;
        const known = verdicts.get(key) ?? verdict;
        verdicts.set(key, known);
        return known === verdict ? undefined : known;
      }),
    ).toEqual([]);
  });
});

describe('cases made by one change', () => {
  it('are that mutant of their base', () => {
    const mutants = cases.filter(({ mutant }) => mutant !== undefined);
    expect(mutants.length).toBeGreaterThan(800);
    const made = new Map<string, Map<string, string>>();
    const mutantsOf = (base: string, each: Case) => {
      let found = made.get(base);
      if (found === undefined) {
        const value = valueOf({ file: `${base}.json` })?.value;
        found = new Map(
          [...mutate(each.shape, value)].map(({ name, value: changed }) => [name, JSON.stringify(changed)]),
        );
        made.set(base, found);
      }
      return found;
    };
    expect(
      faults(mutants, (each) => {
        const base = byId.get(each.base ?? '');
        if (base?.verdict !== 'accept' || base.shape !== each.shape) return 'no base';
        const wanted = mutantsOf(base.id, each).get(each.mutant ?? '');
        return wanted === JSON.stringify(valueOf(each)?.value) ? undefined : 'another value';
      }),
    ).toEqual([]);
  });
});

describe('cases in other words', () => {
  const same = (prefix: string) =>
    cases.filter(({ id }) => id.startsWith(prefix)).map((each) => valueOf(each)?.value);

  it('form: all texts are of one value', () => {
    const values = same('accept/thread/form-');
    expect(values.length).toBeGreaterThan(10);
    for (const value of values) expect(value).toEqual(values[0]);
  });

  it('order: the value is that of the base', () => {
    const orders = cases.filter(({ id }) => id.includes('/order-'));
    expect(orders.length).toBeGreaterThan(15);
    for (const { id, shape, file } of orders) {
      const tag = /-(?:first|last)(-\w+)$/.exec(id)?.[1] ?? '';
      const base = { file: `accept/${shape}/maximal${tag}.json` };
      expect([id, valueOf({ file })]).toEqual([id, valueOf(base)]);
      expect(readFixture(file)).not.toEqual(readFixture(base.file));
    }
  });
});

it('holds every example of the public documentation', () => {
  const documented = cases.filter(({ features }) => features.includes('documented'));
  const texts = documented.map((each) => JSON.stringify(valueOf(each)?.value)).toSorted();
  expect(texts).toEqual(documentedExamples.map(({ body }) => JSON.stringify(body)).toSorted());
});
