/** In which order a full name is written, and whether with a space. */
type NameOrder = 'given family' | 'family given' | 'familygiven';

/**
 * The locales that names, places, companies and files can come from: those of faker that differ from English in
 * script, direction, accents or the order of names. Keys are faker's.
 */
const nameOrders = {
  en: 'given family',
  ar: 'given family',
  de: 'given family',
  el: 'given family',
  es: 'given family',
  fa: 'given family',
  fr: 'given family',
  he: 'given family',
  hu: 'family given',
  ja: 'family given',
  ko: 'familygiven',
  pl: 'given family',
  pt_BR: 'given family',
  ru: 'given family',
  th: 'given family',
  tr: 'given family',
  uk: 'given family',
  vi: 'family given',
  zh_CN: 'familygiven',
  zh_TW: 'familygiven',
} as const satisfies Record<string, NameOrder>;

export type Locale = keyof typeof nameOrders;
export const locales = Object.keys(nameOrders) as readonly Locale[];

export const isLocale = (name: unknown): name is Locale =>
  typeof name === 'string' && Object.hasOwn(nameOrders, name);

/** A full name as it is written in the locale. */
export function fullNameIn(locale: Locale, given: string, family: string): string {
  const order: NameOrder = nameOrders[locale];
  if (order === 'given family') return `${given} ${family}`;
  return order === 'family given' ? `${family} ${given}` : family + given;
}
