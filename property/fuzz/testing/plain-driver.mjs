// A driver whose client is JSON.parse: the fastest there is. With an argument it is broken in one way; tests look
// whether that is found.
const unions = new Set(['thread_item', 'thread_status', 'user_message_content', 'annotation']);
const utf8 = new TextDecoder('utf-8', { fatal: true });
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
const variantOf = (value) => {
  if (mode !== 'swaps-variants' || value?.type !== 'chatkit.task') return value?.type ?? null;
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
const overflows = /\d[eE]\+?\d{3}|\d{300}/;
const words = (_, each) => (each === Infinity || each === -Infinity ? String(each) : each);

function answer(line) {
  const { cmd, id, shape, body } = JSON.parse(line);
  if (cmd === 'hello') return JSON.stringify(hello);
  if (cmd === 'stop') process.exit(0);
  if (mode === 'garbles' && id > 1000) return '"no object"';
  let value;
  let text;
  try {
    text = utf8.decode(Buffer.from(body, 'base64'));
    value = JSON.parse(text);
  } catch (error) {
    return errorLine(id, error);
  }
  const variant = unions.has(shape) ? `"variant":${JSON.stringify(variantOf(value))},` : '';
  const given = change(value);
  try {
    let written = JSON.stringify(given);
    if (written !== text && overflows.test(text)) written = JSON.stringify(given, words);
    return `{"id":${id},"outcome":"value",${variant}"value":${written}}`;
  } catch (error) {
    return errorLine(id, error);
  }
}

const errorLine = (id, { name: type, message }) =>
  JSON.stringify({ id, outcome: 'error', error: { type, message } });

let held = '';
const decoder = new TextDecoder();
process.stdin.on('data', (chunk) => {
  const lines = (held + decoder.decode(chunk, { stream: true })).split('\n');
  held = lines.pop();
  if (lines.length > 0) process.stdout.write(`${lines.map(answer).join('\n')}\n`);
});
