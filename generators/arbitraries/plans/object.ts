import type { Plan } from '../plan.ts';
import type { Source } from '../source.ts';

/** A field of an object and the plan of its values. */
export interface PlannedField {
  readonly name: string;
  readonly plan: Plan;
  /** Whether it may be absent. */
  readonly optional?: boolean;
  /** One that may be absent is there once in so many times; default 2. */
  readonly oneIn?: number;
}

/** Fields beyond those that are named: their names, and what stands under them. */
export interface ExtraFields {
  readonly name: (source: Source) => string;
  readonly value: Plan;
}

type Fields = Record<string, unknown>;

/** Puts a field whatever its name: an assignment to `__proto__` would set the prototype. */
export function putField(object: Fields, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

const without = (object: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));

/** Objects with the given fields, in their order; the plainest has no field that may be absent. */
export function objectPlan<T extends object>(fields: readonly PlannedField[], extra?: ExtraFields): Plan<T> {
  const names = fields.map(({ name }) => name);
  const plans = fields.map(({ plan }) => plan);
  const optional = fields.map((field) => field.optional === true);
  const rarity = fields.map(({ oneIn }) => oneIn ?? 2);
  const named = new Set(names);

  function make(source: Source): Fields {
    const object: Fields = {};
    for (let i = 0; i < names.length; i += 1) {
      if (optional[i] === true && !source.oneIn(rarity[i] as number)) continue;
      object[names[i] as string] = (plans[i] as Plan).make(source);
    }
    if (extra !== undefined && source.oneIn(3)) {
      for (let left = source.int(1, 2); left > 0; left -= 1) {
        const name = extra.name(source);
        if (!named.has(name)) putField(object, name, extra.value.make(source));
      }
    }
    return object;
  }

  const extrasOf = (object: Fields): string[] => Object.keys(object).filter((name) => !named.has(name));

  function accepts(value: unknown): value is Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Fields;
    const extras = extrasOf(object);
    if (
      extras.length > 0 &&
      (extra === undefined || !extras.every((name) => extra.value.accepts(object[name])))
    )
      return false;
    return names.every((name, i) =>
      Object.hasOwn(object, name) ? (plans[i] as Plan).accepts(object[name]) : optional[i] === true,
    );
  }

  function minimal(): Fields {
    const object: Fields = {};
    for (const [i, name] of names.entries())
      if (optional[i] !== true) object[name] = (plans[i] as Plan).minimal();
    return object;
  }

  function* shrink(object: Fields): Generator<Fields, void, undefined> {
    const candidates = plainer(object);
    const first = candidates.next();
    if (first.done === true) return;
    yield minimal();
    yield first.value;
    yield* candidates;
  }

  function* plainer(object: Fields): Generator<Fields, void, undefined> {
    const extras = extrasOf(object);
    for (const name of extras) yield without(object, name);
    for (const [i, name] of names.entries())
      if (optional[i] === true && Object.hasOwn(object, name)) yield without(object, name);
    for (const [i, name] of names.entries()) {
      if (!Object.hasOwn(object, name)) continue;
      for (const next of (plans[i] as Plan).shrink(object[name])) yield { ...object, [name]: next };
    }
    if (extra === undefined) return;
    for (const name of extras)
      for (const next of extra.value.shrink(object[name])) yield { ...object, [name]: next };
  }

  return {
    make,
    accepts,
    minimal,
    shrink,
    ensure(object, [step, ...steps], fresh) {
      if (step === undefined) return object;
      const name = step.slice(1);
      const plan = plans[names.indexOf(name)];
      if (plan === undefined) return undefined;
      const ensured = plan.ensure(Object.hasOwn(object, name) ? object[name] : fresh(plan), steps, fresh);
      return ensured === undefined ? undefined : { ...object, [name]: ensured };
    },
    measure(object, into) {
      for (const [i, name] of names.entries()) {
        if (!Object.hasOwn(object, name)) continue;
        if (optional[i] === true) into.parts += 1;
        (plans[i] as Plan).measure(object[name], into);
      }
      for (const name of extrasOf(object)) {
        into.parts += 1;
        into.text(name);
        extra?.value.measure(object[name], into);
      }
    },
  } satisfies Plan<Fields> as unknown as Plan<T>;
}
