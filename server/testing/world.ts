import type { ChatSession, SessionCreate, Thread, ThreadItem } from '../../schema/index.ts';
import { betaHeader, readShape, formatProblem } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { createVirtualClock } from '../../support/clock.ts';
import type { VirtualClock } from '../../support/clock.ts';
import { createDeployment } from '../deployment.ts';
import type { Deployment, DeploymentOptions } from '../deployment.ts';

/** Unix seconds at which the clocks of these tests start. */
export const startS = 1_735_689_600;

export const thread = (id: string, createdAt: number, user = 'ada', extra: Partial<Thread> = {}): Thread => ({
  id,
  created_at: createdAt,
  object: 'chatkit.thread',
  status: { type: 'active' },
  title: null,
  user,
  ...extra,
});

export const task = (id: string, createdAt: number, threadId = 'cthr_1', summary = 'ok'): ThreadItem => ({
  id,
  created_at: createdAt,
  heading: null,
  object: 'chatkit.thread_item',
  summary,
  task_type: 'thought',
  thread_id: threadId,
  type: 'chatkit.task',
});

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is empty. */
  readonly json: unknown;
}

export interface AskOptions {
  /** Bearer token; default the deployment's key, null for none. */
  readonly token?: string | null;
  /** `openai-beta` header; default the right one, null for none. */
  readonly beta?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** A deployment in virtual time, with short ways to ask it. */
export interface World extends Deployment {
  readonly clock: VirtualClock;
  /** Sends one request: `ask('GET /chatkit/threads?limit=1')`. */
  ask(request: string, options?: AskOptions): Promise<Answer>;
  /** Creates a session through the API. */
  createSession(body?: Partial<SessionCreate>): Promise<ChatSession>;
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

export function createWorld(options: Partial<DeploymentOptions> = {}): World {
  const clock = createVirtualClock(startS * 1000);
  const deployment = createDeployment({ clock, ...options });
  const ask: World['ask'] = async (request, { token = deployment.apiKey, beta, headers, body } = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const init: RequestInit = {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(beta === null ? {} : { [betaHeader.name]: beta ?? betaHeader.value }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    return readAnswer(await deployment.fetch(`http://embedded${path}`, init));
  };
  return {
    ...deployment,
    clock,
    ask,
    async createSession(body = {}) {
      const { status, json, text } = await ask('POST /v1/chatkit/sessions', {
        body: { user: 'ada', workflow: { id: 'wf_1' }, ...body },
      });
      if (status !== 200) throw new Error(`session not created: ${text}`);
      return json as ChatSession;
    },
  };
}

/** What keeps a value from being of a shape, unknown fields included; empty when nothing does. */
export function lint(shape: ShapeName, value: unknown): string[] {
  const read = readShape(shape, value, 'lint');
  return read.ok ? [] : read.problems.map(formatProblem);
}

/** The body of an error. */
export const errorBody = (
  message: string,
  {
    type = 'invalid_request_error',
    param = null,
    code = null,
  }: { type?: string; param?: string | null; code?: string | null } = {},
) => ({ error: { message, type, param, code } });
