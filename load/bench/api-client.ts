import { Agent, EnvHttpProxyAgent, request } from 'undici';
import { betaHeader, formatProblem, operationPath, operations, readShape } from '../../schema/index.ts';
import type { ChatSession, OperationId } from '../../schema/index.ts';
import { HarnessError, unusableError } from '../../support/errors.ts';
import { unreachable } from '../engine/failure.ts';
import { isLoopback } from '../engine/index.ts';

/** Largest answer that is read of a call which sets up or tears down. */
const maxAnswerBytes = 1024 * 1024;

/** How the API is called to set a bench up; not for the requests that are measured. */
export interface ApiClient {
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Joins a base URL (with or without a slash at its end) and a path. */
export const urlBelow = (baseUrl: URL, path: string): URL =>
  new URL(`${baseUrl.href.replace(/\/+$/, '')}${path}`);

async function call(
  client: ApiClient,
  operation: OperationId,
  parameters: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const url = urlBelow(client.baseUrl, operationPath(operation, parameters));
  // Proxies are those of the environment, never for loopback.
  const dispatcher = isLoopback(url) ? new Agent() : new EnvHttpProxyAgent();
  try {
    const answer = await request(url, {
      dispatcher,
      method: operations[operation].method,
      headers: {
        authorization: `Bearer ${client.apiKey}`,
        [betaHeader.name]: betaHeader.value,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: client.timeoutMs,
      bodyTimeout: client.timeoutMs,
      signal: AbortSignal.timeout(client.timeoutMs),
    });
    const text = await readBounded(operation, answer.body);
    return { status: answer.statusCode, body: parseOrNothing(text) };
  } finally {
    await dispatcher.destroy();
  }
}

/** @throws HarnessError (exit code 3) past `maxAnswerBytes`. */
async function readBounded(operation: OperationId, stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes)
      throw unusableError(`${operation}: the answer is larger than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hints: Readonly<Record<number, string>> = {
  400: 'the deployment refused the request',
  401: 'is the API key right? (--api-key or OPENAI_API_KEY)',
  403: 'the API key may not create sessions',
  404: 'does the base URL end in /v1, and does the workflow exist? (--base-url, --workflow)',
  429: 'the deployment limits the creation of sessions itself; try fewer sessions or later',
};

/** What a refused call says. Some deployments repeat the key that they refuse. */
function refusal(
  operation: OperationId,
  { baseUrl: url, apiKey }: ApiClient,
  { status, body }: Answer,
): string {
  const said = readShape('error', body);
  const message = said.ok ? `: ${said.value.error.message.replaceAll(apiKey, '…').slice(0, 300)}` : '';
  const hint = hints[status];
  return `${operation} at ${url.origin}${url.pathname} answered ${status}${message}${hint === undefined ? '' : ` (${hint})`}`;
}

/**
 * Creates a session with the given limit.
 * @throws HarnessError (exit code 3) that says what the deployment answered.
 */
export async function createSession(
  client: ApiClient,
  options: {
    readonly user: string;
    readonly workflowId: string;
    readonly limit: number;
    readonly lifeSeconds: number;
  },
): Promise<ChatSession> {
  let answer: Answer;
  try {
    answer = await call(
      client,
      'sessions.create',
      {},
      {
        user: options.user,
        workflow: { id: options.workflowId },
        expires_after: { anchor: 'created_at', seconds: options.lifeSeconds },
        rate_limits: { max_requests_per_1_minute: options.limit },
      },
    );
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw unreachable(client.baseUrl, error, client.timeoutMs);
  }
  if (answer.status !== 200) throw unusableError(refusal('sessions.create', client, answer));
  const read = readShape('chat_session', answer.body, 'tolerant');
  // Drift in fields that a bench does not need must not stop it; without a secret there is nothing to drive.
  if (read.ok) return read.value;
  const { client_secret: secret } = (answer.body ?? {}) as Partial<ChatSession>;
  if (typeof secret === 'string' && secret !== '') return answer.body as ChatSession;
  const problem =
    answer.body === undefined ? 'it is no JSON' : read.problems.slice(0, 3).map(formatProblem).join('; ');
  throw unusableError(
    `sessions.create at ${client.baseUrl.href} answered 200, but not with a session: ${problem}`,
  );
}

/** Cancels a session. @returns the status of the answer; null when there was none. */
export async function cancelStatus(client: ApiClient, id: string): Promise<number | null> {
  try {
    return (await call(client, 'sessions.cancel', { session_id: id })).status;
  } catch {
    return null;
  }
}

/** Cancels a session; best effort, for tidying up. @returns whether it was acknowledged. */
export const cancelSession = async (client: ApiClient, id: string): Promise<boolean> =>
  (await cancelStatus(client, id)) === 200;
