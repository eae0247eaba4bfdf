import type { Draw } from '../draw.ts';
import { subjects } from '../subjects/index.ts';
import type { Exchange, Tale } from '../subjects/index.ts';

/** The matter to talk about. It depends on the draw's path alone: the parts of one value speak of one matter. */
export function drawTale(draw: Draw): Tale {
  const own = draw.at('tale');
  return own.pick(subjects).begin(own);
}

/** A question with its answer, from anywhere in a conversation. */
export function drawExchange(draw: Draw): Exchange {
  const tale = drawTale(draw);
  const own = draw.at('exchange');
  return own.pick([tale.opening, ...tale.followUps])(own);
}

/** A question with its answer, a tool and a widget. */
export const drawOpening = (draw: Draw): ReturnType<Tale['opening']> =>
  drawTale(draw).opening(draw.at('exchange'));

/**
 * An exchange that fits, from any of the tales in random order. What it draws depends on the draw's path alone.
 * @throws RangeError when none fits.
 */
export function findExchange(draw: Draw, fits: (exchange: Exchange) => boolean): Exchange {
  const own = draw.at('find');
  for (const [index, subject] of own.sample(subjects, subjects.length).entries()) {
    const tale = subject.begin(own.at('tale', index));
    const makers = own.sample([tale.opening, ...tale.followUps], tale.followUps.length + 1);
    for (const [at, make] of makers.entries()) {
      const exchange = make(own.at('exchange', index, at));
      if (fits(exchange)) return exchange;
    }
  }
  throw new RangeError('no exchange of any tale fits');
}
