import { expect, it } from 'vitest';
import { leaveDraws } from './leave-draws.ts';

const subject = `import { text } from '../widgets/index.ts';
export const trip = defineSubject(
  'trip',
  (draw) => ({ to: draw.word('cities') }),
  ({ to }, exchange) => ({
    titles: [\`To \${to}\`],
    opening: exchange((d) => ({ nights: d.int(1, 9) }), ({ nights }) => ({ ask: [text(nights)] })),
    followUps: [exchange(nothing, () => ({ ask: ['And back?'] })), exchange((d, { to }) => ({ sight: d.pick([to]) }), () => ({}))],
  }),
);
`;

it('leaves how details are drawn, in the order of the exchanges, and nothing that is written', () => {
  expect(leaveDraws('trip.ts', subject)).toBe(`import { text } from '../widgets/index.ts';
export const trip = { name: 'trip', draw: (draw) => ({ to: draw.word('cities') }), draws: [(d) => ({ nights: d.int(1, 9) }), nothing, (d, { to }) => ({ sight: d.pick([to]) })] };
`);
});

it.each([
  ['none', 'export const trip = {};'],
  ['two', `${subject}${subject}`],
  ['one without a text', "export const trip = defineSubject('trip', (draw) => ({}));"],
])('refuses a file with %s', (_, source) => {
  expect(() => leaveDraws('trip.ts', source)).toThrow('trip.ts shall define one subject');
});
