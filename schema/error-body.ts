import { z } from 'zod';

/** The envelope of every error. Source: openapi (generic; the six operations document only status 200). */
export const ErrorBody = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
