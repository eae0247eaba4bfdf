import { Arbitrary, Stream, Value } from 'fast-check';
import type { Random } from 'fast-check';
import type { ShapeName } from '../../schema/index.ts';
import type { Change, ChangeKind, Expectation } from '../mutants/change.ts';
import { changesAt } from '../mutants/changes.ts';
import { kindOf, mutantAt } from '../mutants/mutate.ts';
import type { Mutant, MutantKind } from '../mutants/mutate.ts';
import { placesIn, sitesOf } from '../mutants/places.ts';
import type { Place, Site } from '../mutants/places.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import type { Fresh, Plan } from './plan.ts';
import { Measure } from './measure.ts';
import { Source } from './source.ts';

/** Constraints of mutants: those of the value that is changed, and which changes there are. */
export interface MutantConstraints extends Constraints {
  /** Kinds of changes: `['missing', 'null']`; default all. */
  readonly changes?: readonly ChangeKind[];
  /** What a reader must do with the mutant: `['reject']`; default all. */
  readonly expectations?: readonly Expectation[];
  /** Names of mutants, as `mutantsOf` lists them: `['missing:$.id']`; default all. */
  readonly names?: readonly string[];
}

/** A change at a site, and how a value comes to have that site. */
interface Aim {
  readonly kind: MutantKind;
  readonly change: Change;
  readonly site: Site;
  readonly steps: readonly string[];
}

/** What a mutant was made of: to shrink it, the value is made plainer and changed again. */
interface Made {
  readonly base: unknown;
  readonly aim: Aim;
  readonly place: Place;
}

/** `$.data[]<chatkit.task>.id` is `.data`, `[]`, `<chatkit.task>`, `.id`. */
const stepsTo = (site: string): string[] => site.slice(1).match(/\.\*|\.\w+|\[\]|<[^>]+>/g) ?? [];

/** Longer texts than this are no good to a property that runs many times. */
const mostCharacters = 1_000_000;
const isHuge = (site: Site, { kind }: Change): boolean =>
  site.view.kind === 'primitive' &&
  (kind === 'longest' || kind === 'too-long') &&
  (site.view.maxCharacters ?? 0) > mostCharacters;

const source = new Source();
const random: Fresh = (plan) => plan.make(source);
const plainest: Fresh = (plan) => plan.minimal();
/** How often a value is drawn anew when a change would change nothing in it. */
const attempts = 64;

const sizeOf = (plan: Plan, value: unknown): Measure => {
  const measure = new Measure();
  plan.measure(value, measure);
  return measure;
};

class MutantArbitrary extends Arbitrary<Mutant> {
  readonly #shape: ShapeName;
  readonly #plan: Plan;
  readonly #aims: readonly Aim[];
  readonly #expectations: readonly Expectation[] | undefined;

  constructor(shape: ShapeName, { expectations, names, changes, ...constraints }: MutantConstraints) {
    super();
    this.#shape = shape;
    this.#plan = plansFor(resolve(constraints)).shape(shape);
    this.#expectations = expectations;
    const aims = aimsOf(shape).filter(
      ({ kind, steps }) =>
        (names?.includes(kind.name) ?? true) &&
        (changes?.includes(kind.change) ?? true) &&
        this.#plan.ensure(this.#plan.minimal(), steps, plainest) !== undefined,
    );
    this.#aims = expectations === undefined ? aims : aims.filter((aim) => this.#canBeMade(aim));
    if (this.#aims.length === 0) throw new RangeError(`${shape}: there is no such mutant`);
  }

  /** Whether one of a few values can be changed so; they are always the same ones. */
  #canBeMade(aim: Aim): boolean {
    source.seed(0x6d757461, 0x6e747321);
    return Array.from({ length: 16 }).some(() => this.#draw(aim) !== undefined);
  }

  #draw(aim: Aim): Value<Mutant> | undefined {
    const base = this.#plan.ensure(this.#plan.make(source), aim.steps, random);
    const places = this.#placesOf(aim, base);
    return this.#change(base, aim, source.pick(places));
  }

  #placesOf(aim: Aim, base: unknown): Place[] {
    return [...placesIn(this.#shape, base)].filter(({ site }) => site === aim.site);
  }

  #change(base: unknown, aim: Aim, place: Place): Value<Mutant> | undefined {
    const mutant = mutantAt(base, place, aim.change);
    if (mutant === undefined || this.#expectations?.includes(mutant.expectation) === false) return undefined;
    return new Value(mutant, { base, aim, place } satisfies Made);
  }

  override generate(generator: Random): Value<Mutant> {
    source.seed(generator.nextInt(), generator.nextInt());
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const made = this.#draw(source.pick(this.#aims));
      if (made !== undefined) return made;
    }
    throw new RangeError(`${this.#shape}: no value was found that the wanted changes would change`);
  }

  /** What a mutant was made of cannot be told from it. */
  override canShrinkWithoutContext(_value: unknown): _value is Mutant {
    return false;
  }

  override shrink(_mutant: Mutant, context?: unknown): Stream<Value<Mutant>> {
    return context === undefined ? Stream.nil() : new Stream(this.#plainer(context as Made));
  }

  *#plainer({ base, aim, place }: Made): Generator<Value<Mutant>, void, undefined> {
    for (const next of this.#plainerBases(base, aim)) {
      const places = this.#placesOf(aim, next);
      const samePath = places.filter(({ path }) => path.join() === place.path.join());
      // The change stays where it is, unless that place is gone.
      for (const each of [...samePath, ...places]) {
        const made = this.#change(next, aim, each);
        if (made === undefined) continue;
        yield made;
        break;
      }
    }
  }

  /** The plainest value that has the site first. */
  *#plainerBases(base: unknown, { steps }: Aim): Generator<unknown, void, undefined> {
    const minimal = this.#plan.ensure(this.#plan.minimal(), steps, plainest);
    if (sizeOf(this.#plan, minimal).compare(sizeOf(this.#plan, base)) < 0) yield minimal;
    yield* this.#plan.shrink(base);
  }
}

const known = new Map<ShapeName, readonly Aim[]>();

/** Every change that a shape knows. */
function aimsOf(shape: ShapeName): readonly Aim[] {
  const aims =
    known.get(shape) ??
    [...sitesOf(shape)].flatMap((site) => {
      const changes = changesAt(site).filter((change) => !isHuge(site, change));
      return changes.map((change) => ({
        kind: kindOf(site, change),
        change,
        site,
        steps: stepsTo(site.name),
      }));
    });
  known.set(shape, aims);
  return aims;
}

/**
 * Valid values with exactly one change, each of the changes that `mutantsOf` lists as often as another. While a mutant
 * shrinks the change stays and the value around it becomes plainer. Two changes are left out: texts of more than
 * 1,000,000 characters.
 * @throws RangeError for constraints that make no sense, and when they leave no mutant.
 * @example
 * import fc from 'fast-check';
 * const mutants = mutantOf('thread', { changes: ['missing'], expectations: ['reject'] });
 * const { counterexample } = fc.check(fc.property(mutants, ({ at }) => at[0] !== 'title'), { seed: 7 });
 * counterexample?.[0]?.name; // => 'missing:$.title'
 * counterexample?.[0]?.value; // => { id: '', created_at: 0, object: 'chatkit.thread', status: { type: 'active' }, user: '' }
 */
export const mutantOf = (shape: ShapeName, constraints: MutantConstraints = {}): Arbitrary<Mutant> =>
  new MutantArbitrary(shape, constraints);
