import type { Draw } from '../draw.ts';
import type { Details, PrintedSubject, Subject } from '../subjects/index.ts';
import { Template } from '../template.ts';
import { templatesOf } from './lines.ts';
import type { Lines, Texts } from './lines.ts';
import { print } from './print.ts';
import { readPrinted } from './printed.ts';

/** An exchange as it is pasted together: it gets its templates when it is first told. */
class ExchangePage {
  readonly draw: (draw: Draw, tale: Details) => Details;
  readonly #texts: Lines<string>;
  #lines: Lines<Template> | undefined;

  constructor(draw: ExchangePage['draw'], texts: Lines<string>) {
    this.draw = draw;
    this.#texts = texts;
  }

  get lines(): Lines<Template> {
    this.#lines ??= templatesOf(this.#texts);
    return this.#lines;
  }
}

/** A subject whose texts have become templates. */
export interface SubjectPages extends Omit<Texts<Template>, 'exchanges'> {
  readonly opening: ExchangePage;
  readonly followUps: readonly ExchangePage[];
}

const template = (text: string): Template => new Template(text);

function open(subject: Subject | PrintedSubject): SubjectPages {
  const { draws, texts } =
    'draws' in subject ? { draws: subject.draws, texts: readPrinted(subject.name) } : print(subject);
  const pages = texts.exchanges.map(
    (lines, at) => new ExchangePage(draws[at] as ExchangePage['draw'], lines),
  );
  return {
    titles: texts.titles.map(template),
    lockedReasons: texts.lockedReasons.map(template),
    closedReasons: texts.closedReasons.map(template),
    opening: pages[0] as ExchangePage,
    followUps: pages.slice(1),
  };
}

const opened = new Map<string, SubjectPages>();

/** The templates of a subject. */
export function pagesOf(subject: Subject | PrintedSubject): SubjectPages {
  let pages = opened.get(subject.name);
  if (pages === undefined) {
    pages = open(subject);
    opened.set(subject.name, pages);
  }
  return pages;
}
