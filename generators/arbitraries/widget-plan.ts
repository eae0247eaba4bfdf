import type { WidgetRoot } from '../widgets/index.ts';
import type { Plan } from './plan.ts';
import { booleanPlan, choicePlan } from './plans/choice.ts';
import { eitherPlan } from './plans/either.ts';
import type { JsonParts } from './plans/json.ts';
import { jsonObjectPlan } from './plans/json.ts';
import { listPlan } from './plans/list.ts';
import { numberPlan } from './plans/number.ts';
import { objectPlan } from './plans/object.ts';
import type { PlannedField } from './plans/object.ts';
import { variantsPlan } from './plans/variants.ts';
import type { PlannedMember } from './plans/variants.ts';

/** Fields by name; a `?` at the end of a name says that it may be absent. */
type Table = Readonly<Record<string, Plan>>;

/** How often a property that may be absent is there: once in so many times. */
const rarity = 4;

const fieldsOf = (table: Table): PlannedField[] =>
  Object.entries(table).map(([name, plan]) =>
    name.endsWith('?') ? { name: name.slice(0, -1), plan, optional: true, oneIn: rarity } : { name, plan },
  );

function member(tag: string, table: Table): PlannedMember {
  const fields = fieldsOf({ type: choicePlan([tag]), 'key?': keyPlan, ...table });
  return { tag, fields, plan: objectPlan(fields) };
}

const keyPlan = choicePlan(['a', 'row-1', '0', '']);
const union = (members: readonly PlannedMember[]): Plan => variantsPlan('type', members);
/** Nodes within a node, at most; trees grow with a power of it. */
const mostChildren = 3;

const size = choicePlan(['sm', 'md', 'lg']);
const controlSize = choicePlan(['md', '3xs', '2xs', 'xs', 'sm', 'lg', 'xl', '2xl', '3xl']);
const variant = choicePlan(['solid', 'soft', 'outline', 'ghost']);
const textSize = choicePlan(['md', 'xs', 'sm', 'lg', 'xl']);
const titleSize = choicePlan(['md', 'sm', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl']);
const weight = choicePlan(['normal', 'medium', 'semibold', 'bold']);
const ends = choicePlan(['start', 'center', 'end']);
const align = choicePlan(['start', 'center', 'end', 'baseline', 'stretch']);
const justify = choicePlan(['start', 'center', 'end', 'between', 'around', 'evenly', 'stretch']);
const direction = choicePlan(['row', 'col']);
const theme = choicePlan(['light', 'dark']);
const icon = choicePlan(['check', 'bolt', 'calendar', 'document', 'info', 'star-filled', 'write-alt2']);
const date = choicePlan(['2026-01-01', '2024-02-29', '1970-01-01', '9999-12-31']);
const count = numberPlan({ min: 1, max: 12, whole: true }, (source) => source.int(1, 12));
const gap: Plan = eitherPlan<unknown>([
  numberPlan({ min: 0, max: 16, whole: true }, (source) => source.int(0, 16)),
  choicePlan(['0px', '1rem']),
]);

/** What stands in several components. */
function partsOf(json: JsonParts): Record<'action' | 'color' | 'status' | 'cardAction' | 'spacing', Plan> {
  const { text } = json;
  const token = choicePlan(['secondary', 'red-500', '#00000080', 'rgb(1 2 3 / 50%)']);
  const action = objectPlan(fieldsOf({ type: text, 'payload?': jsonObjectPlan(json, 2) }));
  return {
    action,
    color: eitherPlan<unknown>([token, objectPlan(fieldsOf({ dark: token, light: token }))]),
    status: objectPlan(fieldsOf({ text, 'icon?': icon })),
    cardAction: objectPlan(fieldsOf({ label: text, action })),
    spacing: eitherPlan<unknown>([gap, objectPlan(fieldsOf({ 'top?': gap, 'x?': gap }))]),
  };
}

/** Components that hold no others. */
function leaves(json: JsonParts): PlannedMember[] {
  const { text } = json;
  const { action, color } = partsOf(json);
  const written = {
    value: text,
    'color?': color,
    'weight?': weight,
    'textAlign?': ends,
    'truncate?': booleanPlan,
  };
  const field = { name: text, 'required?': booleanPlan, 'placeholder?': text, 'disabled?': booleanPlan };
  const option = objectPlan(fieldsOf({ value: text, label: text }));
  return [
    member('Text', { ...written, 'size?': textSize, 'streaming?': booleanPlan, 'maxLines?': count }),
    member('Title', { ...written, 'size?': titleSize }),
    member('Caption', { ...written, 'size?': size }),
    member('Markdown', { value: text, 'streaming?': booleanPlan }),
    member('Badge', {
      label: text,
      'variant?': choicePlan(['solid', 'soft', 'outline']),
      'pill?': booleanPlan,
    }),
    member('Icon', { name: icon, 'color?': color }),
    member('Image', { src: text, 'alt?': text, 'fit?': choicePlan(['cover', 'contain', 'fill']) }),
    member('Divider', { 'flush?': booleanPlan, 'spacing?': gap }),
    member('Spacer', { 'minSize?': gap }),
    member('Button', {
      'label?': text,
      'submit?': booleanPlan,
      'onClickAction?': action,
      'variant?': variant,
    }),
    member('Input', {
      ...field,
      'inputType?': choicePlan(['text', 'number', 'email']),
      'size?': controlSize,
    }),
    member('Textarea', { ...field, 'rows?': count }),
    member('Select', { name: text, options: listPlan(option, mostChildren), 'onChangeAction?': action }),
    member('DatePicker', { name: text, 'min?': date, 'max?': date, 'defaultValue?': date }),
    member('Checkbox', { name: text, 'label?': text, 'defaultChecked?': booleanPlan }),
    member('RadioGroup', { name: text, 'options?': listPlan(option, mostChildren), 'direction?': direction }),
    member('Label', { value: text, fieldName: text, 'size?': textSize }),
  ];
}

/** Components that hold nodes, which hold nodes, to the given depth. */
function nodes(json: JsonParts, depth: number): PlannedMember[] {
  if (depth === 0) return leaves(json);
  const inner = union(nodes(json, depth - 1));
  const { action, color, spacing } = partsOf(json);
  const children = listPlan(inner, mostChildren);
  const style = {
    'align?': align,
    'justify?': justify,
    'gap?': gap,
    'padding?': spacing,
    'background?': color,
  };
  const cell = objectPlan(
    fieldsOf({ type: choicePlan(['Table.Cell']), 'children?': children, 'colSpan?': count }),
  );
  const line = objectPlan(
    fieldsOf({
      type: choicePlan(['Table.Row']),
      'children?': listPlan(cell, mostChildren),
      'header?': booleanPlan,
    }),
  );
  return [
    ...leaves(json),
    member('Box', { 'children?': children, 'direction?': direction, ...style }),
    member('Row', { 'children?': children, ...style }),
    member('Col', { 'children?': children, ...style }),
    member('Form', { 'children?': children, 'onSubmitAction?': action, ...style }),
    member('Transition', { children: inner }),
    member('Table', { 'children?': listPlan(line, mostChildren) }),
  ];
}

/** Whole widgets: every root and component of the public types, with the properties that matter most. */
export function widgetPlan(json: JsonParts): Plan<WidgetRoot> {
  const children = listPlan(union(nodes(json, 2)), mostChildren);
  const { action, color, status, cardAction, spacing } = partsOf(json);
  const item = objectPlan(
    fieldsOf({
      type: choicePlan(['ListViewItem']),
      children,
      'onClickAction?': action,
      'gap?': gap,
      'align?': align,
    }),
  );
  const limit = eitherPlan<unknown>([count, choicePlan(['auto'])]);
  return union([
    member('Card', {
      children,
      'asForm?': booleanPlan,
      'background?': color,
      'size?': choicePlan(['sm', 'md', 'lg', 'full']),
      'padding?': spacing,
      'status?': status,
      'confirm?': cardAction,
      'cancel?': cardAction,
      'theme?': theme,
    }),
    member('ListView', {
      children: listPlan(item, mostChildren),
      'limit?': limit,
      'status?': status,
      'theme?': theme,
    }),
    member('Basic', { children, 'direction?': direction, 'theme?': theme, 'gap?': gap, 'align?': align }),
  ]) as Plan<WidgetRoot>;
}
