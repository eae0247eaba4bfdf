import { z } from 'zod';
import { shapeNames } from '../../schema/index.ts';

/** The version of the driver protocol that this program speaks. `docs/driver-protocol.md` is its specification. */
export const protocolVersion = 1;

/**
 * What a driver may do besides, if both sides name it in their hello.
 * - `same`: answers in a few characters that the value reads as the bytes did, for many requests at once.
 * - `lines`: takes bodies as lines of their own, as they are.
 */
export const protocolFeatures = ['same', 'lines'] as const;

const text = (description: string) => z.string().meta({ description });
const flag = (description: string) => z.boolean().optional().meta({ description });

const flagOrParts = (description: string, example: string) =>
  z
    .union([z.boolean(), z.array(z.string())])
    .optional()
    .meta({ description: `${description} True, or the places where: ["${example}"].` });

/** What a client does by design, so that it is no finding. All are false unless said. */
export const Traits = z
  .object({
    lenient: flag('Gives a value for JSON that breaks the contract, instead of an error.'),
    ignoresUnknownFields: flagOrParts(
      'Fields that the contract does not name may be missing from the value.',
      'thread_list $',
    ),
    numbersAsDoubles: flag('Numbers are double-precision floating point.'),
    fractionsAsDoubles: flag('Numbers with a fraction or an exponent are, and whole numbers are exact.'),
    fillsDefaults: flagOrParts(
      'Fields that are absent may come back as null, "", 0, false, [] or {}.',
      'thread_list $.has_more',
    ),
    omitsNulls: flagOrParts('Fields that are null may be absent from the value.', 'thread $.title'),
    nullsAsDefaults: flagOrParts(
      'Fields that are null may come back as "", 0, false, [] or {}.',
      'thread_list $.last_id',
    ),
    unmodelled: z.array(z.string()).optional().meta({
      description: 'Fields of the contract that the client has no place for, such as "thread_list $.object".',
    }),
    replacesLoneSurrogates: flag('A lone surrogate comes back as U+FFFD.'),
  })
  .meta({ description: 'What the client does by design, so that it is no finding.' });
export type Traits = z.infer<typeof Traits>;

/** The runner's first message. */
export const HelloRequest = z
  .object({
    cmd: z.literal('hello'),
    protocol: z.literal(protocolVersion),
    features: z
      .array(z.string())
      .optional()
      .meta({ description: 'Features that the runner knows: same, lines. None where it is absent.' }),
  })
  .meta({ description: 'Who are you, and what can you do?' });

/** One case of parse mode. */
export const ParseRequest = z
  .object({
    cmd: z.literal('parse'),
    id: z.int().min(0),
    shape: z.enum(shapeNames).meta({ description: 'What the bytes are to be read as.' }),
    body: z.base64().meta({ description: 'The raw bytes, in base64. They may be anything.' }),
  })
  .meta({ description: 'Hand these bytes to the client, as the body of a successful answer.' });

/** Many cases of parse mode whose bytes are UTF-8 without a line feed. */
export const LinesRequest = z
  .object({
    cmd: z.literal('lines'),
    id: z.int().min(0).meta({ description: 'Of the first body; those of the others follow on it.' }),
    shape: z.enum(shapeNames).meta({ description: 'What each body is to be read as.' }),
    count: z.int().min(1).meta({ description: 'How many of the next lines are bodies, as they are.' }),
  })
  .meta({
    description: 'Each of the next lines is a body: hand it to the client, and answer, as for parse.',
  });

/** One case of call mode. */
export const CallRequest = z
  .object({
    cmd: z.literal('call'),
    id: z.int().min(0),
    operation: text('Name of the operation: threads.list, sessions.create, …'),
    params: z.record(z.string(), z.unknown()).meta({ description: 'Its parameters, by their wire names.' }),
    baseURL: text('Where the client is to send its requests.'),
    apiKey: text('The key that it is to send.'),
    timeoutMs: z.int().min(1).optional().meta({
      description:
        'The timeout to give to the client, in milliseconds. Else it keeps its own, as all of its defaults.',
    }),
  })
  .meta({ description: "Make this call with the client's own code." });

/** For other runners: this one ends the process group. */
export const StopRequest = z
  .object({ cmd: z.literal('stop') })
  .meta({ description: 'End yourself. A driver ends as well when its standard input does.' });

/** Whatever the runner sends. */
export const Request = z.discriminatedUnion('cmd', [
  HelloRequest,
  ParseRequest,
  LinesRequest,
  CallRequest,
  StopRequest,
]);
export type Request = z.infer<typeof Request>;

/** The answer to `hello`. Fields that are not named here are ignored. */
export const HelloAnswer = z
  .object({
    protocol: z.int().meta({ description: 'The version that the driver speaks.' }),
    driver: z.object({
      name: text('The client under test: openai-go.'),
      version: text('Its version.'),
      language: text('Its language.'),
    }),
    modes: z.array(z.enum(['parse', 'call'])).min(1),
    shapes: z
      .array(z.enum(shapeNames))
      .optional()
      .meta({ description: 'The shapes that it can read; none need be named when it has no parse mode.' }),
    operations: z.array(z.string()).optional().meta({ description: 'The operations that it can call.' }),
    features: z
      .array(z.string())
      .optional()
      .meta({ description: 'Which of the features that the runner named the driver uses and takes.' }),
    traits: Traits.optional(),
  })
  .meta({ description: 'What the driver is and can do.' });
export type HelloAnswer = z.infer<typeof HelloAnswer>;

const Id = z.int().min(0).meta({ description: 'The id of the request that this answers.' });

/** The client gave a value. */
export const ValueAnswer = z.object({
  id: Id,
  outcome: z.literal('value'),
  value: z.unknown().meta({ description: 'The value that the client gave, serialised again.' }),
  variant: z.string().nullable().optional().meta({
    description: 'Of a union: the discriminator of the member that the client took it for; null for none.',
  }),
  variants: z
    .record(z.string(), z.string().nullable())
    .optional()
    .meta({ description: 'The same for unions inside, by JSON path: {"$.data[0]": "chatkit.task"}.' }),
});

/** The client gave an error. */
export const ErrorAnswer = z.object({
  id: Id,
  outcome: z.literal('error'),
  error: z.object({
    type: text('Its class or kind, as a caller sees it.'),
    message: text('What it says.'),
    typed: z
      .boolean()
      .optional()
      .meta({ description: "False when it is none of the client's own error types. True unless said." }),
    status: z
      .int()
      .nullable()
      .optional()
      .meta({ description: 'Of a call: the HTTP status that the error names.' }),
    code: z.string().nullable().optional().meta({ description: 'Of a call: the code that the error names.' }),
    requestId: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Of a call: the request id that the error names.' }),
  }),
  value: z
    .unknown()
    .optional()
    .meta({ description: 'Of a call that lists: what had been yielded before the error.' }),
});

/** For many requests at once: the client gave values that are written as the bytes were. */
export const SameAnswer = z.object({
  outcome: z.literal('same'),
  ids: z.array(Id).min(1).meta({
    description:
      'Of each: the value that the client gave, serialised again, is byte for byte the body that it was given, and `variant`, where the driver names one, is the text in the discriminator.',
  }),
});

/** How the answer to one of them is told from here on: it stands for a `value` that is the body itself. */
export const sameAnswer = '{"outcome":"same"}';

/** The driver can't do this. */
export const SkippedAnswer = z.object({ id: Id, outcome: z.literal('skipped'), reason: z.string() });

/** An answer to a case. */
export const Answer = z.discriminatedUnion('outcome', [ValueAnswer, ErrorAnswer, SkippedAnswer]);
export type Answer = z.infer<typeof Answer>;

function part(schema: z.ZodType): object {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    // No format of JSON Schema, so that some validators refuse it; `contentEncoding` and the pattern say the same.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'base64') delete jsonSchema.format;
    },
  });
  return made;
}

/** The protocol as one JSON Schema (2020-12): what each line in either direction may be. */
export function protocolSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `chatkit-harness/driver-protocol/${protocolVersion}`,
    title: `Driver protocol, version ${protocolVersion}`,
    description:
      'Every line that the runner writes is a `request`, but for the bodies behind a request of `lines`; every line that a driver writes is an `answer`.',
    $defs: {
      request: part(Request),
      answer: { anyOf: [part(HelloAnswer), part(Answer), part(SameAnswer)] },
    },
  };
}
