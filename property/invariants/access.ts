import type { AnswerEvidence, Evidence } from './evidence.ts';
import { invariant } from './invariant.ts';
import { allOf, holds, unequal, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

type Token = Evidence<'token_use'>['token'];

/** Whether a token was let in: a 404 for what isn't there, or a 429, is for those who are known. */
const isLetIn = (status: number): boolean => status !== 401 && status !== 403;
/** Answers that say nothing of the token: too many requests, and failures of the server. */
const isSilent = (status: number): boolean => status === 429 || status >= 500;
const silent = vacuous('the answer says nothing of the token');

const refused =
  (token: Token, what: string) =>
  (evidence: Evidence<'token_use'>): Verdict => {
    if (evidence.token !== token) return vacuous(`the token was not ${what}`);
    const { status } = evidence.answer;
    if (isSilent(status)) return silent;
    return status >= 400 ? holds : violated('$.answer.status', '401, or another refusal', String(status));
  };

const field = ({ body }: AnswerEvidence, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;

/** What was answered about a deleted thread by one operation. */
const afterwards = (
  { afterwards: answers }: Evidence<'deletion'>,
  operations: readonly string[],
  judge: (answer: AnswerEvidence, path: string) => Verdict,
): Verdict =>
  allOf(
    answers.map(({ operation, answer }, i) =>
      operations.includes(operation) ? judge(answer, `$.afterwards[${i}].answer`) : vacuous('nobody asked'),
    ),
  );

const isDeleted = ({ answer }: Evidence<'deletion'>): boolean => answer.status === 200;

/** Claims about who is let in, and about what is deleted. */
export const accessInvariants = {
  active_secret_is_accepted: invariant(
    'token_use',
    [
      'published',
      'the client secret of an active session is no reason for a refusal',
      'seed: "Ephemeral client secret that authenticates session requests."',
    ],
    ({ token, answer: { status } }) => {
      if (token !== 'active_secret') return vacuous('the token was not the secret of an active session');
      if (status >= 500) return silent;
      return isLetIn(status)
        ? holds
        : violated('$.answer.status', 'anything but 401 and 403', String(status));
    },
  ),

  cancelled_secret_is_refused: invariant(
    'token_use',
    [
      'published',
      'the client secret of a cancelled session is refused',
      'seed: "Cancelling prevents new requests from using the issued client secret."',
    ],
    refused('cancelled_secret', 'the secret of a cancelled session'),
  ),

  expired_secret_is_refused: invariant(
    'token_use',
    [
      'published',
      'the client secret of an expired session is refused',
      'seed: expires_at is the "Unix timestamp (in seconds) for when the session expires."',
    ],
    refused('expired_secret', 'the secret of an expired session'),
  ),

  unknown_token_is_refused: invariant(
    'token_use',
    [
      'published',
      'a bearer token that nobody issued is refused',
      'openapi: requests are authenticated by a bearer token',
    ],
    refused('unknown', 'a made-up one'),
  ),

  missing_token_is_refused: invariant(
    'token_use',
    [
      'published',
      'a request without a token is refused',
      'openapi: requests are authenticated by a bearer token',
    ],
    refused('none', 'missing'),
  ),

  refused_token_is_401: invariant(
    'token_use',
    ['synthetic', 'tokens are refused with 401', 'no status but 200 is published'],
    ({ token, answer: { status } }) => {
      if (token === 'active_secret') return vacuous('the token was good');
      if (isSilent(status)) return silent;
      return status === 401 ? holds : violated('$.answer.status', '401', String(status));
    },
  ),

  deletion_names_its_thread: invariant(
    'deletion',
    [
      'published',
      'what deleting answers has the id of the thread, and deleted is true',
      'seed: "Identifier of the deleted thread.", "Indicates that the thread has been deleted."',
    ],
    (evidence) => {
      if (!isDeleted(evidence)) return vacuous('it was not deleted');
      const id = field(evidence.answer, 'id');
      if (id !== evidence.threadId) return unequal('$.answer.body.id', evidence.threadId, id);
      const deleted = field(evidence.answer, 'deleted');
      return deleted === true ? holds : unequal('$.answer.body.deleted', true, deleted);
    },
  ),

  deleted_thread_is_gone: invariant(
    'deletion',
    [
      'published',
      'a deleted thread is neither retrieved nor listed any more',
      'seed: "Delete a ChatKit thread along with its items and stored attachments."',
    ],
    (evidence) => {
      if (!isDeleted(evidence)) return vacuous('it was not deleted');
      return allOf([
        afterwards(evidence, ['threads.list'], (answer, path) => {
          const data = field(answer, 'data');
          if (!Array.isArray(data)) return vacuous('no list was answered');
          const index = data.findIndex(
            (entry: unknown) => (entry as { id?: unknown } | null)?.id === evidence.threadId,
          );
          return index === -1
            ? holds
            : violated(`${path}.body.data[${index}].id`, 'another thread', evidence.threadId);
        }),
        afterwards(evidence, ['threads.retrieve'], ({ status }, path) =>
          status === 200 ? violated(`${path}.status`, 'a refusal, such as 404', '200') : holds,
        ),
      ]);
    },
  ),

  deleted_thread_takes_its_items: invariant(
    'deletion',
    [
      'published',
      'no item of a deleted thread is listed any more',
      'seed: "Delete a ChatKit thread along with its items and stored attachments."',
    ],
    (evidence) => {
      if (!isDeleted(evidence)) return vacuous('it was not deleted');
      return afterwards(evidence, ['threads.listItems'], (answer, path) => {
        const data = field(answer, 'data');
        return answer.status === 200 && Array.isArray(data) && data.length > 0
          ? violated(`${path}.body.data`, 'no items', `${data.length}`)
          : holds;
      });
    },
  ),

  deleted_thread_is_404: invariant(
    'deletion',
    [
      'synthetic',
      'whatever is asked of a deleted thread is a 404, a second deletion included',
      'no status but 200 is published',
    ],
    (evidence) => {
      if (!isDeleted(evidence)) return vacuous('it was not deleted');
      return afterwards(
        evidence,
        ['threads.retrieve', 'threads.listItems', 'threads.delete'],
        ({ status }, path) => (status === 404 ? holds : violated(`${path}.status`, '404', String(status))),
      );
    },
  ),
};
