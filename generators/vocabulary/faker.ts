import { createRequire } from 'node:module';
import type { Faker, LocaleDefinition, Randomizer } from '@faker-js/faker';
// The package's index loads every locale (170 ms), this entry one (25 ms). Its ready-made instance lends its class
// and definitions to one of ours, and is never drawn from.
import * as packaged from '@faker-js/faker/locale/en';
import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import { referenceTime } from '../reference-time.ts';
import type { Locale } from './locales.ts';

/** A randomizer whose stream can be swapped: no construction and no seeding for each value. */
let current: RandomStream = createStream(0);
const randomizer: Randomizer = {
  next: () => current.float(),
  seed: () => {
    throw new RangeError('this faker draws from the stream it is given: fakerOn(createStream(seed))');
  },
};
const FakerClass = packaged.faker.constructor as typeof Faker;

function createFaker(locale: LocaleDefinition): Faker {
  const faker = new FakerClass({ locale, randomizer });
  // Without this, faker's date functions would read the machine's clock.
  faker.setDefaultRefDate(new Date(referenceTime * 1000));
  return faker;
}

const made = new Map<Locale, Faker>([['en', createFaker(packaged.faker.rawDefinitions)]]);
const requireFrom = createRequire(import.meta.url);

/** Another locale is loaded when it is first wanted, and at once: who makes data doesn't wait for promises. */
function fakerIn(locale: Locale): Faker {
  let faker = made.get(locale);
  if (faker === undefined) {
    const other = requireFrom(`@faker-js/faker/locale/${locale}`) as typeof packaged;
    faker = createFaker(other.faker.rawDefinitions);
    made.set(locale, faker);
  }
  return faker;
}

/**
 * Faker drawing from a stream. There is one instance of each locale: use the result at once and do not keep it,
 * for the next call swaps the stream under it.
 * @param locale default `en`; the first use of another one loads it (about 10 ms).
 * @example fakerOn(createStream(42, 'user', 7)).person.fullName()
 */
export function fakerOn(stream: RandomStream, locale: Locale = 'en'): Faker {
  current = stream;
  return fakerIn(locale);
}
