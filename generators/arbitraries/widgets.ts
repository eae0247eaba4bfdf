import type { Arbitrary } from 'fast-check';
import type { WidgetRoot } from '../widgets/index.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import { widgetPlan } from './widget-plan.ts';

/**
 * Whole widgets, as the text of a widget item holds them: every root and component of the public types.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const widgets = fc.sample(widgetOf(), { seed: 7, numRuns: 100 });
 * [...new Set(widgets.map(({ type }) => type))].toSorted(); // => [ 'Basic', 'Card', 'ListView' ]
 */
export const widgetOf = (constraints: Constraints = {}): Arbitrary<WidgetRoot> =>
  new PlanArbitrary(widgetPlan(plansFor(resolve(constraints)).jsonParts));
