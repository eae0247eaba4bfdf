// A driver whose client is JSON.parse: the fastest there is. With an argument it is broken in one way; tests look
// whether that is found.
import { isUtf8 } from 'node:buffer';

const unions = new Set(['thread_item', 'thread_status', 'user_message_content', 'annotation']);
const hoard = [];

/** What each broken driver does to a value, or instead of giving one. */
const breakages = {
  none: (value) => value,
  'drops-title': (value) => (value?.title === undefined ? value : { ...value, title: undefined }),
  'coerces-numbers': (value) =>
    JSON.parse(JSON.stringify(value), (_, each) => (typeof each === 'number' ? each | 0 : each)),
  'numbers-as-text': (value) =>
    typeof value?.created_at === 'number' ? { ...value, created_at: String(value.created_at) } : value,
  'crashes-on-astral': (value) => {
    if (/[\u{10000}-\u{10FFFF}]/u.test(JSON.stringify(value) ?? '')) throw new RangeError('bad character');
    return value;
  },
  'hangs-on-empty-list': (value) => {
    while (Array.isArray(value?.data) && value.data.length === 0);
    return value;
  },
  'leaks-on-locked': (value) => {
    if (value?.status?.type === 'locked') hoard.push(Buffer.alloc(2 ** 18, 1));
    return value;
  },
};

const mode = process.argv[2] ?? 'none';
// Where an error was thrown is no part of an answer, and costs more than parsing. A crash is told with it.
if (mode === 'none') Error.stackTraceLimit = 0;
const tagOf = (value) => value?.type ?? null;
const variantOf = (value) => {
  if (mode !== 'swaps-variants' || value?.type !== 'chatkit.task') return tagOf(value);
  return 'chatkit.widget';
};
const change = breakages[mode] ?? breakages.none;

const hello = {
  protocol: 1,
  driver: { name: `plain ${mode}`, version: process.version, language: 'javascript' },
  modes: ['parse'],
  shapes: ['chat_session', 'thread', 'thread_item', 'thread_list', 'thread_item_list', 'thread_deleted'],
  traits: { lenient: true, numbersAsDoubles: true },
};

// JSON has no word for what a double overflows to; the protocol has one.
const overflows = /(?:^|[:[,\s])-?(?:[\d.]+[eE]\+?\d{3}|\d{300})/;
const words = (_, each) => (each === Infinity || each === -Infinity ? String(each) : each);

// JSON.stringify looks for circles in all that holds a value, which costs the square of its depth, and ends at some.
const mayBeDeep = /(?:\[|\{"\w*":){200}/;

/** Writes any depth. */
function write(root) {
  let out = '';
  const rest = [{ value: root }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { text, value } = next;
    if (text !== undefined) out += text;
    else if (typeof value !== 'object' || value === null) out += JSON.stringify(value);
    else {
      const isList = Array.isArray(value);
      out += isList ? '[' : '{';
      rest.push({ text: isList ? ']' : '}' });
      const names = Object.keys(value).filter((name) => value[name] !== undefined);
      for (let i = names.length - 1; i >= 0; i -= 1)
        rest.push(
          { value: value[names[i]] },
          { text: `${i > 0 ? ',' : ''}${isList ? '' : `${JSON.stringify(names[i])}:`}` },
        );
    }
  }
  return out;
}

// What is deep ends with many brackets in a row, which are found faster.
const isDeep = (text) =>
  text.length > 1000 && (text.includes(']]]]]]]]') || text.includes('}}}}}}}}')) && mayBeDeep.test(text);

/** What both sides know of the features that docs/driver-protocol.md names. */
let features = new Set();
/** Where the bodies stand that a request of `lines` has announced. */
let lines = { id: 0, shape: '', left: 0 };
/** Answers that wait for the end of what was read at once. */
let answers = [];
let same = [];

/** @param given the body as a text, with its byte order mark if it has one. */
function parse(id, shape, given) {
  if (mode === 'garbles' && id > 1000) return answers.push('"no object"');
  if (mode === 'exits') process.exit(3);
  if (mode === 'skips') return answers.push(`{"id":${id},"outcome":"skipped","reason":"not today"}`);
  let value;
  const text = given.charCodeAt(0) === 0xfeff ? given.slice(1) : given;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return answers.push(errorLine(id, error));
  }
  const isUnion = unions.has(shape);
  const variant = isUnion ? variantOf(value) : null;
  const changed = change(value);
  try {
    let written = isDeep(text) ? write(changed) : JSON.stringify(changed);
    if (written === given && features.has('same') && (!isUnion || variant === tagOf(value)))
      return same.push(id);
    if (written !== text && overflows.test(text)) written = JSON.stringify(changed, words);
    const named = isUnion ? `"variant":${JSON.stringify(variant)},` : '';
    return answers.push(`{"id":${id},"outcome":"value",${named}"value":${written}}`);
  } catch (error) {
    return answers.push(errorLine(id, error));
  }
}

function read(line) {
  if (lines.left > 0) {
    lines.left -= 1;
    return parse(lines.id++, lines.shape, line);
  }
  const message = JSON.parse(line);
  const { cmd, id, shape } = message;
  if (cmd === 'lines') lines = { id, shape, left: message.count };
  else if (cmd === 'parse') {
    const body = Buffer.from(message.body, 'base64');
    // To look first costs less than to catch what a decoder throws.
    if (!isUtf8(body)) return answers.push(errorLine(id, new TypeError('The bytes are no UTF-8')));
    return parse(id, shape, body.toString());
  } else if (cmd === 'hello') {
    const { features: offered = [] } = message;
    features = new Set(['same', 'lines'].filter((each) => offered.includes(each)));
    return answers.push(JSON.stringify({ ...hello, features: [...features] }));
  } else if (cmd === 'stop') process.exit(0);
}

const errorLine = (id, { name: type, message }) =>
  `{"id":${id},"outcome":"error","error":{"type":"${type}","message":${JSON.stringify(message)}}}`;

let held = [];
process.stdin.on('data', (chunk) => {
  const last = chunk.lastIndexOf(0x0a);
  if (last === -1) return held.push(chunk);
  const whole = held.length === 0 ? chunk : Buffer.concat([...held, chunk]);
  const end = whole.length - chunk.length + last;
  // One decoding for all lines of a chunk.
  for (const line of whole.toString('utf8', 0, end).split('\n')) read(line);
  held = end + 1 < whole.length ? [whole.subarray(end + 1)] : [];
  if (same.length > 0) answers.push(`{"outcome":"same","ids":[${same.join(',')}]}`);
  if (answers.length > 0) process.stdout.write(`${answers.join('\n')}\n`);
  answers = [];
  same = [];
});
