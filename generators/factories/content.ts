import type { Draw } from '../draw.ts';
import { askOf } from '../story/index.ts';
import { subjects } from '../subjects/index.ts';
import type {
  Ask,
  Details,
  Exchange as ScriptedExchange,
  ExchangeScript,
  Script,
  Subject,
  ToolUse,
} from '../subjects/index.ts';
import type { WidgetRoot } from '../widgets/index.ts';

/** A question with its answer, of which one way to say it was chosen. */
export interface Exchange extends Omit<ScriptedExchange, 'answer' | 'ask'> {
  readonly ask: Ask;
  readonly answer: string;
}

type Opening = Exchange & { readonly tool: ToolUse; readonly widget: WidgetRoot };

/** A conversation about one matter, its details settled. */
export interface Tale extends Pick<Script, 'closedReasons' | 'lockedReasons'> {
  readonly title: string;
  readonly opening: (draw: Draw) => Opening;
  readonly followUps: readonly ((draw: Draw) => Exchange)[];
}

const asTexts = (details: Details): Record<string, string> =>
  Object.fromEntries(Object.entries(details).map(([name, detail]) => [name, String(detail)]));

function tellOf(subject: Subject, draw: Draw): Tale {
  const details = subject.draw(draw);
  const script = subject.write(asTexts(details));
  const exchange =
    <E extends ScriptedExchange>(scripted: ExchangeScript<E>) =>
    (own: Draw) => {
      const written = scripted.write(asTexts(scripted.draw(own, details)));
      return { ...written, ask: askOf(own.pick(written.ask)), answer: own.pick(written.answer) };
    };
  return {
    title: draw.pick(script.titles),
    lockedReasons: script.lockedReasons,
    closedReasons: script.closedReasons,
    opening: exchange(script.opening),
    followUps: script.followUps.map(exchange),
  };
}

/** The matter to talk about. It depends on the draw's path alone: the parts of one value speak of one matter. */
export function drawTale(draw: Draw): Tale {
  const own = draw.at('tale');
  return tellOf(own.pick(subjects), own);
}

/** A question with its answer, from anywhere in a conversation. */
export function drawExchange(draw: Draw): Exchange {
  const tale = drawTale(draw);
  const own = draw.at('exchange');
  return own.pick([tale.opening, ...tale.followUps])(own);
}

/** A question with its answer, a tool and a widget. */
export const drawOpening = (draw: Draw): Opening => drawTale(draw).opening(draw.at('exchange'));

/**
 * An exchange that fits, from any of the tales in random order. What it draws depends on the draw's path alone.
 * @throws RangeError when none fits.
 */
export function findExchange(draw: Draw, fits: (exchange: Exchange) => boolean): Exchange {
  const own = draw.at('find');
  for (const [index, subject] of own.sample(subjects, subjects.length).entries()) {
    const tale = tellOf(subject, own.at('tale', index));
    const makers = own.sample([tale.opening, ...tale.followUps], tale.followUps.length + 1);
    for (const [at, make] of makers.entries()) {
      const exchange = make(own.at('exchange', index, at));
      if (fits(exchange)) return exchange;
    }
  }
  throw new RangeError('no exchange of any tale fits');
}
