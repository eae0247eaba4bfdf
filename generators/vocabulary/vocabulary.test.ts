import { expect, it } from 'vitest';
import { createStream } from '../../support/random.ts';
import { referenceTime } from '../reference-time.ts';
import { fakerOn } from './faker.ts';
import { vocabulary } from './pools.ts';

const sample = () => {
  const faker = fakerOn(createStream(5, 'sample'));
  return [faker.person.fullName(), faker.commerce.productName(), faker.string.uuid(), faker.number.int(1e9)];
};

it('runs faker on the stream it is given, whatever ran before', () => {
  const alone = sample();
  fakerOn(createStream(6)).lorem.paragraph();
  expect(sample()).toEqual(alone);
  expect(fakerOn(createStream(5, 'other')).person.fullName()).not.toBe(alone[0]);
});

it('can’t be seeded behind the stream’s back', () => {
  expect(() => fakerOn(createStream(1)).seed(3)).toThrow('fakerOn(createStream(seed))');
});

it('counts dates from the reference time, not from the clock', () => {
  const soon = fakerOn(createStream(1)).date.soon({ days: 1 }).getTime() / 1000;
  expect(soon).toBeGreaterThanOrEqual(referenceTime);
  expect(soon).toBeLessThanOrEqual(referenceTime + 86_400);
});

it('fills its pools with distinct words, once', () => {
  expect(vocabulary()).toBe(vocabulary());
  for (const words of Object.values(vocabulary())) {
    expect(words.length).toBeGreaterThanOrEqual(12);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => word.trim() !== '')).toBe(true);
  }
});
