import { formatProblem, readShape } from '../../../schema/index.ts';
import { holds, unequal, vacuous, violated } from '../../invariants/verdict.ts';
import type { Verdict } from '../../invariants/verdict.ts';
import type { CheckGroup, TrafficCheck } from '../check.ts';
import type { Words } from '../define.ts';
import { Answer } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import { wireFailures } from '../wire.ts';
import type { WireFailureName } from '../wire.ts';

/** A judge of one exchange; a new one for each run, for some remember. */
type Observe = TrafficCheck['observe'];

const traffic = (
  group: CheckGroup,
  name: string,
  [source, claim, basis]: Words,
  observe: Observe,
): TrafficCheck => ({ kind: 'traffic', name, group, source, claim, basis, observe });

const unanswered = vacuous('no whole answer came');

/** Judges every whole answer. */
const ofAnswers = (judge: (answer: Answer, exchange: Exchange) => Verdict): Observe => {
  const judgeOne = (exchange: Exchange): Verdict =>
    exchange.outcome.kind === 'answer' ? judge(new Answer(exchange.outcome), exchange) : unanswered;
  return () => judgeOne;
};

/** Refuted by some of the ways in which an answer can fail to come. */
const noFailure = (failures: readonly WireFailureName[], expected: string): Observe => {
  const judge = ({ outcome }: Exchange): Verdict =>
    outcome.kind === 'failure' && failures.includes(outcome.failure)
      ? violated(
          '$',
          expected,
          `${outcome.failure}: ${wireFailures[outcome.failure]} (${outcome.code}, after ${Math.round(outcome.durationMs)} ms)`,
        )
      : holds;
  return () => judge;
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const hasBody = (answer: Answer, { request }: Exchange): boolean =>
  request.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;

/** An answer may be late now and then; this many may not. */
const slowMs = 950;
const toleratedSlow = 3;

/** What holds of every answer, whoever asked. */
export const trafficChecks = [
  traffic(
    'traffic',
    'every_request_is_answered_in_time',
    ['published', 'every request gets its whole answer before the timeout', 'HTTP: a request has an answer'],
    noFailure(['timeout'], 'a whole answer in time'),
  ),
  traffic(
    'traffic',
    'every_answer_arrives_whole',
    [
      'published',
      'no connection is closed before its answer has come whole',
      'RFC 9112 8: an answer that is cut off is incomplete',
    ],
    noFailure(['reset', 'truncated', 'unreachable'], 'a whole answer'),
  ),
  traffic(
    'traffic',
    'every_answer_is_http',
    [
      'published',
      'every answer is HTTP, its encoding one that was asked for and can be undone',
      'RFC 9110 8.4, RFC 9112',
    ],
    noFailure(['not_http', 'bad_encoding'], 'an answer that can be read'),
  ),
  traffic(
    'traffic',
    'every_answer_is_bounded',
    [
      'published',
      'no answer is without end: 64 KiB of headers, 16 MiB of body before and after decompression, ten interim answers',
      'the largest page of the contract is far smaller',
    ],
    noFailure(
      ['headers_too_large', 'body_too_large', 'decompression_bomb', 'interim_flood'],
      'an answer within the bounds',
    ),
  ),
  traffic(
    'traffic',
    'no_answer_redirects',
    [
      'published',
      'no operation is answered with a redirect',
      'openapi: no operation has one; they are not followed',
    ],
    ofAnswers((answer) =>
      answer.status >= 300 && answer.status < 400
        ? violated('$', 'an answer', `a redirect (status ${answer.status}) to ${locationOf(answer)}`)
        : holds,
    ),
  ),
  traffic(
    'traffic',
    'no_request_fails_in_the_server',
    [
      'published',
      'no request, right or wrong, is answered with a server error (5xx)',
      'openapi: valid requests are answered 200; RFC 9110: wrong ones are the client’s errors (4xx)',
    ],
    ofAnswers((answer) =>
      answer.status < 500 ? holds : violated('$', 'a status below 500', answer.summary),
    ),
  ),
  traffic(
    'traffic',
    'every_success_is_json',
    ['published', 'every successful answer is JSON in UTF-8', 'openapi: application/json'],
    ofAnswers((answer, exchange) => {
      if (!isSuccess(answer.status) || !hasBody(answer, exchange)) return vacuous('no body was due');
      if (answer.text === undefined) return violated('$', 'a body in UTF-8', 'bytes that are none');
      return answer.body === undefined ? violated('$', 'a body that is JSON', 'one that is none') : holds;
    }),
  ),
  traffic(
    'traffic',
    'every_error_has_the_envelope',
    [
      'observed',
      'the body of every error is {"error": {"message", "type", "param", "code"}}',
      'openapi has this shape, but names it for none of the six operations',
    ],
    ofAnswers((answer, exchange) => {
      if (answer.status < 400 || !hasBody(answer, exchange)) return vacuous('no error');
      const read = readShape('error', answer.body);
      if (read.ok) return holds;
      const [problem] = read.problems;
      return violated('$', 'the envelope', problem === undefined ? 'none' : formatProblem(problem));
    }),
  ),
  traffic(
    'traffic',
    'answers_come_within_a_second',
    ['synthetic', 'answers come within a second, but for three in a run', 'nobody likes to wait'],
    () => {
      let slow = 0;
      return ({ outcome, request }) => {
        // What is huge may take its time.
        if (outcome.durationMs < slowMs || (request.body?.length ?? 0) > 100_000) return holds;
        slow += 1;
        return slow <= toleratedSlow
          ? holds
          : violated(
              '$',
              'an answer within a second',
              `the ${slow}th that took ${Math.round(outcome.durationMs)} ms`,
            );
      };
    },
  ),
  traffic(
    'headers',
    'json_is_declared_as_json',
    ['published', 'a body that is JSON is declared as application/json', 'openapi: application/json'],
    ofAnswers((answer, exchange) => {
      if (!isSuccess(answer.status) || !hasBody(answer, exchange)) return vacuous('no body was due');
      const type = answer.header('content-type') ?? 'none';
      return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)
        ? holds
        : violated('content-type', 'application/json', type);
    }),
  ),
  traffic(
    'headers',
    'every_answer_has_a_request_id',
    ['observed', 'every answer carries x-request-id', 'clients read it, and show it with every error'],
    ofAnswers((answer) =>
      (answer.header('x-request-id') ?? '') === '' ? violated('x-request-id', 'an id', 'none') : holds,
    ),
  ),
  traffic(
    'headers',
    'request_ids_are_told_apart',
    ['observed', 'no two answers carry the same x-request-id', 'it names one request'],
    () => {
      const seen = new Set<string>();
      return ({ outcome }) => {
        const id = outcome.kind === 'answer' ? outcome.headers['x-request-id'] : undefined;
        if (typeof id !== 'string') return unanswered;
        if (seen.has(id)) return violated('x-request-id', 'an id that did not come before', `${id} again`);
        seen.add(id);
        return holds;
      };
    },
  ),
  traffic(
    'headers',
    'no_error_repeats_a_token',
    ['synthetic', 'no error repeats the bearer token of its request', 'errors end in logs'],
    ofAnswers((answer, { request }) => {
      const token = /^bearer +(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
      if (answer.status < 400 || token === undefined || token.length < 12)
        return vacuous('no error to a token');
      const text = `${answer.text ?? ''}\n${JSON.stringify(answer.headers)}`;
      return text.includes(token) ? unequal('$', 'an error without it', 'one that holds it') : holds;
    }),
  ),
];

const locationOf = (answer: Answer): string =>
  JSON.stringify(answer.header('location') ?? null).slice(0, 200);
