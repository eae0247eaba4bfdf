import * as fc from 'fast-check';
import { allOf, holds, unequal, vacuous, violated } from '../../invariants/verdict.ts';
import { checksOf, isRefusal, statusIs } from '../define.ts';
import { oneOf } from '../values.ts';

const { check } = checksOf('hostile');
const http = 'RFC 9110: 4xx is for requests that are wrong';
const unpublished = 'what becomes of such requests is not published';
const create = '/chatkit/sessions';

const malformed = [
  '',
  '{',
  '{"user":',
  '{"user":"u",}',
  "{'user':'u'}",
  '{"user":"u"}{"user":"v"}',
  'user=u',
  '<user>u</user>',
  '{"user":NaN}',
  '{"user":"\u0000"}',
  '{"user":"a\nb"}',
  '[',
  'null garbage',
  '\uFEFF{',
];
const invalidUtf8 = new Uint8Array([0x7b, 0x22, 0x75, 0x22, 0x3a, 0x22, 0xff, 0xc0, 0x80, 0x22, 0x7d]);

const strangePaths = [
  '/chatkit/threads/..%2f..%2fetc%2fpasswd',
  '/chatkit/threads/%2e%2e%2f',
  '/chatkit/threads/%00',
  '/chatkit/threads/%0d%0aset-cookie:x=1',
  '/chatkit/threads/%zz',
  '/chatkit/threads/%ff%fe',
  "/chatkit/threads/'%20OR%201=1--",
  '/chatkit/threads/%24%7B7*7%7D',
  '/chatkit/threads/__proto__',
  '/chatkit/threads/constructor',
  '/chatkit/threads/%F0%9F%A7%B5',
  '/chatkit/threads/undefined',
  '/chatkit/threads/null',
  '/chatkit/threads//items',
  '/chatkit/threads/cthr_0//items',
  '/chatkit/threads/cthr_0/items/',
  '/chatkit/threads/cthr_0%2Fitems',
  '/chatkit/threads/cthr_0;v=1',
  '/CHATKIT/THREADS/cthr_0',
  `/chatkit/threads/${'x'.repeat(4000)}`,
  `/${'../'.repeat(20)}etc/passwd`,
];

const strangeQueries = [
  'limit=1&limit=2',
  'order=asc&order=desc',
  'limit[]=1',
  'limit[$gt]=1',
  'limit=0x10',
  'limit=1e1',
  'limit=%31',
  'limit=%00',
  'limit=99999999999999999999999',
  'after=%00',
  'after=%0d%0aset-cookie:x=1',
  'after=%ff',
  "after='%20OR%201=1--",
  'after=__proto__',
  '__proto__[limit]=1',
  'constructor=1',
  'user=%00',
  'user=%F0%9F%A7%B5',
  '&&&=&=x',
  '?limit=1',
  `after=${'x'.repeat(4000)}`,
  'limit=1&'.repeat(300),
];

/** Requests that nobody should send. None of them may do harm, whatever is answered. */
export const hostileChecks = [
  check('malformed_json_is_refused', ['synthetic', 'a body that is no JSON in UTF-8 is a 400', http], {
    values: () =>
      fc.oneof(
        { weight: 4, arbitrary: oneOf<string | Uint8Array>([...malformed, invalidUtf8]) },
        { weight: 1, arbitrary: fc.nat(60) },
      ),
    run: async (probe, value) => {
      // A valid body, cut off.
      const whole = JSON.stringify(probe.sessionBody());
      const body = typeof value === 'number' ? whole.slice(0, Math.min(value, whole.length - 1)) : value;
      return statusIs((await probe.ask('POST', create, { body })).status, [400]);
    },
  }),
  check(
    'json_that_is_no_object_is_refused',
    ['synthetic', 'a body that is JSON and no object is a 400', http],
    {
      maxRuns: 8,
      values: () => fc.constantFrom('null', '[]', '[{}]', '"user"', '0', 'true', '{}', '-1e400'),
      run: async (probe, body) => statusIs((await probe.ask('POST', create, { body })).status, [400]),
    },
  ),
  check(
    'other_content_type_is_refused',
    ['synthetic', 'a body that is declared as something else than JSON is a 415', 'RFC 9110 15.5.16'],
    {
      maxRuns: 6,
      values: () =>
        fc.constantFrom(
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/xml',
          'application/jsonp',
          '*/*',
        ),
      run: async (probe, type) => {
        const asking = { json: probe.sessionBody(), headers: { 'content-type': type } };
        return statusIs((await probe.ask('POST', create, asking)).status, [415]);
      },
    },
  ),
  check(
    'content_type_may_have_parameters',
    [
      'published',
      'a body declared as application/json in any spelling, with parameters, is JSON',
      'RFC 9110 8.3.1: types are case-insensitive and may have parameters',
    ],
    {
      needs: ['sessions'],
      maxRuns: 3,
      values: () =>
        fc.constantFrom(
          'application/json; charset=utf-8',
          'Application/JSON',
          'application/json;charset=UTF-8',
        ),
      run: async (probe, type) => {
        const asking = { json: probe.sessionBody(), headers: { 'content-type': type } };
        return statusIs((await probe.ask('POST', create, asking)).status, [200]);
      },
    },
  ),
  check(
    'oversized_body_is_refused',
    ['synthetic', 'a body of 2 MiB is a 413', 'docs/synthetic.md: bodies are bounded to 1 MiB'],
    {
      maxRuns: 1,
      values: () => fc.constant(2 * 1024 * 1024),
      run: async (probe, length) => {
        const json = { ...probe.sessionBody(), user: 'u'.repeat(length) };
        return statusIs((await probe.ask('POST', create, { json })).status, [413]);
      },
    },
  ),
  check(
    'deep_json_does_no_harm',
    ['synthetic', 'a body that nests ten thousand deep is a 400, or its extra field is ignored', unpublished],
    {
      needs: ['sessions'],
      maxRuns: 2,
      values: () => fc.boolean(),
      run: async (probe, inPlace) => {
        const deep = '['.repeat(10_000) + ']'.repeat(10_000);
        const body = inPlace
          ? `{"user":${deep},"workflow":{"id":"w"}}`
          : `${JSON.stringify(probe.sessionBody()).slice(0, -1)},"x":${deep}}`;
        return statusIs((await probe.ask('POST', create, { body })).status, inPlace ? [400] : [200, 400]);
      },
    },
  ),
  check(
    'prototype_names_are_plain_names',
    [
      'published',
      'state variables called __proto__ or constructor come back like any others',
      'seed: state_variables is a map of any names up to 64 characters',
    ],
    {
      needs: ['sessions'],
      maxRuns: 4,
      values: () => fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
      run: async (probe, name) => {
        const { id } = probe.sessionBody().workflow;
        const body = `{"user":"u","workflow":{"id":${JSON.stringify(id)},"state_variables":{"${name}":"x"}}}`;
        const answer = await probe.ask('POST', create, { body });
        if (answer.status !== 200) return statusIs(answer.status, [200]);
        const variables = answer.need('chat_session').workflow.state_variables ?? {};
        return Object.hasOwn(variables, name) && variables[name] === 'x'
          ? holds
          : violated('$.workflow.state_variables', `{"${name}":"x"}`, JSON.stringify(variables));
      },
    },
  ),
  check(
    'any_text_survives',
    [
      'synthetic',
      'any Unicode text in user comes back unchanged, controls included',
      'strings are free-form',
    ],
    {
      needs: ['sessions'],
      values: () => fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      run: async (probe, user) => {
        const { answer } = await probe.create(probe.sessionBody({ user }));
        if (answer.status !== 200) return statusIs(answer.status, [200]);
        const received = answer.need('chat_session').user;
        return received === user ? holds : unequal('$.user', user, received);
      },
    },
  ),
  check(
    'unknown_fields_are_ignored',
    ['synthetic', 'fields and query parameters that the contract does not name change nothing', unpublished],
    {
      needs: ['sessions'],
      maxRuns: 10,
      values: () => fc.string({ unit: fc.constantFrom(...'abcxyz_'.split('')), minLength: 1, maxLength: 8 }),
      run: async (probe, name) => {
        const { answer } = await probe.create({ ...probe.sessionBody(), [`x_${name}`]: 1 });
        const list = await probe.ask('GET', `/chatkit/threads?limit=1&x_${name}=1`);
        return allOf([statusIs(answer.status, [200]), statusIs(list.status, [200])]);
      },
    },
  ),
  check(
    'strange_paths_are_refused',
    ['synthetic', 'paths that name no operation or no thread are refused, and lead nowhere else', http],
    {
      values: () => oneOf(strangePaths),
      run: async (probe, path) => isRefusal((await probe.ask('GET', path)).status),
    },
  ),
  check(
    'strange_queries_do_no_harm',
    ['published', 'strange query strings are answered with 200 or refused', http],
    {
      values: () => oneOf(strangeQueries),
      run: async (probe, query) => {
        const { status } = await probe.ask('GET', `/chatkit/threads?${query}`);
        return status === 200 ? holds : isRefusal(status);
      },
    },
  ),
  check(
    'repeated_parameter_is_refused',
    ['synthetic', 'a query parameter that comes twice is a 400', 'which of them counts would be a guess'],
    {
      maxRuns: 4,
      values: () =>
        fc.constantFrom('limit=1&limit=1', 'limit=1&limit=2', 'order=asc&order=asc', 'user=a&user=b'),
      run: async (probe, query) =>
        statusIs((await probe.ask('GET', `/chatkit/threads?${query}`)).status, [400]),
    },
  ),
  check(
    'percent_encoding_is_decoded_once',
    [
      'published',
      'an id with a percent-encoded character is the same id; encoded twice it is another',
      'RFC 3986 6.2.2.2: encoded unreserved characters are equivalent',
    ],
    {
      needs: ['threads'],
      maxRuns: 10,
      values: ({ threads }) => fc.record({ thread: oneOf(threads), at: fc.nat(40) }),
      run: async (probe, { thread: { id }, at }) => {
        const i = at % id.length;
        const character = id[i] ?? '';
        if (!/[A-Za-z0-9_.~-]/.test(character)) return vacuous('the id has characters that must be encoded');
        const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
        const encoded = (text: string) => `/chatkit/threads/${id.slice(0, i)}${text}${id.slice(i + 1)}`;
        const once = await probe.ask('GET', encoded(`%${hex}`));
        const twice = await probe.ask('GET', encoded(`%25${hex}`));
        const received = (twice.body as { id?: unknown } | null | undefined)?.id;
        return allOf([
          statusIs(once.status, [200], ' to the id encoded once'),
          received === id ? violated('$.id', 'a refusal of the id encoded twice', id) : holds,
        ]);
      },
    },
  ),
  check(
    'other_methods_are_refused',
    ['synthetic', 'a method that no operation has there is a 405 with Allow', 'RFC 9110 15.5.6'],
    {
      values: () =>
        fc.constantFrom(
          ['PUT', '/chatkit/threads/cthr_0'],
          ['PATCH', '/chatkit/threads/cthr_0'],
          ['POST', '/chatkit/threads/cthr_0'],
          ['GET', '/chatkit/sessions'],
          ['PUT', '/chatkit/sessions'],
          ['GET', '/chatkit/sessions/cksess_0/cancel'],
          ['DELETE', '/chatkit/threads/cthr_0/items'],
        ),
      maxRuns: 10,
      run: async (probe, [method, path]) => {
        const answer = await probe.ask(method ?? '', path ?? '');
        const verdict = statusIs(answer.status, [405]);
        if (verdict.outcome === 'violated') return verdict;
        return answer.header('allow') === undefined ? violated('allow', 'an Allow header', 'none') : holds;
      },
    },
  ),
  check(
    'method_override_is_ignored',
    [
      'published',
      'a GET that claims by a header to be a POST cancels nothing',
      'RFC 9110 9.2.1: GET is safe',
    ],
    {
      needs: ['sessions'],
      maxRuns: 1,
      values: () =>
        fc.constant(['x-http-method-override', 'x-method-override', 'x-http-method', 'x-original-method']),
      run: async (probe, names) => {
        const session = await probe.session();
        const path = `/chatkit/sessions/${encodeURIComponent(session.id)}/cancel`;
        for (const name of names) await probe.ask('GET', path, { headers: { [name]: 'POST' } });
        const bearer = { kind: 'secret', session } as const;
        const answer = await probe.ask('GET', '/chatkit/threads?limit=1', { bearer });
        return answer.status === 401 || answer.status === 403
          ? violated('$', 'a session that goes on', answer.summary)
          : holds;
      },
    },
  ),
  check(
    'odd_headers_are_ignored',
    ['published', 'headers that mean nothing to the API change nothing of the answer', 'RFC 9110 5.1'],
    {
      maxRuns: 6,
      values: () =>
        fc.constantFrom(
          ['x-forwarded-host', 'evil.example'],
          ['x-original-url', '/chatkit/nothing'],
          ['x-rewrite-url', '/chatkit/nothing'],
          ['cookie', 'a=b; __proto__=c'],
          ['user-agent', "' OR 1=1 --"],
          ['accept-language', 'x'.repeat(2000)],
        ),
      run: async (probe, [name, value]) => {
        const headers = { [name ?? '']: value ?? '' };
        return statusIs((await probe.ask('GET', '/chatkit/threads?limit=1', { headers })).status, [200]);
      },
    },
  ),
  check(
    'no_header_is_injected',
    [
      'published',
      'line breaks in ids and parameters, percent-encoded, put no header into the answer',
      'RFC 9110 5.5: a line break ends a header',
    ],
    {
      values: () =>
        fc.record({
          place: fc.constantFrom('/chatkit/threads?after=x', '/chatkit/threads?user=x', '/chatkit/threads/x'),
          breaks: fc.constantFrom('%0d%0a', '%0a', '%E5%98%8A%E5%98%8D'),
        }),
      run: async (probe, { place, breaks }) => {
        const answer = await probe.ask('GET', `${place}${breaks}x-injected:${breaks}x-injected:1`);
        const received = answer.header('x-injected');
        return received === undefined ? holds : violated('x-injected', 'no such header', received);
      },
    },
  ),
];
