import { formatPath, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { schemaAt } from '../../schema/describe.ts';
import { describeValue } from '../../schema/problem.ts';
import { invariant } from './invariant.ts';
import { allOf, holds, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

type Path = readonly PropertyKey[];
type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands in a value for the contract: a field that it names, one that it doesn't, or a member that it doesn't know. */
type Standing = 'named' | 'unknown_field' | 'unknown_member' | 'discriminator';

/** One place in what was sent, with what came back there; `undefined` for nothing. */
interface Place {
  readonly path: Path;
  readonly standing: Standing;
  readonly sent: unknown;
  readonly returned: unknown;
}

const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** The discriminator of the union that stands at a path; undefined where there is none. */
function discriminatorAt(shape: ShapeName, path: Path, root: unknown): string | undefined {
  const node = schemaAt(shapes[shape], path, root);
  const def = node?._zod.def as
    { type?: string; discriminator?: string; innerType?: typeof node } | undefined;
  const inner = def?.innerType?._zod.def as { discriminator?: string } | undefined;
  return def?.discriminator ?? inner?.discriminator;
}

/** Walks through what was sent, beside what came back. Does not look below a place where something is lost. */
function* placesOf(shape: ShapeName, sent: unknown, returned: unknown): Generator<Place> {
  const visit = function* (here: unknown, there: unknown, path: Path, standing: Standing): Generator<Place> {
    if (Array.isArray(here)) {
      if (!Array.isArray(there) || there.length !== here.length) {
        yield { path, standing, sent: here, returned: there };
        return;
      }
      const others: readonly unknown[] = there;
      for (const [index, entry] of here.entries())
        yield* visit(entry, others[index], [...path, index], standing);
      return;
    }
    if (!isObject(here) || !isObject(there)) {
      yield { path, standing, sent: here, returned: there };
      return;
    }
    const isInside = standing === 'named';
    const discriminator = isInside ? discriminatorAt(shape, path, sent) : undefined;
    const isUnknownMember =
      discriminator !== undefined && schemaAt(shapes[shape], [...path, discriminator], sent) === undefined;
    for (const [key, value] of Object.entries(here)) {
      const at = [...path, key];
      let inner = standing;
      if (key === discriminator && !isUnknownMember) inner = 'discriminator';
      else if (isUnknownMember) inner = 'unknown_member';
      else if (isInside && schemaAt(shapes[shape], at, sent) === undefined) inner = 'unknown_field';
      yield* visit(value, own(there, key), at, inner);
    }
  };
  yield* visit(sent, returned, [], 'named');
}

/** Judges the places of some standing. */
const judging =
  (standings: readonly Standing[], nothing: string) =>
  ({
    shape,
    sent,
    returned,
  }: {
    readonly shape: ShapeName;
    readonly sent: unknown;
    readonly returned: unknown;
  }): Verdict => {
    let verdict: Verdict = vacuous(nothing);
    for (const place of placesOf(shape, sent, returned)) {
      if (!standings.includes(place.standing)) continue;
      // Objects and lists are places only where they are not of a kind, or not of a length.
      if (place.sent !== place.returned)
        return violated(
          `$.returned${formatPath(place.path).slice(1)}`,
          describeValue(place.sent, place.path),
          describeValue(place.returned, place.path),
        );
      verdict = holds;
    }
    return verdict;
  };

/** What was told apart by its discriminator stays the same variant; a part that is not there at all is another claim's. */
const judgeVariant = (evidence: Parameters<ReturnType<typeof judging>>[0]): Verdict =>
  allOf([judging(['discriminator'], 'no union stands in the value')(evidence)]);

/** Claims about values that are read and written again, or stored and served. */
export const unionInvariants = {
  variant_read_is_variant_sent: invariant(
    'round_trip',
    [
      'published',
      'every member of a union comes back as the variant that its discriminator said',
      'seed: the six variants of a thread item, and the nested unions, are told apart by `type`',
    ],
    judgeVariant,
  ),

  named_fields_survive: invariant(
    'round_trip',
    [
      'published',
      'every field that the contract names comes back with its value, null included',
      'openapi: every field of every response is required; nullable ones are present with null',
    ],
    judging(['named'], 'the value has no fields'),
  ),

  unknown_fields_survive: invariant(
    'round_trip',
    [
      'synthetic',
      'fields that the contract does not name come back with their values',
      'openapi: extra fields are legal, so that readers must tolerate them; that they keep them is a choice',
    ],
    judging(['unknown_field'], 'the value has no field that the contract does not name'),
  ),

  unknown_members_survive: invariant(
    'round_trip',
    [
      'synthetic',
      'members of a union that the contract does not know come back whole',
      'a variant of the future should pass through a reader of today',
    ],
    judging(['unknown_member'], 'the value has no member that the contract does not know'),
  ),
};
