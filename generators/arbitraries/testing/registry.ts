import type { Arbitrary, Value } from 'fast-check';
import { operationIds, readShape, shapeNames } from '../../../schema/index.ts';
import type { OperationId, ShapeName } from '../../../schema/index.ts';
import { readWidgetTypes } from '../../widgets/testing/package-types.ts';
import { plansFor } from '../compile.ts';
import { levels, resolve } from '../constraints.ts';
import type { Constraints } from '../constraints.ts';
import {
  arbitraryOf,
  jsonTextOf,
  mutantOf,
  pageOf,
  requestOf,
  sessionOf,
  walkOf,
  widgetOf,
} from '../index.ts';
import { Measure } from '../measure.ts';
import { pagePlan } from '../pages.ts';
import type { Plan } from '../plan.ts';
import { requestPlan } from '../requests.ts';
import { sessionPlan } from '../sessions.ts';
import { walkPlan } from '../walks.ts';
import { widgetPlan } from '../widget-plan.ts';

/** An arbitrary and what the laws ask of it. */
export interface Subject {
  readonly name: string;
  readonly arbitrary: Arbitrary<unknown>;
  /** What is wrong with a value; empty when nothing is. */
  readonly faults: (value: unknown) => readonly unknown[];
  /** What of a value no other may share. */
  readonly own: (value: unknown) => unknown;
  /** How large a value is; shrinking makes it smaller. */
  readonly sizeOf: (value: Value<unknown>) => Measure;
  /** What everything shrinks to when everything fails; undefined when that is one of several. */
  readonly minimal: unknown;
  /** Whether values from elsewhere shrink. */
  readonly shrinksWithoutContext: boolean;
}

const measured = (plan: Plan, value: unknown): Measure => {
  const measure = new Measure();
  plan.measure(value, measure);
  return measure;
};

const faultsOf =
  (shape: ShapeName) =>
  (value: unknown): readonly unknown[] => {
    const read = readShape(shape, value);
    return read.ok ? [] : read.problems;
  };

function ofPlan(name: string, arbitrary: Arbitrary<unknown>, plan: Plan, faults: Subject['faults']): Subject {
  return {
    name,
    arbitrary,
    faults: (value) => [...faults(value), ...(plan.accepts(value) ? [] : ['the plan does not accept it'])],
    sizeOf: ({ value }) => measured(plan, value),
    own: (value) => value,
    minimal: plan.minimal(),
    shrinksWithoutContext: true,
  };
}

const ofShape = (shape: ShapeName, label: string, constraints: Constraints): Subject =>
  ofPlan(
    `${shape}, ${label}`,
    arbitraryOf(shape, constraints),
    plansFor(resolve(constraints)).shape(shape),
    faultsOf(shape),
  );

const { checkRoot } = readWidgetTypes();
const odd: Constraints = { extraFields: true, json: 'any', maxItems: 3, maxCharacters: 12, maxEntries: 5 };

const requestFaults =
  (id: OperationId): Subject['faults'] =>
  (value) => {
    const { query, body } = value as { query: unknown; body: unknown };
    return [
      ...(id === 'threads.list' ? faultsOf('thread_list_query')(query) : []),
      ...(id === 'threads.listItems' ? faultsOf('thread_item_list_query')(query) : []),
      ...(id === 'sessions.create' ? faultsOf('session_create')(body) : []),
    ];
  };

const walkFaults =
  (shape: ShapeName): Subject['faults'] =>
  (value) =>
    (value as { steps: { page: unknown }[] }).steps.flatMap(({ page }) => faultsOf(shape)(page));

/** A mutant's size is that of the value that was changed. */
function ofMutants(shape: ShapeName): Subject {
  const plan = plansFor(resolve()).shape(shape);
  return {
    name: `mutants of ${shape}`,
    arbitrary: mutantOf(shape),
    faults: (value) => {
      const { expectation, faults, value: changed } = value as Record<string, unknown>;
      const read = readShape(shape, changed);
      if (expectation === 'either') return [];
      if (expectation === 'accept') return read.ok ? [] : read.problems;
      return !read.ok && JSON.stringify(read.problems.map(({ path }) => path)) === JSON.stringify(faults)
        ? []
        : ['not refused for its faults', faults, read];
    },
    sizeOf: ({ context }) => measured(plan, (context as { base: unknown }).base),
    // What is told of a change is the same for all mutants of a kind, and so is what is put.
    own: () => undefined,
    minimal: undefined,
    shrinksWithoutContext: false,
  };
}

/** A text's size is that of its value, and then how many oddities its spelling has. */
function ofTexts(shape: ShapeName): Subject {
  const plan = plansFor(resolve()).shape(shape);
  return {
    name: `JSON texts of ${shape}`,
    arbitrary: jsonTextOf(arbitraryOf(shape)),
    faults: (each) => {
      const { text, value } = each as { text: string; value: unknown };
      const read = JSON.parse(text) as unknown;
      return JSON.stringify(sorted(read)) === JSON.stringify(sorted(value))
        ? []
        : ['another value', text, value];
    },
    sizeOf: ({ value, context }) => {
      const size = measured(plan, (value as { value: unknown }).value);
      const { spellings } = context as { spellings: Record<string, boolean> };
      size.negative += Object.values(spellings).filter(Boolean).length;
      return size;
    },
    own: (value) => value,
    minimal: { text: JSON.stringify(plan.minimal()), value: plan.minimal() },
    shrinksWithoutContext: false,
  };
}

/** The same value with its fields in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inside]) => [name, sorted(inside)] as const);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const pageShape = { thread: 'thread_list', thread_item: 'thread_item_list' } as const;
const entryNames = ['thread', 'thread_item'] as const;

/** Every arbitrary, shapes at every level. */
export const subjects: readonly Subject[] = [
  ...shapeNames.flatMap((shape) => [
    ...levels.map((level) => ofShape(shape, level, { text: level, numbers: level })),
    ofShape(shape, 'odd', odd),
  ]),
  ofShape('thread_item_list', 'two variants', {
    variants: { thread_item: ['chatkit.widget', 'chatkit.task'] },
  }),
  ofPlan('sessions', sessionOf(), sessionPlan({}), faultsOf('chat_session')),
  ...entryNames.flatMap((entry) => [
    ofPlan(`pages of ${entry}`, pageOf(entry), pagePlan(entry, {}), faultsOf(pageShape[entry])),
    ofPlan(`walks of ${entry}`, walkOf(entry), walkPlan(entry, {}), walkFaults(pageShape[entry])),
  ]),
  ...operationIds.map((id) =>
    ofPlan(`requests of ${id}`, requestOf(id), requestPlan(id, {}), requestFaults(id)),
  ),
  ofPlan('widgets', widgetOf(), widgetPlan(plansFor(resolve()).jsonParts), (value) => checkRoot(value, '$')),
  ...shapeNames.map(ofMutants),
  ...(['session_create', 'thread_item_list'] as const).map(ofTexts),
];
