import { assertShapeName, isUri, maxStateVariables, shapeNames, shapes } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { peel, viewOf } from '../mutants/view.ts';
import type { Field, Node, View } from '../mutants/view.ts';
import { allowedTags } from './constraints.ts';
import type { Resolved } from './constraints.ts';
import { numberDrawer } from './draw/number.ts';
import { drawPlainId } from './draw/plain-text.ts';
import { textDrawer } from './draw/text.ts';
import { uriDrawer } from './draw/uri.ts';
import type { Plan } from './plan.ts';
import type { Source } from './source.ts';
import { booleanPlan, choicePlan } from './plans/choice.ts';
import { eitherPlan } from './plans/either.ts';
import { jsonObjectPlan, jsonPlan } from './plans/json.ts';
import type { JsonParts } from './plans/json.ts';
import { jsonTextPlan } from './plans/json-text.ts';
import { listPlan } from './plans/list.ts';
import { mapPlan } from './plans/map.ts';
import { nullablePlan } from './plans/nullable.ts';
import { numberPlan } from './plans/number.ts';
import { objectPlan } from './plans/object.ts';
import type { ExtraFields, PlannedField } from './plans/object.ts';
import { textPlan } from './plans/text.ts';
import { variantsPlan } from './plans/variants.ts';
import type { PlannedMember } from './plans/variants.ts';
import { widgetPlan } from './widget-plan.ts';

const nameOf = new Map<Node, ShapeName>(shapeNames.map((name) => [shapes[name], name]));

/** Texts that hold JSON, by the name of their field. */
const jsonFields = new Set(['arguments', 'output', 'widget']);
const isId = (field: string): boolean => field === 'id' || field.endsWith('_id');
/** Dot segments would name another path. */
const isPathSegment = (text: string): boolean => text !== '.' && text !== '..';
/** Names that mean something to some reader's objects. */
const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'then',
  'length',
  'unknown_field',
  'data',
  '',
];

/** Plans of fields of the outermost object, in place of the contract's. */
export type Replaced = Readonly<Record<string, Plan>>;

/** Plans of texts, numbers and whole shapes under one set of constraints. */
export interface Plans {
  readonly shape: (name: ShapeName, replaced?: Replaced) => Plan;
  /** Texts of the level that was asked for. */
  readonly text: (min: number, max?: number) => Plan<string>;
  /** Identifiers: at `plain` they look like some, at `wild` half of them do. */
  readonly id: (min: number) => Plan<string>;
  /** Identifiers that a path may have. */
  readonly pathId: () => Plan<string>;
  /** What JSON values are made of. */
  readonly jsonParts: JsonParts;
}

/** Reads plans off the schema of the contract: one truth for what is valid. */
export function plansFor(constraints: Resolved): Plans {
  const { text: level, numbers, maxItems, maxEntries, maxCharacters, extraFields, json } = constraints;

  const text = (min: number, max?: number): Plan<string> => {
    const bounds = { min, max: max === undefined ? Math.max(min, maxCharacters) : max };
    return textPlan(bounds, textDrawer(level, bounds, max !== undefined));
  };
  const drawId = (min: number): ((source: Source) => string) => {
    const drawOdd = textDrawer(level, { min, max: maxCharacters }, false);
    if (level === 'minimal') return drawOdd;
    const drawPlain = (source: Source): string => drawPlainId(source).slice(0, maxCharacters);
    return level === 'plain' ? drawPlain : (source) => (source.oneIn(2) ? drawPlain : drawOdd)(source);
  };
  const id = (min: number): Plan<string> => textPlan({ min, max: maxCharacters }, drawId(min));
  const pathId = (): Plan<string> => {
    const draw = drawId(1);
    const drawAllowed = (source: Source): string => {
      const text = draw(source);
      return isPathSegment(text) ? text : 'a';
    };
    return textPlan({ min: 1, max: maxCharacters }, drawAllowed, { isAllowed: isPathSegment, plainest: 'a' });
  };
  const uri = textPlan({ min: 0, max: Infinity }, uriDrawer(level), { isAllowed: isUri, plainest: 'a:' });
  const number = (min: number, max: number, whole: boolean): Plan<number> => {
    const bounds = { min, max, whole };
    return numberPlan(bounds, numberDrawer(numbers, bounds));
  };
  const jsonParts: JsonParts = {
    text: text(0, Math.min(24, maxCharacters)),
    number: number(-Infinity, Infinity, false),
    maxItems,
  };
  const extra: ExtraFields | undefined = extraFields
    ? {
        name: (source) => (source.oneIn(2) ? source.pick(oddNames) : jsonParts.text.make(source)),
        value: jsonPlan(jsonParts, 2),
      }
    : undefined;

  function textOf(view: View & { kind: 'text' }, field: string): Plan<string> {
    if (view.uri) return uri;
    if (jsonFields.has(field) && json === 'valid')
      return jsonTextPlan(field === 'widget' ? widgetPlan(jsonParts) : jsonObjectPlan(jsonParts, 3));
    if (isId(field) && view.max === undefined) return id(view.min ?? 0);
    return text(view.min ?? 0, view.max);
  }

  function fieldsOf(fields: readonly Field[], replaced: Replaced = {}): PlannedField[] {
    return fields.map(({ name, schema, optional }) => ({
      name,
      optional,
      plan: replaced[name] ?? planOf(schema, name),
    }));
  }

  function memberOf(schema: Node, tag: string, replaced: Replaced): PlannedMember {
    const view = viewOf(schema);
    if (view.kind !== 'object') throw new Error(`the member ${tag} of a union is no object`);
    const fields = fieldsOf(view.fields, replaced);
    return { tag, fields, plan: objectPlan(fields, extra) };
  }

  function plainPlanOf(schema: Node, field: string, replaced?: Replaced): Plan {
    const view = viewOf(schema);
    switch (view.kind) {
      case 'object':
        return objectPlan(fieldsOf(view.fields, replaced), extra);
      case 'list':
        return listPlan(planOf(view.element, ''), maxItems);
      case 'map': {
        const most = Math.min(view.maxEntries ?? maxStateVariables, maxEntries);
        return mapPlan(text(0, view.maxNameCharacters), planOf(view.entry, ''), most);
      }
      case 'variants': {
        const { discriminator, members } = view;
        const tags = allowedTags(
          nameOf.get(schema),
          members.map(({ tag }) => tag),
          constraints,
        );
        const allowed = members.filter(({ tag }) => tags.includes(tag));
        return variantsPlan(
          discriminator,
          allowed.map(({ tag, schema: member }) =>
            memberOf(member, tag, { ...replaced, [discriminator]: choicePlan([tag]) }),
          ),
        );
      }
      case 'primitive':
        return eitherPlan<unknown>([text(0), number(-Infinity, Infinity, false), booleanPlan]);
      case 'text':
        return textOf(view, field);
      case 'integer':
        return number(view.min ?? Number.MIN_SAFE_INTEGER, view.max ?? Number.MAX_SAFE_INTEGER, true);
      case 'boolean':
        return booleanPlan;
      case 'choice':
        return choicePlan(view.values);
    }
  }

  function planOf(schema: Node, field: string, replaced?: Replaced): Plan {
    const { schema: inner, nullable } = peel(schema);
    const plan = plainPlanOf(inner, field, replaced);
    return nullable ? nullablePlan(plan) : plan;
  }

  return {
    shape(name, replaced) {
      assertShapeName(name);
      return planOf(shapes[name], '', replaced);
    },
    text,
    id,
    pathId,
    jsonParts,
  };
}
