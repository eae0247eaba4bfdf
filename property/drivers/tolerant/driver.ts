/**
 * A driver for this project's own tolerant reading: see docs/driver-protocol.md. It is strict but for union members
 * that the contract does not know, so it declares no leniency.
 */
import { createInterface } from 'node:readline';
import { isShapeName, readShape, shapeNames } from '../../../schema/index.ts';

const unions: ReadonlySet<string> = new Set([
  'thread_item',
  'thread_status',
  'user_message_content',
  'annotation',
]);
const utf8 = new TextDecoder('utf-8', { fatal: true });

const hello = {
  protocol: 1,
  driver: { name: 'chatkit-harness tolerant', version: '0.1.0', language: 'typescript' },
  modes: ['parse'],
  shapes: shapeNames,
  traits: { numbersAsDoubles: true },
};

interface Answer {
  readonly outcome: 'value' | 'error' | 'skipped';
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

interface Message {
  readonly cmd: string;
  /** Of hello: what the runner knows besides. */
  readonly features?: readonly string[];
  readonly id: number;
  readonly shape: string;
  readonly body: string;
}

function parse({ shape, body }: Message): Answer {
  if (!isShapeName(shape)) return { outcome: 'skipped', reason: `no shape is called '${shape}'` };
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(Buffer.from(body, 'base64')));
  } catch (error) {
    const { name, message } = error as Error;
    return { outcome: 'error', error: { type: name, message } };
  }
  const read = readShape(shape, value, 'tolerant');
  if (!read.ok) {
    const message = read.problems.map(({ path, expected }) => `${path}: expected ${expected}`).join('; ');
    return { outcome: 'error', error: { type: 'Problem', message } };
  }
  const variant = unions.has(shape) ? { variant: (value as { type: unknown }).type } : {};
  return { outcome: 'value', ...variant, value: read.value };
}

/** JSON has no word for what a number overflows to; the protocol has one. */
const words = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Whether the runner takes `same` for a value that is written as its bytes were. */
let saysSame = false;

function line({ id, body }: Message, answer: Answer): string {
  try {
    const isSame = saysSame && JSON.stringify(answer.value) === Buffer.from(body, 'base64').toString('utf8');
    return JSON.stringify(isSame ? { outcome: 'same', ids: [id] } : { id, ...answer }, words);
  } catch (error) {
    const { name, message } = error as Error;
    return JSON.stringify({ id, outcome: 'error', error: { type: `driver: ${name}`, message } });
  }
}

for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(text) as Message;
  if (message.cmd === 'stop') break;
  const skipped: Answer = { outcome: 'skipped', reason: 'no such mode' };
  if (message.cmd === 'hello') saysSame = message.features?.includes('same') === true;
  const answer =
    message.cmd === 'hello'
      ? JSON.stringify({ ...hello, features: saysSame ? ['same'] : [] })
      : line(message, message.cmd === 'parse' ? parse(message) : skipped);
  process.stdout.write(`${answer}\n`);
}
