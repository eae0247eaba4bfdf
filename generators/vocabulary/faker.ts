import type { Faker, Randomizer } from '@faker-js/faker';
// The package's index loads every locale (170 ms), this entry one (25 ms). Its ready-made instance lends its class
// and definitions to one of ours, and is never drawn from.
import * as packaged from '@faker-js/faker/locale/en';
import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import { referenceTime } from '../reference-time.ts';

/** A randomizer whose stream can be swapped: no construction and no seeding for each value. */
let current: RandomStream = createStream(0);
const randomizer: Randomizer = {
  next: () => current.float(),
  seed: () => {
    throw new RangeError('this faker draws from the stream it is given: fakerOn(createStream(seed))');
  },
};
const FakerClass = packaged.faker.constructor as typeof Faker;
const english = new FakerClass({ locale: packaged.faker.rawDefinitions, randomizer });
// Without this, faker's date functions would read the machine's clock.
english.setDefaultRefDate(new Date(referenceTime * 1000));

/**
 * Faker drawing from a stream. There is one instance: use the result at once and do not keep it, for the next
 * call swaps the stream under it.
 * @example fakerOn(createStream(42, 'user', 7)).person.fullName()
 */
export function fakerOn(stream: RandomStream): Faker {
  current = stream;
  return english;
}
