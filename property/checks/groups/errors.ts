import * as fc from 'fast-check';
import { mutantOf } from '../../../generators/arbitraries/index.ts';
import type { ChangeKind, Mutant } from '../../../generators/index.ts';
import { readShape } from '../../../schema/index.ts';
import { allOf, holds, violated } from '../../invariants/verdict.ts';
import type { Verdict } from '../../invariants/verdict.ts';
import { checksOf, statusIs } from '../define.ts';
import type { Answer } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { aList, unknownIds } from '../values.ts';

const { check } = checksOf('errors');
const unpublished = 'no status but 200 is published';

const missing = ['missing'] as const;
const otherTypes = ['null', 'as-text', 'as-number', 'as-boolean', 'as-list', 'as-object'] as const;
const outOfBounds = [
  'fraction',
  'negative',
  'below-minimum',
  'above-maximum',
  'too-short',
  'empty-text',
  'too-long-name',
  'too-many-entries',
  'unknown-value',
  'other-case',
] as const;

/** Bodies of `sessions.create` that are wrong in one place. */
const wrongBodies = (changes: readonly ChangeKind[]): fc.Arbitrary<Mutant> =>
  mutantOf('session_create', { expectations: ['reject'], changes, text: 'plain' });

const fieldsOf = (mutant: Mutant): string => mutant.faults.map((path) => path.slice(2)).join(' or ');

/** Sends a wrong body, with the run's workflow where it has one. */
async function send(probe: Probe, { value }: Mutant): Promise<Answer> {
  const body = value as { workflow?: unknown } | null;
  const workflow = body?.workflow as { id?: unknown } | null | undefined;
  const { id } = probe.sessionBody().workflow;
  const knows = typeof workflow === 'object' && typeof workflow?.id === 'string' && workflow.id !== '';
  return (await probe.create(knows ? { ...body, workflow: { ...workflow, id } } : body)).answer;
}

const refuses =
  (expected: (mutant: Mutant) => string) =>
  async (probe: Probe, mutant: Mutant): Promise<Verdict> => {
    const answer = await send(probe, mutant);
    return answer.status === 400
      ? holds
      : violated('$', `status 400, for ${expected(mutant)} (${mutant.name})`, answer.summary);
  };

/** Query parameters of the lists that the contract does not allow. */
const wrongQueries = fc.oneof(
  fc.constantFrom(
    ['limit', 'limit=101'],
    ['limit', 'limit=-1'],
    ['limit', 'limit=ten'],
    ['limit', 'limit=1.5'],
    ['limit', 'limit='],
    ['order', 'order=sideways'],
    ['order', 'order='],
    ['order', 'order=ASC'],
  ),
  fc.integer({ min: 101 }).map((n) => ['limit', `limit=${n}`]),
  fc.integer({ max: -1 }).map((n) => ['limit', `limit=${n}`]),
  fc
    .string({ unit: fc.constantFrom(...'abcdefgx .+e'.split('')), minLength: 1, maxLength: 8 })
    .map((text) => ['limit', `limit=${encodeURIComponent(text)}`]),
) as fc.Arbitrary<readonly [parameter: string, query: string]>;

const detailOf = (answer: Answer) => {
  const read = readShape('error', answer.body);
  return read.ok ? read.value.error : undefined;
};

/** What is answered to what is wrong. */
export const errorChecks = [
  check(
    'missing_parameter_is_refused',
    [
      'observed',
      'a request for a session that lacks a required field is a 400',
      "seen: 400 Missing required parameter: 'user'.",
    ],
    {
      needs: ['sessions'],
      values: () => wrongBodies(missing),
      run: refuses((mutant) => `${fieldsOf(mutant)} is missing`),
    },
  ),
  check(
    'wrong_type_is_refused',
    [
      'observed',
      'a request for a session with a field of another type is a 400',
      "seen: 400 Invalid type for 'workflow': expected an object, but got a string instead.",
    ],
    {
      needs: ['sessions'],
      values: () => wrongBodies(otherTypes),
      run: refuses((mutant) => `${fieldsOf(mutant)} has another type`),
    },
  ),
  check(
    'value_out_of_bounds_is_refused',
    [
      'synthetic',
      'a request for a session with a field beyond its documented bounds is a 400',
      'the bounds are published, what becomes of those who break them is not',
    ],
    {
      needs: ['sessions'],
      values: () => wrongBodies(outOfBounds),
      run: refuses((mutant) => `${fieldsOf(mutant)} is out of its bounds`),
    },
  ),
  check(
    'refusal_names_the_field',
    ['synthetic', 'the error of a wrong body names the field in param', 'param is there for it'],
    {
      needs: ['sessions'],
      values: () => wrongBodies([...missing, ...otherTypes, ...outOfBounds]),
      run: async (probe, mutant) => {
        const answer = await send(probe, mutant);
        const param = detailOf(answer)?.param;
        if (answer.status !== 400) return statusIs(answer.status, [400]);
        const isNamed = mutant.faults.some((path) => path === '$' || path === `$.${param}`);
        return isNamed ? holds : violated('$.error.param', fieldsOf(mutant), JSON.stringify(param));
      },
    },
  ),
  check(
    'bad_query_is_refused',
    [
      'synthetic',
      'a limit that is no whole number from 0 to 100, and an order that is neither asc nor desc, are a 400 that names them',
      'the bounds are published, what becomes of those who break them is not',
    ],
    {
      needs: ['lists'],
      values: (world) => fc.record({ list: aList(world), query: wrongQueries }),
      run: async (probe, { list: { operation, threadId }, query: [parameter, query] }) => {
        const path =
          operation === 'threads.list'
            ? '/chatkit/threads'
            : `/chatkit/threads/${encodeURIComponent(threadId ?? '')}/items`;
        const answer = await probe.ask('GET', `${path}?${query}`);
        const param = detailOf(answer)?.param;
        return allOf([
          answer.status === 400 ? holds : violated('$', `status 400 to ${query}`, answer.summary),
          param === parameter ? holds : violated('$.error.param', parameter, JSON.stringify(param)),
        ]);
      },
    },
  ),
  check(
    'unknown_thread_is_404',
    [
      'synthetic',
      'retrieving a thread that never was, listing its items and deleting it is a 404 that says its id',
      unpublished,
    ],
    {
      values: () =>
        fc.record({
          id: unknownIds('cthr'),
          operation: fc.constantFrom(
            'threads.retrieve' as const,
            'threads.listItems' as const,
            'threads.delete' as const,
          ),
        }),
      run: async (probe, { id, operation }) => {
        const answer = await probe.call(operation, { thread_id: id });
        const message = detailOf(answer)?.message ?? '';
        return allOf([
          answer.status === 404 ? holds : violated('$', 'status 404', answer.summary),
          message.includes(id) ? holds : violated('$.error.message', `one that says ${id}`, message),
        ]);
      },
    },
  ),
  check(
    'unknown_session_is_told',
    [
      'observed',
      'cancelling a session that never was is refused with its id in the message',
      'seen: Chatkit Session with id ‘cksess_…’ not found.',
    ],
    {
      values: () => unknownIds('cksess'),
      run: async (probe, id) => {
        const answer = await probe.call('sessions.cancel', { session_id: id });
        const expected = `Chatkit Session with id ‘${id}’ not found.`;
        return allOf([
          answer.status >= 400 && answer.status < 500 ? holds : violated('$', 'status 4xx', answer.summary),
          detailOf(answer)?.message === expected
            ? holds
            : violated('$.error.message', expected, answer.summary),
        ]);
      },
    },
  ),
  check(
    'unknown_path_is_404',
    ['synthetic', 'a path that no operation has is a 404', 'HTTP: the target was not found'],
    {
      values: () =>
        fc.constantFrom(
          '/chatkit',
          '/chatkit/thread',
          '/chatkit/threads/cthr_0/item',
          '/nothing',
          '/chatkit/',
        ),
      maxRuns: 5,
      run: async (probe, path) => statusIs((await probe.ask('GET', path)).status, [404]),
    },
  ),
  check(
    'missing_beta_header_is_refused',
    [
      'observed',
      'a request without the OpenAI-Beta header is a 400',
      "seen: You must provide the 'OpenAI-Beta' header to access the Chatkit API.",
    ],
    {
      values: () =>
        fc.constantFrom('/chatkit/threads?limit=1', '/chatkit/threads/cthr_0', '/chatkit/sessions'),
      maxRuns: 6,
      run: async (probe, path) => {
        const isCreation = path === '/chatkit/sessions';
        const asking = { beta: null, ...(isCreation ? { json: probe.sessionBody() } : {}) };
        const answer = await probe.ask(isCreation ? 'POST' : 'GET', path, asking);
        return statusIs(answer.status, [400]);
      },
    },
  ),
  check(
    'wrong_beta_header_is_refused',
    ['synthetic', 'a request whose OpenAI-Beta header names another version is a 400', unpublished],
    {
      values: () => fc.constantFrom('chatkit_beta=v2', 'assistants=v2', 'chatkit_beta', 'v1'),
      maxRuns: 4,
      run: async (probe, beta) =>
        statusIs((await probe.ask('GET', '/chatkit/threads?limit=1', { beta })).status, [400]),
    },
  ),
];
