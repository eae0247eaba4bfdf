import { expect, it } from 'vitest';
import { createStream } from '../support/random.ts';
import { createCallId, createClientSecret, createId, createScope, parseId } from './identity.ts';

const stream = () => createStream(42, 'identity');

it('pins an id: seconds, sub-second, random digits, scope', () => {
  expect(createId('cthr', stream(), 1_767_225_600_500, '0123456789abcdef')).toBe(
    'cthr_6955b900800009bede8e18122a48d1680123456789abcdef',
  );
});

it('gives an id a scope of its own when none is named', () => {
  const draws = stream();
  const [one, other] = [createId('cfile', draws, 0), createId('cfile', draws, 0)];
  expect(parseId(one)?.scope).not.toBe(parseId(other)?.scope);
});

it('reads its time and scope back, to the second', () => {
  const scope = createScope(stream());
  for (const timeMs of [0, 999, 1000, 1_767_225_600_999.9, 2_147_483_648_000, 4_294_967_295_999]) {
    const id = createId('cti', stream(), timeMs, scope);
    expect(parseId(id)).toEqual({ prefix: 'cti', seconds: Math.floor(timeMs / 1000), scope });
  }
});

it('keeps 48 digits where the time needs more than eight', () => {
  expect(createId('cti', stream(), 1e13)).toMatch(/^cti_[0-9a-f]{48}$/);
});

it.each(['cthr_123', 'cti_', '', `cti_${'0'.repeat(47)}`, `cti_${'A'.repeat(48)}`])(
  'knows that %j is no such id',
  (id) => {
    expect(parseId(id)).toBeUndefined();
  },
);

it('makes a client secret that tells when it expires', () => {
  const secret = createClientSecret(stream(), 1_767_225_600_000, '0123456789abcdef', 1_767_226_200);
  expect(secret).toMatch(/^ek_6955b9000000[0-9a-f]{20}0123456789abcdef_00[A-Za-z0-9+/]+=*$/);
  expect(JSON.parse(atob(secret.slice(secret.indexOf('_00') + 3)))).toEqual({ expires_at: 1_767_226_200 });
});

it('makes call ids of letters and digits', () => {
  expect(createCallId(stream())).toMatch(/^call_[0-9A-Za-z]{24}$/);
});
