import type { Source } from '../source.ts';

const words = (
  'a about account address again all and answer any ask at back bill book call can change check city close code ' +
  'could customer date day delivery detail do document done each error every file find first flight for from get ' +
  'give go has have help how if in invoice is issue it item know last late list look make meeting message month ' +
  'more my name need new next not number of on one open or order our page part pay phone plan please price problem ' +
  'question reach ready refund report room same see send show so some start status step still stop sure table take ' +
  'team thank that the them then this ticket time to today tomorrow total travel try two type up update use wait ' +
  'want was way week what when where which who will with work would write yes yet you your'
).split(' ');

/** One to six words, now and then none. */
export function drawPlainText(source: Source): string {
  let left = source.below(7);
  if (left === 0) return '';
  let text = source.pick(words);
  for (; left > 1; left -= 1) text += ` ${source.pick(words)}`;
  return text;
}

const prefixes = ['cthr', 'cti', 'cksess', 'cfile', 'wf', 'call'] as const;

/** What looks like an identifier: `cthr_1f0c…`, eight or sixteen hexadecimal digits. */
export function drawPlainId(source: Source): string {
  const digits = source.uint32().toString(16).padStart(8, '0');
  const more = source.oneIn(2) ? source.uint32().toString(16).padStart(8, '0') : '';
  return `${source.pick(prefixes)}_${digits}${more}`;
}
