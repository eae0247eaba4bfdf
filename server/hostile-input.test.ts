import { request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShape } from '../schema/index.ts';
import { systemClock } from '../support/clock.ts';
import { createDeployment } from './deployment.ts';
import type { Listening } from './listen.ts';
import { createWorld, errorBody, task, thread } from './testing/world.ts';
import { sendRaw } from './testing/raw-http.ts';

const defects: unknown[] = [];
const deployment = createDeployment({
  clock: systemClock,
  maxBodyBytes: 65_536,
  onDefect: (error) => defects.push(error),
});
deployment.store.addThread(thread('cthr_1', 1));
deployment.store.addItem(task('cti_1', 1));
let server: Listening;
beforeAll(async () => {
  server = await deployment.listen();
});
afterAll(() => server.close());

const auth = `Authorization: Bearer ${deployment.apiKey}\r\nOpenAI-Beta: chatkit_beta=v1\r\n`;
const post = 'POST /v1/chatkit/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' + auth;
const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\nHost: x\r\n${auth}${headers}\r\n`;
const valid = JSON.stringify({ user: 'u', workflow: { id: 'wf_1' } });

const isError = (text: string) => readShape('error', JSON.parse(text), 'lint').ok;
const notHttp = JSON.stringify(errorBody('The request is not valid HTTP.'));

describe('what no client library sends', () => {
  it.each<[string, (string | Buffer)[], number]>([
    ['no HTTP at all', ['\u0016\u0003\u0001\r\n\r\n'], 400],
    ['another protocol', ['GET / SPDY/3\r\n\r\n'], 400],
    ['no host', ['GET /v1/chatkit/threads HTTP/1.1\r\n\r\n'], 400],
    ['a host that is none', [`GET /v1/chatkit/threads HTTP/1.1\r\nHost: a b\r\n${auth}\r\n`], 400],
    ['a host with a path', [`GET /v1/chatkit/threads HTTP/1.1\r\nHost: a/b\r\n${auth}\r\n`], 400],
    ['two lengths', [`${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`], 400],
    ['a length and chunks', [`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`], 400],
    ['a negative length', [`${post}Content-Length: -1\r\n\r\n`], 400],
    ['a chunk of no size', [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`], 400],
    ['a header with a line feed', [`GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\nX-B\r\n\r\n`], 400],
    ['headers of 100 KB', [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`], 431],
    ['a backslash in the path', [get('/v1\\chatkit/threads')], 400],
    ['an asterisk', [`OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n`], 400],
    ['no path', [get('v1/chatkit/threads')], 400],
  ])('%s', async (_, chunks, status) => {
    const answer = await sendRaw(server.url, chunks);
    expect(answer.status).toBe(status);
    expect(isError(answer.body)).toBe(true);
    expect(answer.body === notHttp).toBe(status === 400);
    expect(answer.head).toMatch(/\r\nx-request-id: req_[0-9a-f]{32}(\r\n|$)/i);
    expect(answer.head).toMatch(/\r\ncontent-type: application\/json(\r\n|$)/i);
  });

  it('but is fine', async () => {
    const fine: [string, string][] = [
      ['an absolute target', get('http://elsewhere/v1/chatkit/threads')],
      ['dots in the path', get('/v1/../v1/./chatkit/x/../threads')],
      ['a fragment in the query', get('/v1/chatkit/threads?limit=1#limit=x')],
      ['a body with a GET', get('/v1/chatkit/threads', 'Content-Length: 5\r\n').concat('hello')],
      [
        'chunks with a GET',
        get('/v1/chatkit/threads', 'Transfer-Encoding: chunked\r\n').concat('1\r\nx\r\n0\r\n\r\n'),
      ],
      ['an upgrade', get('/v1/chatkit/threads', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')],
      ['an unknown expectation', get('/v1/chatkit/threads', 'Expect: miracles\r\n')],
      [
        'no user agent and odd headers',
        get('/v1/chatkit/threads', '__proto__: 1\r\nconstructor: x\r\nCookie: a\r\n'),
      ],
      ['HTTP/1.0', `GET /v1/chatkit/threads HTTP/1.0\r\nHost: x\r\n${auth}\r\n`],
      ['the scheme in small letters', get('/v1/chatkit/threads').replace('Bearer', 'bearer')],
      [
        'several beta features',
        get('/v1/chatkit/threads').replace('chatkit_beta=v1', 'a=v1, chatkit_beta=v1'),
      ],
      ['the beta header twice', get('/v1/chatkit/threads', 'OpenAI-Beta: b=v2\r\n')],
    ];
    const outcomes = await Promise.all(
      fine.map(async ([name, text]) => [name, (await sendRaw(server.url, [text])).status]),
    );
    expect(outcomes).toEqual(fine.map(([name]) => [name, 200]));
  });

  it('is answered by the status that fits', async () => {
    const refused: [string, string, number][] = [
      ['an encoded path', get('/v1/%63hatkit/threads%00'), 404],
      ['encoding that is none', get('/v1/chatkit/threads/%zz%'), 404],
      ['a null byte', get('/v1/chatkit/threads/%00'), 404],
      ['an encoded slash', get('/v1/chatkit/threads/cthr_1%2Fitems'), 404],
      ['an encoded line feed', get('/v1/chatkit/threads/%0d%0aset-cookie:x'), 404],
      ['a long path', get(`/v1/${'x/'.repeat(5000)}`), 404],
      ['a long id', get(`/v1/chatkit/threads/${'x'.repeat(10_000)}`), 404],
      ['a long query', get(`/v1/chatkit/threads?after=${'x'.repeat(10_000)}`), 400],
      ['a thousand parameters', get(`/v1/chatkit/threads?${'limit=1&'.repeat(1000)}`), 400],
      ['two keys', get('/v1/chatkit/threads', 'Authorization: Bearer y\r\n'), 401],
      ['TRACE', get('/v1/chatkit/threads').replace('GET', 'TRACE'), 405],
      ['PURGE', get('/v1/chatkit/threads').replace('GET', 'PURGE'), 405],
      [
        'a method that says it is another',
        get('/v1/chatkit/sessions', 'X-HTTP-Method-Override: POST\r\n'),
        405,
      ],
    ];
    const outcomes = await Promise.all(
      refused.map(async ([name, text]) => {
        const { status, body, head } = await sendRaw(server.url, [text]);
        return [name, status, isError(body), /set-cookie/i.test(head)];
      }),
    );
    expect(outcomes).toEqual(refused.map(([name, , status]) => [name, status, true, false]));
  });

  it('ends in nothing for CONNECT, which asks for a tunnel', async () => {
    const answer = await sendRaw(server.url, [get('/v1/chatkit/threads').replace('GET', 'CONNECT')], 1000);
    expect(answer.status).toBe(0);
  });
});

describe('large bodies', () => {
  const tooLarge = errorBody(
    'The request body is larger than the 65536 bytes that this deployment accepts.',
    {
      code: 'request_too_large',
    },
  );

  it('are refused by their declared length, before any of it was read', async () => {
    const answer = await sendRaw(server.url, [`${post}Content-Length: 99999999999\r\n\r\n{`]);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([413, tooLarge]);
  });

  it('are refused while they come in chunks, and the connection survives no endless one', async () => {
    const outcome = await new Promise<[number | undefined, string, number]>((resolve, reject) => {
      let sent = 0;
      const request = httpRequest(`${server.url}/chatkit/sessions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${deployment.apiKey}`,
          'openai-beta': 'chatkit_beta=v1',
          'content-type': 'application/json',
        },
      });
      const pump = setInterval(() => {
        sent += 16_384;
        request.write(Buffer.alloc(16_384, 0x20));
      }, 1);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          clearInterval(pump);
          request.destroy();
          resolve([response.statusCode, text, sent]);
        });
      });
      request.on('error', (error) => {
        clearInterval(pump);
        reject(error);
      });
    });
    expect([outcome[0], JSON.parse(outcome[1])]).toEqual([413, tooLarge]);
    // A few chunks beyond the bound were under way; the rest was not waited for.
    expect(outcome[2]).toBeLessThan(20 * 65_536);
  });

  it('are read up to the very bound', async () => {
    const body = valid.replace('"u"', JSON.stringify('u'.repeat(65_536 - valid.length + 1)));
    expect(Buffer.byteLength(body)).toBe(65_536);
    const fits = await sendRaw(server.url, [`${post}Content-Length: 65536\r\n\r\n${body}`]);
    expect(fits.status).toBe(200);
    const over = await sendRaw(server.url, [`${post}Content-Length: 65537\r\n\r\n${body} `]);
    expect(over.status).toBe(413);
    const chunked = `${(65_537).toString(16)}\r\n${body} \r\n0\r\n\r\n`;
    expect((await sendRaw(server.url, [`${post}Transfer-Encoding: chunked\r\n\r\n${chunked}`])).status).toBe(
      413,
    );
  });

  it('may nest as deeply as they like', async () => {
    const deep = `{"user":"u","workflow":{"id":"w"},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const answer = await sendRaw(server.url, [`${post}Content-Length: ${deep.length}\r\n\r\n${deep}`]);
    expect(answer.status).toBe(200);
    const wrong = `{"user":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const refused = await sendRaw(server.url, [`${post}Content-Length: ${wrong.length}\r\n\r\n${wrong}`]);
    expect(refused.status).toBe(400);
  });

  it('are no trouble when their sender leaves in the middle', async () => {
    await sendRaw(server.url, [`${post}Content-Length: 1000\r\n\r\n{"user":`], 100);
    await sendRaw(server.url, [`${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"us`], 100);
    const next = await sendRaw(server.url, [get('/v1/chatkit/threads')]);
    expect(next.status).toBe(200);
  });

  it('reach ordinary clients as an answer, not as a broken connection', async () => {
    const statuses: number[] = [];
    for (const kilobytes of [65, 100, 1000, 5000]) {
      const response = await fetch(`${server.url}/chatkit/sessions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' },
        body: new Uint8Array(kilobytes * 1024),
      });
      statuses.push(response.status);
      expect(await response.json()).toEqual(tooLarge);
    }
    expect(statuses).toEqual([413, 413, 413, 413]);
  });
});

describe('anything at all', () => {
  const tokens = fc.oneof(fc.constant(deployment.apiKey), fc.string({ maxLength: 20 }));
  const piece = fc.oneof(
    fc.constantFrom(
      'v1',
      'chatkit',
      'threads',
      'sessions',
      'items',
      'cancel',
      'cthr_1',
      '..',
      '',
      '%00',
      '%',
      '%2e%2e',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
  );
  const paths = fc.array(piece, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
  const queries = fc.oneof(
    fc.constant(''),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('limit', 'order', 'after', 'before', 'user', '__proto__', 'x'),
          fc.oneof(fc.integer().map(String), fc.string({ unit: 'binary', maxLength: 10 })),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(v.toWellFormed())}`).join('&')}`),
    fc.webQueryParameters().map((text) => `?${text}`),
  );
  const bodies = fc.oneof(
    fc.constant(undefined),
    fc.string(),
    fc.json(),
    fc.constant(valid),
    fc
      .record(
        {
          user: fc.anything(),
          workflow: fc.oneof(fc.anything(), fc.record({ id: fc.anything(), state_variables: fc.anything() })),
          chatkit_configuration: fc.anything(),
          expires_after: fc.anything(),
          rate_limits: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '{}';
        }
      }),
  );
  const methods = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS');

  it('is answered by the contract: never 500, always in shape', async () => {
    const failures: unknown[] = [];
    const world = createWorld({ onDefect: (error) => failures.push(error) });
    world.store.addThread(thread('cthr_1', 1));
    await fc.assert(
      fc.asyncProperty(methods, paths, queries, bodies, tokens, async (method, path, query, body, token) => {
        const headers = {
          authorization: `Bearer ${encodeURIComponent(token)}`,
          'openai-beta': 'chatkit_beta=v1',
        };
        const response = await world.fetch(`http://x${path}${query}`, {
          method,
          headers,
          ...(body === undefined || method === 'GET' || method === 'HEAD' ? {} : { body }),
        });
        const text = await response.text();
        expect(failures).toEqual([]);
        expect([200, 204, 400, 401, 404, 405, 415]).toContain(response.status);
        expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
        expect(text === '' || response.status === 200 || isError(text)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

it('left no defect behind', () => {
  expect(defects).toEqual([]);
});
