/**
 * A driver for the calls of the official TypeScript client, `openai`: see docs/driver-protocol.md, mode `call`.
 *
 * The client keeps its defaults: retries, pauses, auto-paging and errors are what is under test. Calls run side by
 * side, for most of them wait.
 */
import { createInterface } from 'node:readline';
import OpenAI, { OpenAIError } from 'openai';
import { VERSION } from 'openai/version';

interface Message {
  readonly cmd: string;
  readonly id: number;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly baseURL: string;
  readonly apiKey: string;
  readonly timeoutMs?: number;
}

type ChatKit = OpenAI['beta']['chatkit'];
type Params = Record<string, unknown>;
/** Into `seen` goes what a pager yields, as it yields it. */
type Call = (chatkit: ChatKit, params: Params, seen: unknown[]) => Promise<unknown>;

async function collect(pager: AsyncIterable<unknown>, seen: unknown[]): Promise<unknown[]> {
  for await (const entry of pager) seen.push(entry);
  return seen;
}

const calls: Readonly<Record<string, Call>> = {
  'sessions.create': ({ sessions }, params) => sessions.create(params as never),
  'sessions.cancel': ({ sessions }, { session_id }) => sessions.cancel(session_id as string),
  'threads.retrieve': ({ threads }, { thread_id }) => threads.retrieve(thread_id as string),
  'threads.delete': ({ threads }, { thread_id }) => threads.delete(thread_id as string),
  'threads.list': ({ threads }, params, seen) => collect(threads.list(params), seen),
  'threads.listItems': ({ threads }, { thread_id, ...query }, seen) =>
    collect(threads.listItems(thread_id as string, query), seen),
};

const hello = {
  protocol: 1,
  driver: { name: 'openai-node', version: VERSION, language: 'typescript' },
  modes: ['call'],
  operations: Object.keys(calls),
};

async function call({ operation, params, baseURL, apiKey, timeoutMs }: Message): Promise<object> {
  const make = calls[operation];
  if (make === undefined) return { outcome: 'skipped', reason: `no operation ${operation}` };
  const seen: unknown[] = [];
  try {
    const client = new OpenAI({
      apiKey,
      baseURL,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    const value = await make(client.beta.chatkit, params, seen);
    // Nothing is a value of its own in JavaScript, and no value in JSON.
    return { outcome: 'value', value: value === undefined ? '(undefined)' : value };
  } catch (error) {
    const { constructor, name, message } = error as Error;
    const { status, code, requestID } = error as Partial<InstanceType<typeof OpenAI.APIError>>;
    return {
      outcome: 'error',
      error: {
        type: constructor.name || name,
        message,
        typed: error instanceof OpenAIError,
        status: status ?? null,
        code: typeof code === 'string' ? code : null,
        requestId: requestID ?? null,
      },
      value: seen,
    };
  }
}

const write = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);

for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(text) as Message;
  if (message.cmd === 'stop') process.exit(0);
  if (message.cmd === 'hello') write(hello);
  else if (message.cmd === 'call') void call(message).then((made) => write({ id: message.id, ...made }));
  else write({ id: message.id, outcome: 'skipped', reason: 'no such mode' });
}
