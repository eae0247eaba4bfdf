import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { holds } from '../invariants/verdict.ts';
import { invariantNames } from '../invariants/index.ts';
import { curlLines } from './curl.ts';
import { decompress } from './decompress.ts';
import { Answer, asPage } from './exchange.ts';
import type { CreatedSession, Exchange } from './exchange.ts';
import { checkGroups, checks, findCheck } from './index.ts';
import { NotTried, Refuted } from './outcome.ts';
import type { WireAnswer } from './wire.ts';

const answer = (
  body: string | Uint8Array,
  status = 200,
  headers: WireAnswer['headers'] = {},
): WireAnswer => ({
  kind: 'answer',
  status,
  headers,
  body: Buffer.from(body),
  durationMs: 5,
});
const session: CreatedSession = { number: 1, id: 'cksess_1', secret: 'ek_s', user: 'u', value: {} };
const exchange = (changes: Partial<Exchange['request']>, rest: Partial<Exchange> = {}): Exchange => ({
  bearer: { kind: 'api_key' },
  outcome: answer(''),
  ...rest,
  request: { method: 'GET', path: '/x', headers: { authorization: 'Bearer sk-real' }, ...changes },
});

describe('curlLines', () => {
  it('writes what can be pasted, with variables for tokens and ids', () => {
    const secret = { kind: 'secret', session } as const;
    const lines = curlLines('http://h/v1/', [
      exchange(
        {
          method: 'POST',
          path: '/chatkit/sessions',
          headers: { 'content-type': 'application/json' },
          body: "{'}",
        },
        { created: session },
      ),
      exchange({ path: '/chatkit/sessions/cksess_1/cancel', method: 'POST' }),
      exchange({ path: '/a?b=$c' }, { bearer: secret }),
      exchange({}, { bearer: { ...secret, suffix: 'x' } }),
      exchange({ headers: {} }, { bearer: { kind: 'none' } }),
      exchange({ headers: { authorization: 'Basic x' } }, { bearer: { kind: 'raw', value: 'Basic x' } }),
    ]);
    expect(lines).toEqual([
      `curl -sS --path-as-is -X POST 'http://h/v1/chatkit/sessions' -H "Authorization: Bearer $OPENAI_API_KEY" -H 'content-type: application/json' --data-binary '{'\\''}'  # .id is $SESSION_1, .client_secret is $CLIENT_SECRET_1`,
      'curl -sS --path-as-is -X POST "http://h/v1/chatkit/sessions/${SESSION_1}/cancel" -H "Authorization: Bearer $OPENAI_API_KEY"',
      `curl -sS --path-as-is 'http://h/v1/a?b=$c' -H "Authorization: Bearer \${CLIENT_SECRET_1}"`,
      `curl -sS --path-as-is 'http://h/v1/x' -H "Authorization: Bearer \${CLIENT_SECRET_1}x"`,
      "curl -sS --path-as-is 'http://h/v1/x'",
      "curl -sS --path-as-is 'http://h/v1/x' -H 'authorization: Basic x'",
    ]);
    expect(lines.join('\n')).not.toMatch(/sk-real|ek_s/);
  });

  it('tells of a large body how large it is', () => {
    const [line] = curlLines('http://h', [exchange({ method: 'POST', body: 'u'.repeat(5000) })]);
    expect(line).toMatch(/--data-binary @body\.json {2}# 5000 characters: "u{60}"…$/);
    const [bytes] = curlLines('http://h', [exchange({ method: 'POST', body: new Uint8Array(3) })]);
    expect(bytes).toMatch(/--data-binary @body\.bin {2}# 3 bytes that are no text$/);
  });
});

const refusal = (failure: string, code: string) => ({ ok: false, failure, code });

describe('decompress', () => {
  const text = Buffer.from('{"a":1}');
  it('undoes what was asked for, in layers', () => {
    expect(decompress(gzipSync(text), 'gzip', 100)).toEqual({ ok: true, body: text });
    expect(decompress(gzipSync(brotliCompressSync(text)), 'br, GZIP', 100)).toEqual({ ok: true, body: text });
    expect(decompress(text, 'identity', 100)).toEqual({ ok: true, body: text });
  });

  it('stops at the bound, and at what it does not know', () => {
    const bomb = gzipSync(Buffer.alloc(100_000));
    expect(decompress(bomb, 'gzip', 99_999)).toEqual(refusal('decompression_bomb', 'ERR_BUFFER_TOO_LARGE'));
    expect(decompress(bomb, 'gzip', 100_000)).toMatchObject({ ok: true });
    expect(decompress(text, 'gzip', 100)).toEqual(refusal('bad_encoding', 'Z_DATA_ERROR'));
    expect(decompress(text, 'lzma', 100)).toEqual(refusal('bad_encoding', 'unknown_encoding'));
    expect(decompress(text, 'br, br, br', 100)).toEqual(refusal('bad_encoding', 'too_many_encodings'));
  });
});

describe('Answer', () => {
  it('reads bodies, and says what they are not', () => {
    expect(new Answer(answer('{"a":1}')).body).toEqual({ a: 1 });
    expect([new Answer(answer('{')).body, new Answer(answer(new Uint8Array([0xff]))).text]).toEqual([
      undefined,
      undefined,
    ]);
    expect(() => new Answer(answer('{}', 404)).read('thread')).toThrow(
      new Refuted('status 200', 'status 404'),
    );
    expect(() => new Answer(answer('{}')).read('thread_deleted')).toThrow(
      new Refuted('a thread_deleted of the contract', '$.id: expected string, got nothing (and 2 more)'),
    );
    expect(() => new Answer(answer('{')).read('thread')).toThrow(NotTried);
    expect(() => new Answer(answer('{}')).need('thread')).toThrow(NotTried);
  });

  it('knows when it was made, by the clock that is shared or by its date', () => {
    const date = 'Thu, 01 Jan 1970 00:00:10 GMT';
    expect(new Answer(answer('', 200, { date })).moment).toEqual({ earliestMs: 8995, latestMs: 12_000 });
    expect(new Answer(answer('', 200, { date }), { sentMs: 1, endMs: 2 }).moment).toEqual({
      earliestMs: 1,
      latestMs: 2,
    });
    expect(new Answer(answer('')).moment).toBeUndefined();
  });

  it('takes for a page what can be walked through', () => {
    const page = { data: [{ id: 'a', created_at: 1 }], has_more: false, first_id: null, last_id: 'a' };
    expect(asPage(page)).toBe(page);
    for (const changes of [{ data: [null] }, { data: [{ id: 1 }] }, { has_more: 1 }, { first_id: 1 }])
      expect(asPage({ ...page, ...changes })).toBeUndefined();
    for (const other of [null, undefined, 1, 'x', []]) expect(asPage(other)).toBeUndefined();
  });
});

describe('the checks', () => {
  it('have stable names, each once, in known groups, and a claim of one line', () => {
    expect(checks.length).toBeGreaterThanOrEqual(100);
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    for (const { name, group, claim, basis } of checks) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
      expect(checkGroups).toContain(group);
      expect(claim).toMatch(/^\S.*[^.\s]$/);
      expect(basis).not.toBe('');
    }
    expect(findCheck('walk_ends')?.group).toBe('paging');
    expect(findCheck('no_such')).toBeUndefined();
  });

  it('take every invariant that a live deployment can show', () => {
    const unchecked = invariantNames.filter((name) => findCheck(name) === undefined);
    // Nobody can create threads over the API, and nothing of ours is read back that unknown parts could be lost in.
    expect(unchecked).toEqual([
      'changes_elsewhere_disturb_no_walk',
      'walk_survives_its_cursor',
      'variant_read_is_variant_sent',
      'named_fields_survive',
      'unknown_fields_survive',
      'unknown_members_survive',
    ]);
  });

  it('of traffic remember nothing of an earlier run', () => {
    const check = checks.find(({ name }) => name === 'request_ids_are_told_apart');
    if (check?.kind !== 'traffic') throw new Error('no check of traffic');
    const one = exchange({}, { outcome: answer('', 200, { 'x-request-id': 'a' }) });
    const watch = check.observe();
    expect([watch(one), watch(one).outcome, check.observe()(one)]).toEqual([holds, 'violated', holds]);
  });
});
