// A driver that breaks the protocol in one way, which its argument names; tests look whether that is told.
import { createInterface } from 'node:readline';

const [, , way] = process.argv;
const say = (value) => process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);

const hello = {
  protocol: 1,
  driver: { name: way, version: '1', language: 'javascript' },
  modes: ['parse'],
  shapes: ['thread_deleted'],
  traits: { lenient: true, numbersAsDoubles: true },
};

/** What each says instead of hello. */
const greetings = {
  'hello-garbage': 'good morning',
  'hello-version-2': { ...hello, protocol: 2 },
  'hello-without-driver': { protocol: 1, modes: ['parse'] },
  'no-shapes': { ...hello, shapes: [] },
  'same-of-all': { ...hello, features: ['same'] },
};

/** What each does with an honest answer. */
const breakages = {
  honest: (answer) => say(answer),
  twice: (answer) => {
    say(answer);
    say(answer);
  },
  'foreign-id': (answer) => say({ ...answer, id: answer.id + 1_000_000 }),
  'no-id': ({ outcome }) => say({ outcome }),
  'no-outcome': ({ id }) => say({ id }),
  'value-without-value': ({ id }) => say({ id, outcome: 'value' }),
  'error-without-type': (answer) =>
    say(answer.outcome === 'error' ? { ...answer, error: { message: 'm' } } : answer),
  garbage: () => say('<html>'),
  'never-an-error': (answer) =>
    say(answer.outcome === 'error' ? { id: answer.id, outcome: 'value', value: null } : answer),
  'other-value': (answer) =>
    say(typeof answer.value === 'object' ? { ...answer, value: { ...answer.value, id: 'another' } } : answer),
  drifts: (answer) => say({ ...answer, value: { ...answer.value, deleted: answer.id % 2 === 0 } }),
  'same-of-all': ({ id, outcome, value }) =>
    say(outcome === 'value' ? { outcome: 'same', ids: [id] } : { id, outcome, value }),
  silent: () => {},
  exits: () => process.exit(7),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { cmd, id, body } = JSON.parse(line);
  if (cmd === 'stop') break;
  if (cmd === 'hello') {
    if (way === 'no-hello') continue;
    if (way === 'endless-line')
      for (;;)
        if (!process.stdout.write('x'.repeat(2 ** 20)))
          await new Promise((drained) => process.stdout.once('drain', drained));
    say(greetings[way] ?? hello);
    continue;
  }
  let answer;
  try {
    const bytes = Buffer.from(body, 'base64');
    answer = {
      id,
      outcome: 'value',
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
    };
    if (bytes.includes('e400')) answer.value = { a: 'Infinity' };
  } catch (error) {
    answer = { id, outcome: 'error', error: { type: error.name, message: error.message } };
  }
  (breakages[way] ?? breakages.honest)(answer);
}
