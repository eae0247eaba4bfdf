import type { Arbitrary } from 'fast-check';
import { operationPath, operations } from '../../schema/index.ts';
import type { Operation, OperationId, QueryOf, SessionCreate } from '../../schema/index.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import type { Plan } from './plan.ts';
import { derivedPlan } from './plans/derived.ts';
import { objectPlan } from './plans/object.ts';
import type { PlannedField } from './plans/object.ts';

/** A request that an operation takes, without host and headers. */
export interface ApiRequest<Id extends OperationId = OperationId> {
  readonly operation: Id;
  readonly method: Operation['method'];
  /** Below the base URL, percent-encoded: `/chatkit/threads/cthr_1/items`. */
  readonly path: string;
  /** The query as a query string: `limit=2&order=asc`; empty when nothing is asked for. */
  readonly search: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Empty where the operation takes none. */
  readonly query: QueryOf<Id>;
  /** Null where the operation takes none. */
  readonly body: Id extends 'sessions.create' ? SessionCreate : null;
}

interface Base {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: SessionCreate;
}

function requestFrom(id: OperationId, { parameters, query = {}, body }: Base): ApiRequest {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return {
    operation: id,
    method: operations[id].method,
    path: operationPath(id, parameters),
    search: new URLSearchParams(texts).toString(),
    parameters,
    query,
    body: body ?? null,
  };
}

function baseOf(id: OperationId, value: unknown): Base | undefined {
  const { parameters, query, body } = (value ?? {}) as Partial<ApiRequest>;
  const operation = operations[id];
  if (parameters === undefined || query === undefined || body === undefined) return undefined;
  const base = {
    parameters,
    ...(operation.query === null ? {} : { query: query as Base['query'] & object }),
    ...(operation.body === null ? {} : { body: body as SessionCreate }),
  };
  try {
    return JSON.stringify(requestFrom(id, base)) === JSON.stringify(value) ? base : undefined;
  } catch {
    // Parameters that no path can have.
    return undefined;
  }
}

/** The plan behind `requestOf`. */
export function requestPlan(id: OperationId, constraints: Constraints): Plan<ApiRequest> {
  const { query, body, pathParameters } = operations[id];
  const resolved = resolve(constraints);
  // Parameters that the contract doesn't name would be lost on the way through a query string of texts.
  const plans = plansFor({ ...resolved, extraFields: false });
  const parameters = pathParameters.map((name) => ({ name, plan: plans.pathId() }));
  const fields: PlannedField[] = [{ name: 'parameters', plan: objectPlan(parameters) }];
  if (query !== null) fields.push({ name: 'query', plan: plans.shape(query) });
  if (body !== null) fields.push({ name: 'body', plan: plansFor(resolved).shape(body) });
  return derivedPlan(
    objectPlan<Base>(fields),
    (base) => requestFrom(id, base),
    (value) => baseOf(id, value),
  );
}

/**
 * Requests that an operation takes: path with any identifiers, query and body. To send one, add base URL and headers.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const [request] = fc.sample(requestOf('sessions.cancel', { text: 'plain' }), { seed: 7, numRuns: 1 });
 * request?.method; // => 'POST'
 * request?.path === `/chatkit/sessions/${request?.parameters.session_id}/cancel`; // => true
 */
export const requestOf = <Id extends OperationId>(
  id: Id,
  constraints: Constraints = {},
): Arbitrary<ApiRequest<Id>> =>
  new PlanArbitrary(requestPlan(id, constraints) as unknown as Plan<ApiRequest<Id>>);
