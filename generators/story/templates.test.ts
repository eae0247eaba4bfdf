import { describe, expect, it } from 'vitest';
import { createStream } from '../../support/random.ts';
import { Draw } from '../draw.ts';
import { subjects } from '../subjects/index.ts';
import type { Details } from '../subjects/index.ts';
import { Template, fill, jsonText, slot } from '../template.ts';
import { locales } from '../vocabulary/locales.ts';
import { vocabulary } from '../vocabulary/pools.ts';

const startMs = 1_760_000_000_000;
const slotsFor = (details: Details, first: number) =>
  Object.fromEntries(Object.keys(details).map((name, at) => [name, slot(first + at)]));
const asTexts = (details: Details) =>
  Object.fromEntries(Object.entries(details).map(([name, detail]) => [name, String(detail)]));

/** Each subject with details of each locale. */
const drawn = subjects.flatMap((subject) =>
  locales.flatMap((locale) =>
    [1, 2, 3].map((seed) => {
      const draw = new Draw(createStream(seed, subject.name, locale), startMs, vocabulary(locale));
      return { subject, draw, name: `${subject.name}, ${locale}, ${seed}` };
    }),
  ),
);

/** What a value with slots says when they are filled. */
const filled = (withSlots: unknown, values: (string | number)[]): string =>
  fill(new Template(jsonText(withSlots)), values);

describe('a template that is filled says what its script says of the same details', () => {
  it.each(drawn)('$name', ({ subject, draw }) => {
    const tale = subject.draw(draw);
    const script = subject.write(slotsFor(tale, 0));
    const direct = subject.write(asTexts(tale));
    const values = Object.values(tale);
    expect(filled([script.titles, script.lockedReasons], values)).toBe(
      JSON.stringify([direct.titles, direct.lockedReasons]),
    );
    const exchanges = [script.opening, ...script.followUps];
    for (const [at, exchange] of exchanges.entries()) {
      const own = exchange.draw(draw, tale);
      const told = exchange.write(slotsFor(own, values.length));
      const plain = (at === 0 ? direct.opening : direct.followUps[at - 1])?.write(asTexts(own));
      const all = [...values, ...Object.values(own)];
      expect(filled(told, all)).toBe(JSON.stringify(plain));
      // As an item holds it: JSON within a text.
      expect(filled(JSON.stringify(told.widget ?? null), all)).toBe(
        JSON.stringify(JSON.stringify(plain?.widget ?? null)),
      );
    }
  });

  it.each(drawn)('details hold nothing that JSON escapes: $name', ({ subject, draw }) => {
    const tale = subject.draw(draw);
    const { opening, followUps } = subject.write(asTexts(tale));
    const details = [tale, ...[opening, ...followUps].map((exchange) => exchange.draw(draw, tale))];
    for (const text of details.flatMap((own) => Object.values(own)).map(String))
      expect(JSON.stringify(text)).toBe(`"${text}"`);
  });
});
