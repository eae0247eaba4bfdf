import type { Draw } from '../draw.ts';
import type { Details, ExchangeScript, Script, Subject } from '../subjects/index.ts';
import { innerTemplate, slot } from '../template.ts';
import type { Template } from '../template.ts';
import { firstDetail, linesOf } from './lines.ts';
import type { Lines } from './lines.ts';

/** An exchange as it is pasted together: made of its script when it is first told. */
class ExchangePage {
  readonly draw: (draw: Draw, tale: Details) => Details;
  readonly #write: ExchangeScript['write'];
  readonly #firstValue: number;
  #lines: Lines | undefined;

  constructor({ draw, write }: ExchangeScript, firstValue: number) {
    this.draw = draw;
    this.#write = write;
    this.#firstValue = firstValue;
  }

  /** @param details drawn ones: they tell what the slots are called. */
  lines(details: Details): Lines {
    this.#lines ??= linesOf(this.#write(slotsFor(details, this.#firstValue)));
    return this.#lines;
  }
}

/** A script whose texts have become templates. */
export interface SubjectPages {
  readonly titles: readonly Template[];
  readonly lockedReasons: readonly Template[];
  readonly closedReasons: readonly Template[];
  readonly opening: ExchangePage;
  readonly followUps: readonly ExchangePage[];
}

/** Slots for these details, numbered on from the first in the order of the details. */
function slotsFor(details: Details, first: number): Record<string, string> {
  return Object.fromEntries(Object.keys(details).map((name, at) => [name, slot(first + at)]));
}

const inner = (text: string): Template => innerTemplate(() => text);

function open(script: Script, firstExchangeValue: number): SubjectPages {
  return {
    titles: script.titles.map(inner),
    lockedReasons: script.lockedReasons.map(inner),
    closedReasons: script.closedReasons.map(inner),
    opening: new ExchangePage(script.opening, firstExchangeValue),
    followUps: script.followUps.map((exchange) => new ExchangePage(exchange, firstExchangeValue)),
  };
}

const opened = new Map<Subject, SubjectPages>();

/**
 * The templates of a subject. Values are numbered: those of the item, the details of the tale, those of the exchange.
 * @param details drawn ones: they tell what the slots are called.
 */
export function pagesOf(subject: Subject, details: Details): SubjectPages {
  let pages = opened.get(subject);
  if (pages === undefined) {
    const script = subject.write(slotsFor(details, firstDetail));
    pages = open(script, firstDetail + Object.keys(details).length);
    opened.set(subject, pages);
  }
  return pages;
}
