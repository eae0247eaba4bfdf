import { baseOf } from './bases.ts';
import { pretty, utf8 } from './draft.ts';
import type { Draft, Verdict } from './draft.ts';
import type { Feature } from './features.ts';

const marker = '"@number@"';

interface Literal {
  readonly name: string;
  /** As it stands in the file. */
  readonly literal: string;
  readonly verdict: Verdict;
  readonly why: string;
}

/** A number in a state variable, where any is allowed. */
const anyNumber: readonly Literal[] = [
  { name: 'zero', literal: '0', verdict: 'accept', why: 'zero' },
  { name: 'minus-zero', literal: '-0', verdict: 'accept', why: 'minus zero, which equals zero' },
  { name: 'fraction', literal: '0.1', verdict: 'accept', why: 'a fraction that binary cannot hold exactly' },
  { name: 'negative', literal: '-273.15', verdict: 'accept', why: 'a negative fraction' },
  { name: 'exponent', literal: '1E+3', verdict: 'accept', why: 'an exponent with capital E and a sign' },
  { name: 'large', literal: '1.7976931348623157e308', verdict: 'accept', why: 'the largest double' },
  { name: 'small', literal: '5e-324', verdict: 'accept', why: 'the smallest double above zero' },
  {
    name: 'largest-exact',
    literal: '9007199254740991',
    verdict: 'accept',
    why: 'the largest integer that every double below it is exact',
  },
  { name: 'smallest-exact', literal: '-9007199254740991', verdict: 'accept', why: 'its negative' },
  {
    name: 'beyond-exact',
    literal: '9007199254740993',
    verdict: 'either',
    why: 'an integer that no double holds',
  },
  {
    name: 'beyond-64-bits',
    literal: '18446744073709551616',
    verdict: 'either',
    why: 'an integer that 64 bits do not hold',
  },
  {
    name: 'hundred-digits',
    literal: `1${'0'.repeat(99)}`,
    verdict: 'either',
    why: 'an integer of a hundred digits',
  },
  {
    name: 'many-digits',
    literal: '0.1000000000000000055511151231257827',
    verdict: 'either',
    why: 'more digits than a double has',
  },
  {
    name: 'overflow',
    literal: '1e400',
    verdict: 'either',
    why: 'a number beyond all doubles, which some read as infinity and some refuse',
  },
  { name: 'underflow', literal: '1e-400', verdict: 'either', why: 'a number that doubles round to zero' },
  {
    name: 'huge-exponent',
    literal: '1e999999999',
    verdict: 'either',
    why: 'an exponent that exact decimals need a gigabyte for',
  },
];

/** A number in `created_at`, where the contract wants an integer. */
const integer: readonly Literal[] = [
  { name: 'zero', literal: '0', verdict: 'accept', why: 'the beginning of 1970' },
  {
    name: 'minus-zero',
    literal: '-0',
    verdict: 'either',
    why: 'minus zero: an integer by value, though not every integer parser takes the sign',
  },
  { name: 'before-1970', literal: '-86400', verdict: 'accept', why: 'a day before 1970' },
  { name: 'last-32-bit', literal: '2147483647', verdict: 'accept', why: 'the last second that 31 bits hold' },
  {
    name: 'year-2038',
    literal: '2147483648',
    verdict: 'accept',
    why: 'the first second that 31 bits do not hold',
  },
  {
    name: 'milliseconds',
    literal: '1767225600000',
    verdict: 'accept',
    why: 'a time that looks like milliseconds; no bound is published',
  },
  {
    name: 'largest-exact',
    literal: '9007199254740991',
    verdict: 'accept',
    why: 'the largest integer that double precision holds exactly',
  },
  {
    name: 'whole-fraction',
    literal: '1767225600.0',
    verdict: 'either',
    why: 'an integer by value (JSON Schema says so), a fraction by its spelling',
  },
  {
    name: 'whole-exponent',
    literal: '17672256e2',
    verdict: 'either',
    why: 'an integer by value, spelled with an exponent',
  },
  {
    name: 'beyond-exact',
    literal: '9007199254740993',
    verdict: 'either',
    why: 'an integer that no double holds',
  },
  {
    name: 'beyond-64-bits',
    literal: '18446744073709551616',
    verdict: 'either',
    why: 'an integer that 64 bits do not hold',
  },
];

const rule: Readonly<Record<Verdict, string>> = {
  accept: 'It comes out with the same value, however it is spelled.',
  either:
    'RFC 8259, section 6, allows it and lets readers limit range and precision: a reader may keep it, take the nearest number it has, or refuse it.',
  reject: '',
};

function draftOf(
  shape: 'workflow' | 'thread',
  value: unknown,
  { name, literal, verdict, why }: Literal,
): Draft {
  const open: Feature[] = verdict === 'either' ? ['parser-difference'] : [];
  return {
    shape,
    verdict,
    name: `number-${name}`,
    bytes: utf8(pretty(value).replace(marker, literal)),
    reason: `Here is ${why}. ${rule[verdict]}`,
    source: 'rfc8259',
    features: ['number', ...open],
  };
}

/** Numbers as they may be spelled, where any number and where an integer is wanted. */
export const numberCases = (): Draft[] => [
  ...anyNumber.map((each) =>
    draftOf('workflow', { ...baseOf('workflow'), state_variables: { number: '@number@' } }, each),
  ),
  ...integer.map((each) => draftOf('thread', { ...baseOf('thread'), created_at: '@number@' }, each)),
];
