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
    if (value?.status?.type === 'locked') hoard.push(Buffer.alloc(2 ** 21, 1));
    return value;
  },
};

const mode = process.argv[2] ?? 'none';
const variantOf = (value) => {
  if (mode !== 'swaps-variants' || value?.type !== 'chatkit.task') return value?.type ?? null;
  return 'chatkit.widget';
};
const change = breakages[mode] ?? breakages.none;

function answer(line) {
  const message = JSON.parse(line);
  if (message.cmd === 'hello')
    return {
      protocol: 1,
      driver: { name: `plain ${mode}`, version: process.version, language: 'javascript' },
      modes: ['parse'],
      shapes: ['chat_session', 'thread', 'thread_item', 'thread_list', 'thread_item_list', 'thread_deleted'],
      traits: { lenient: true, numbersAsDoubles: true },
    };
  if (message.cmd === 'stop') process.exit(0);
  const { id, shape, body } = message;
  if (mode === 'garbles' && id > 1000) return 'no object';
  let value;
  let odd;
  try {
    const text = utf8.decode(Buffer.from(body, 'base64'));
    value = JSON.parse(text);
    if (/\d[eE]\+?\d{3}|\d{300}/.test(text)) odd = { odd: true };
  } catch (error) {
    return { id, outcome: 'error', error: { type: error.name, message: error.message } };
  }
  const variant = unions.has(shape) ? { variant: variantOf(value) } : {};
  return { id, outcome: 'value', ...variant, ...odd, value: change(value) };
}

const words = (name, v) => (name === 'odd' ? undefined : v === Infinity || v === -Infinity ? String(v) : v);
const lineOf = (line) => {
  const made = answer(line);
  try {
    // JSON has no word for what a double overflows to; the protocol has one.
    return JSON.stringify(made, made.odd === undefined ? undefined : words);
  } catch (error) {
    return JSON.stringify({
      id: made.id,
      outcome: 'error',
      error: { type: error.name, message: error.message },
    });
  }
};

let held = '';
const decoder = new TextDecoder();
process.stdin.on('data', (chunk) => {
  const lines = (held + decoder.decode(chunk, { stream: true })).split('\n');
  held = lines.pop();
  if (lines.length > 0) process.stdout.write(`${lines.map(lineOf).join('\n')}\n`);
});
