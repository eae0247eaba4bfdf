import type { Shape } from '../../schema/index.ts';
import { json } from './draft.ts';
import type { Draft, Source } from './draft.ts';

type Detail = Shape<'error'>['error'];

interface Row {
  readonly name: string;
  readonly error: Detail;
  readonly source: Source;
  readonly reason: string;
}

const invalid = (message: string, more: Partial<Detail> = {}): Detail => ({
  message,
  type: 'invalid_request_error',
  param: null,
  code: null,
  ...more,
});

const seen = 'Seen in public reports of the service';
const ours = 'Nothing is published of it; this is what the reference deployment answers';

const rows: readonly Row[] = [
  {
    name: 'unknown-workflow',
    error: invalid("Workflow with id 'wf_68e5c1f0a1b2c3d4e5f60718293a4b5c6d7e8f9012345678' not found."),
    source: 'observed',
    reason: `${seen}, with status 404.`,
  },
  {
    name: 'unknown-session',
    error: invalid(
      'Chatkit Session with id ‘cksess_68e5c1f0a1b2c3d4e5f60718293a4b5c6d7e8f9012345678’ not found.',
    ),
    source: 'observed',
    reason: `${seen}, with curly quotes.`,
  },
  {
    name: 'missing-parameter',
    error: invalid("Missing required parameter: 'user'.", {
      param: 'user',
      code: 'missing_required_parameter',
    }),
    source: 'observed',
    reason: `${seen}, with status 400; param and code are synthetic.`,
  },
  {
    name: 'wrong-type',
    error: invalid("Invalid type for 'workflow': expected an object, but got a string instead.", {
      param: 'workflow',
      code: 'invalid_type',
    }),
    source: 'observed',
    reason: `${seen}, with status 400; param and code are synthetic.`,
  },
  {
    name: 'missing-beta-header',
    error: invalid("You must provide the 'OpenAI-Beta' header to access the Chatkit API."),
    source: 'observed',
    reason: `${seen}, with status 400.`,
  },
  {
    name: 'uploads-disabled',
    error: invalid('File uploads are disabled for this session.', { code: 'chatkit.file_upload_disabled' }),
    source: 'observed',
    reason: 'The code was seen in public reports of the service; the message is synthetic.',
  },
  {
    name: 'upload-type-rejected',
    error: invalid('Files of this type cannot be uploaded.', { code: 'chatkit.file_upload_type_rejected' }),
    source: 'observed',
    reason: 'The code was seen in public reports of the service; the message is synthetic.',
  },
  {
    name: 'server-error',
    error: {
      message:
        'The server had an error while processing your request. Request id: req_5f2b9c0e7d6a4183b1c2d3e4f5a6b7c8.',
      type: 'server_error',
      param: null,
      code: null,
    },
    source: 'observed',
    reason:
      'The type and a request id in the message were seen in public reports, with status 500; the words are synthetic.',
  },
  {
    name: 'rate-limit',
    error: {
      message: 'Rate limit reached for this session. Limit: 10 requests per minute.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    },
    source: 'synthetic',
    reason: 'Nothing is published of the body of a 429; this one is made up in the form of the others.',
  },
  {
    name: 'secret-expired',
    error: invalid('The client secret has expired.', { code: 'client_secret_expired' }),
    source: 'synthetic',
    reason: `${ours} in kind, with status 401.`,
  },
  {
    name: 'unknown-cursor',
    error: invalid("Invalid 'after': no entry of this list has the id ‘cthr_unknown’.", {
      param: 'after',
      code: 'invalid_cursor',
    }),
    source: 'synthetic',
    reason: `${ours} in kind, with status 400.`,
  },
  {
    name: 'unknown-type',
    error: {
      message: 'Something new.',
      type: 'a_type_of_next_year',
      param: null,
      code: 'a_code_of_next_year',
    },
    source: 'openapi',
    reason: 'Type and code are strings without a list: a client must not depend on knowing them.',
  },
];

/** Bodies of errors: what was seen of the service, and what the form allows beyond that. */
export const errorCases = (): Draft[] =>
  rows.map(({ name, error, source, reason }) => ({
    shape: 'error',
    verdict: 'accept',
    name,
    bytes: json({ error }),
    reason,
    source,
    features: ['error'],
  }));
