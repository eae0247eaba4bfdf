import { isUri, shapeNames, shapes } from '../../schema/index.ts';
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

/** Plans of texts, numbers and whole shapes under one set of constraints. */
export interface Plans {
  readonly shape: (name: ShapeName) => Plan;
  /** Texts of the level that was asked for. */
  readonly text: (min: number, max?: number) => Plan<string>;
  /** Identifiers: at `plain` they look like some, at `wild` half of them do. */
  readonly id: (min: number) => Plan<string>;
  readonly whole: (min: number, max: number) => Plan<number>;
  /** What JSON values are made of. */
  readonly jsonParts: JsonParts;
}

/** Reads plans off the schema of the contract: one truth for what is valid. */
export function plansFor(constraints: Resolved): Plans {
  const { text: level, numbers, maxItems, maxCharacters, extraFields, json } = constraints;

  const text = (min: number, max?: number): Plan<string> => {
    const bounds = { min, max: max === undefined ? Math.max(min, maxCharacters) : max };
    return textPlan(bounds, textDrawer(level, bounds, max !== undefined));
  };
  const id = (min: number): Plan<string> => {
    const bounds = { min, max: maxCharacters };
    const draw = textDrawer(level, bounds, false);
    const drawId = (source: Parameters<typeof draw>[0]): string =>
      drawPlainId(source).slice(0, maxCharacters);
    if (level === 'minimal') return textPlan(bounds, draw);
    return textPlan(
      bounds,
      level === 'plain' ? drawId : (source) => (source.oneIn(2) ? drawId : draw)(source),
    );
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

  function fieldsOf(
    fields: readonly Field[],
    fixed?: { readonly name: string; readonly value: string },
  ): PlannedField[] {
    return fields.map(({ name, schema, optional }) => ({
      name,
      optional,
      plan: fixed?.name === name ? choicePlan([fixed.value]) : planOf(schema, name),
    }));
  }

  function memberOf(discriminator: string, tag: string, schema: Node): PlannedMember {
    const view = viewOf(schema);
    if (view.kind !== 'object') throw new Error(`the member ${tag} of a union is no object`);
    const fields = fieldsOf(view.fields, { name: discriminator, value: tag });
    return { tag, fields, plan: objectPlan(fields, extra) };
  }

  function plainPlanOf(schema: Node, field: string): Plan {
    const view = viewOf(schema);
    switch (view.kind) {
      case 'object':
        return objectPlan(fieldsOf(view.fields), extra);
      case 'list':
        return listPlan(planOf(view.element, ''), maxItems);
      case 'map': {
        const most = Math.min(view.maxEntries ?? Infinity, 64);
        const entries = constraints.maxItems < 8 ? Math.min(most, maxItems) : most;
        return mapPlan(text(0, view.maxNameCharacters), planOf(view.entry, ''), entries);
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
          allowed.map(({ tag, schema: member }) => memberOf(discriminator, tag, member)),
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

  function planOf(schema: Node, field: string): Plan {
    const { schema: inner, nullable } = peel(schema);
    const plan = plainPlanOf(inner, field);
    return nullable ? nullablePlan(plan) : plan;
  }

  const known = new Map<ShapeName, Plan>();
  return {
    shape(name) {
      const plan = known.get(name) ?? planOf(shapes[name], '');
      known.set(name, plan);
      return plan;
    },
    text,
    id,
    whole: (min, max) => number(min, max, true),
    jsonParts,
  };
}
