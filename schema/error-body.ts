import { z } from 'zod';

/** What an error says of itself. Source: openapi (generic). */
export const ErrorDetail = z
  .object({
    message: z.string().meta({ description: 'What went wrong, for people.' }),
    type: z.string().meta({ description: 'Kind of error, such as `invalid_request_error`.' }),
    param: z.string().nullable().meta({ description: 'The parameter at fault; null when it is none.' }),
    code: z
      .string()
      .nullable()
      .meta({ description: 'Code of the error, for programs; null when it has none.' }),
  })
  .meta({ description: 'What an error says of itself.' });

/** The envelope of every error. Source: openapi (generic; the six operations document only status 200). */
export const ErrorBody = z.object({ error: ErrorDetail }).meta({ description: 'The body of every error.' });
export type ErrorBody = z.infer<typeof ErrorBody>;
