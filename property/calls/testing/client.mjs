// A driver whose client is written here, over node's fetch, and keeps every rule. With an argument it is broken in one
// way; tests look whether that is found.
import { createInterface } from 'node:readline';

const broken = process.argv[2] ?? 'none';
const is = (name) => broken === name;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class ClientError extends Error {
  constructor(message, fields = {}) {
    super(message);
    Object.assign(this, { status: null, code: null, requestId: null, ...fields });
  }
}

/** What retry-after tells, in milliseconds; undefined where it tells nothing. */
function toldMs(headers) {
  if (is('ignores-retry-after')) return undefined;
  const ms = headers.get('retry-after-ms');
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return Number(ms);
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  if (is('reads-no-dates') || !/^[A-Z][a-z]{2,8},? /.test(after)) return undefined;
  // The form of asctime has no zone and means GMT all the same.
  const atMs = Date.parse(after.endsWith('GMT') ? after : `${after} GMT`);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now());
}

const isTransient = (status) => status === 408 || status === 409 || status === 429 || status >= 500;

function shouldRetry({ status, headers }) {
  const told = headers.get('x-should-retry');
  if (told === 'true' || told === 'false') return told === 'true';
  return isTransient(status);
}

async function errorOf(response, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const error = body?.error ?? body;
  const message = typeof error === 'string' ? error : error?.message;
  return new ClientError(`${response.status} ${typeof message === 'string' ? message : text.slice(0, 200)}`, {
    status: is('loses-status') ? null : response.status,
    code: typeof error?.code === 'string' && !is('loses-code') ? error.code : null,
    requestId: is('loses-request-id') ? null : response.headers.get('x-request-id'),
  });
}

async function attempt({ url, timeoutMs, ...sent }) {
  const signal = AbortSignal.timeout(is('ignores-timeout') ? 600_000 : (timeoutMs ?? 600_000));
  try {
    const response = await fetch(url, { ...sent, signal });
    return { response, text: await response.text() };
  } catch (error) {
    if (is('untyped-errors')) throw error;
    throw new ClientError(`connection: ${error.cause?.message ?? error.message}`);
  }
}

async function request(context, method, path, { query = {}, body } = {}) {
  const { baseURL, apiKey, timeoutMs } = context;
  const url = new URL(baseURL + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.append(name, is('loses-zero') && value === 0 ? '' : value);
  const headers = {
    ...(is('no-key') ? {} : { authorization: `Bearer ${apiKey}` }),
    ...(is('no-beta-header') ? {} : { 'openai-beta': 'chatkit_beta=v1' }),
    ...(body === undefined || is('no-content-type') ? {} : { 'content-type': 'application/json' }),
    ...(method === 'POST' && !is('no-idempotency-key') ? { 'idempotency-key': crypto.randomUUID() } : {}),
  };
  const sent = {
    method,
    url,
    headers,
    body: body && JSON.stringify(body, null, broken === 'spaced' ? 1 : 0),
    timeoutMs,
  };
  const retries = is('retries-for-ever') ? 1e9 : is('never-retries') ? 0 : 2;
  for (let n = 0; ; n += 1) {
    let failure;
    let pauseMs = 400 * 2 ** n;
    try {
      const { response, text } = await attempt(sent);
      if (response.ok) return read(response, text);
      failure = await errorOf(response, text);
      const told = toldMs(response.headers);
      if (!shouldRetry(response) || (told ?? 0) > 60_000) throw failure;
      pauseMs = told ?? pauseMs;
    } catch (error) {
      if (error === failure || !(error instanceof ClientError) || error.final) throw error;
      failure = error;
    }
    if (n >= retries) throw failure;
    await sleep(pauseMs);
  }
}

function read(response, text) {
  const final = (message) => Object.assign(new ClientError(message), { final: true });
  if (is('takes-anything')) return text === '' ? {} : JSON.parse(text);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw final(`${response.status} without JSON`);
  }
  if (typeof value !== 'object' || value === null || value.error !== undefined) throw final('no value');
  return value;
}

function segment(id) {
  if (is('does-not-escape')) return id;
  if (id === '' || id === '.' || id === '..') throw new ClientError(`'${id}' is no id`);
  return encodeURIComponent(id);
}

async function list(context, path, query, seen) {
  const used = new Set();
  for (let after = query.after; ;) {
    const page = await request(context, 'GET', path, {
      query: { ...(is('forgets-query') && after ? {} : query), after },
    });
    if (!Array.isArray(page.data)) throw new ClientError('a page without data');
    seen.push(...page.data);
    if (is('first-page-only')) return seen;
    if (is('drops-last-page') && page.has_more === false && used.size > 0)
      seen.splice(-page.data.length || seen.length);
    if (page.has_more === false || (is('stops-at-empty-page') && page.data.length === 0)) return seen;
    const next = is('cursor-of-last-entry') ? page.data.at(-1)?.id : page.last_id;
    if (is('ends-without-cursor') && !next) return seen;
    if (!next) throw new ClientError('more is promised without a cursor');
    if (used.has(next) && !is('loops')) throw new ClientError(`the cursor ${next} comes again`);
    used.add(next);
    after = next;
  }
}

const calls = {
  'sessions.create': (context, params) => request(context, 'POST', '/chatkit/sessions', { body: params }),
  'sessions.cancel': (context, { session_id: id }) =>
    request(context, 'POST', `/chatkit/sessions/${segment(id)}/cancel`),
  'threads.retrieve': (context, { thread_id: id }) =>
    request(context, 'GET', `/chatkit/threads/${segment(id)}`),
  'threads.delete': (context, { thread_id: id }) =>
    request(context, 'DELETE', `/chatkit/threads/${segment(id)}`),
  'threads.list': (context, query, seen) => list(context, '/chatkit/threads', query, seen),
  'threads.listItems': (context, { thread_id: id, ...query }, seen) =>
    list(context, `/chatkit/threads/${segment(id)}/items`, query, seen),
};

const pathOf = ({ thread_id, session_id }) => ({
  ...(thread_id && { thread_id }),
  ...(session_id && { session_id }),
});

async function call({ operation, params: given, ...context }) {
  const seen = [];
  const params = is('no-params') ? { user: 'nobody', ...pathOf(given) } : given;
  if (calls[operation] === undefined && !is('errs-at-unknown'))
    return { outcome: 'skipped', reason: `no operation ${operation}` };
  if (is('crashes-on-delete') && operation === 'threads.delete') process.exit(7);
  if (is('hangs-on-cancel') && operation === 'sessions.cancel') await new Promise(() => {});
  try {
    return { outcome: 'value', value: await calls[operation](context, params, seen) };
  } catch (error) {
    const { name, message, status = null, code = null, requestId = null } = error;
    const typed = error instanceof ClientError;
    return {
      outcome: 'error',
      error: { type: typed ? 'ClientError' : name, message, typed, status, code, requestId },
      value: seen,
    };
  }
}

const write = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const driver = { name: 'here', version: broken, language: 'javascript' };
let former = Promise.resolve();

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.cmd === 'stop') process.exit(0);
  if (message.cmd === 'hello')
    write({
      protocol: 1,
      driver,
      modes: is('parses-only') ? ['parse'] : ['call'],
      operations: is('unknown-names') ? ['threads.get'] : Object.keys(calls),
    });
  else if (is('one-at-a-time'))
    former = former.then(() => call(message)).then((answer) => write({ id: message.id, ...answer }));
  else void call(message).then((answer) => write({ id: message.id, ...answer }));
}
