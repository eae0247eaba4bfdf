import type { Plan } from '../plan.ts';
import type { PlannedField } from './object.ts';

/** One member of a union of objects that are told apart by a text in one field. */
export interface PlannedMember {
  readonly tag: string;
  readonly plan: Plan;
  readonly fields: readonly PlannedField[];
}

type Fields = Readonly<Record<string, unknown>>;

/** One of several kinds of objects; the plainest is of the first. */
export function variantsPlan<T extends object>(
  discriminator: string,
  members: readonly PlannedMember[],
): Plan<T> {
  const [first] = members;
  if (first === undefined) throw new RangeError('a union needs a member');
  const indexOf = (value: Fields): number => members.findIndex(({ tag }) => tag === value[discriminator]);

  /** An object of another member, with what the two have in common; the rest is as plain as can be. */
  function asMember({ plan, fields }: PlannedMember, value: Fields): Fields {
    const made = { ...(plan.minimal() as Fields) };
    for (const { name, plan: field } of fields)
      if (name !== discriminator && Object.hasOwn(made, name) && field.accepts(value[name]))
        made[name] = value[name];
    return made;
  }

  function* shrink(value: Fields): Generator<Fields, void, undefined> {
    const index = indexOf(value);
    if (index > 0) yield first?.plan.minimal() as Fields;
    for (const member of members.slice(0, index)) yield asMember(member, value);
    const own = members[index] as PlannedMember;
    yield* own.plan.shrink(value) as Iterable<Fields>;
  }

  return {
    make: (source) => (members.length === 1 ? first : source.pick(members)).plan.make(source) as Fields,
    accepts: (value): value is Fields =>
      typeof value === 'object' &&
      value !== null &&
      (members[indexOf(value as Fields)]?.plan.accepts(value) ?? false),
    minimal: () => first.plan.minimal() as Fields,
    shrink,
    ensure(value, [step, ...steps], fresh) {
      if (step === undefined) return value;
      const index = members.findIndex(({ tag }) => step === `<${tag}>`);
      const plan = members[index]?.plan as Plan<Fields> | undefined;
      return plan?.ensure(index === indexOf(value) ? value : fresh(plan), steps, fresh);
    },
    measure(value, into) {
      const index = indexOf(value);
      into.choices += index;
      members[index]?.plan.measure(value, into);
    },
  } satisfies Plan<Fields> as unknown as Plan<T>;
}
