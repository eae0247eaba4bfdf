/**
 * A driver for the official TypeScript client, `openai`: see docs/driver-protocol.md.
 *
 * The client makes its own calls; a `fetch` of ours hands it the bytes as the body of the answer, so that all of the
 * client's own code between the socket and the caller is under test.
 */
import { createInterface } from 'node:readline';
import OpenAI, { OpenAIError } from 'openai';
import { VERSION } from 'openai/version';

let body: Uint8Array<ArrayBuffer> = new Uint8Array();

const client = new OpenAI({
  apiKey: 'none',
  baseURL: 'http://driver.invalid/v1',
  maxRetries: 0,
  fetch: async () => new Response(body, { status: 200, headers: { 'content-type': 'application/json' } }),
});
const { sessions, threads } = client.beta.chatkit;

/** A page is an object of the client's own: these are its public fields. */
const fieldsOf = ({ data, has_more, last_id }: { data: unknown; has_more: boolean; last_id: string }) => ({
  data,
  has_more,
  last_id,
});

const shapes: Readonly<Record<string, () => Promise<unknown>>> = {
  chat_session: () => sessions.cancel('cksess_1'),
  thread: () => threads.retrieve('cthr_1'),
  thread_list: async () => fieldsOf(await threads.list()),
  // No operation answers with one item alone: the client's generic request reads it.
  thread_item: () => client.get('/item'),
  thread_item_list: async () => fieldsOf(await threads.listItems('cthr_1')),
  thread_deleted: () => threads.delete('cthr_1'),
};

const pages = ['thread_list $', 'thread_item_list $'];
const hello = {
  protocol: 1,
  driver: { name: 'openai-node', version: VERSION, language: 'typescript' },
  modes: ['parse'],
  shapes: Object.keys(shapes),
  traits: {
    lenient: true,
    numbersAsDoubles: true,
    // A page has no place for the rest of what a list says, and fills in what is not there.
    unmodelled: pages.flatMap((page) => [`${page}.object`, `${page}.first_id`]),
    ignoresUnknownFields: pages,
    fillsDefaults: pages.flatMap((page) => [`${page}.data`, `${page}.has_more`, `${page}.last_id`]),
    nullsAsDefaults: pages.flatMap((page) => [`${page}.last_id`]),
  },
};

interface Message {
  readonly cmd: string;
  readonly id: number;
  readonly shape: string;
  readonly body: string;
}

async function parse({ shape, body: base64 }: Message): Promise<object> {
  body = new Uint8Array(Buffer.from(base64, 'base64'));
  try {
    const value = (await shapes[shape]?.()) as { type?: unknown } | null | undefined;
    // Nothing is a value of its own in JavaScript, and no value in JSON.
    if (value === undefined) return { outcome: 'value', value: '(undefined)' };
    const tag = typeof value?.type === 'string' ? value.type : null;
    return { outcome: 'value', ...(shape === 'thread_item' ? { variant: tag } : {}), value };
  } catch (error) {
    const { name, message } = error as Error;
    return { outcome: 'error', error: { type: name, message, typed: error instanceof OpenAIError } };
  }
}

/** JSON has no word for what a number overflows to; the protocol has one. */
const words = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

function line(id: number, answer: object): string {
  try {
    return JSON.stringify({ id, ...answer }, words);
  } catch (error) {
    // The client gave a value, and JSON.stringify can't write it: too deep.
    const { name, message } = error as Error;
    return JSON.stringify({ id, outcome: 'error', error: { type: `driver: ${name}`, message } });
  }
}

// One case at a time: the bytes are handed over through a variable.
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(text) as Message;
  if (message.cmd === 'stop') break;
  const answer =
    message.cmd === 'hello'
      ? JSON.stringify(hello)
      : line(
          message.id,
          message.cmd === 'parse' ? await parse(message) : { outcome: 'skipped', reason: 'no such mode' },
        );
  process.stdout.write(`${answer}\n`);
}
