import { expect, it } from 'vitest';
import { SecretIndex } from './secrets.ts';

it('finds what a secret stands for, and nothing for anything like it', () => {
  const index = new SecretIndex<number>();
  index.add('sk-one', 1);
  index.add('ek_two', 2);
  index.add('', 3);
  index.add('ключ 🔑', 4);
  expect(['sk-one', 'ek_two', '', 'ключ 🔑'].map((secret) => index.find(secret))).toEqual([1, 2, 3, 4]);
  expect(
    ['sk-on', 'sk-one ', 'SK-ONE', 'toString', '__proto__', 'x'.repeat(100_000)].map((s) => index.find(s)),
  ).toEqual(Array.from({ length: 6 }, () => undefined));
  expect(index.size).toBe(4);
});

it('forgets what was deleted, and takes the newest of what was added twice', () => {
  const index = new SecretIndex<number>();
  index.add('sk-one', 1);
  index.add('sk-one', 2);
  expect([index.find('sk-one'), index.size]).toEqual([2, 1]);
  index.delete('sk-one');
  index.delete('sk-none');
  expect([index.find('sk-one'), index.size]).toEqual([undefined, 0]);
});
