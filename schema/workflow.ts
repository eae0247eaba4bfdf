import { z } from 'zod';

/** One state variable. The public document says *oneOf* with integer beside number, which no integer satisfies; any of is meant. */
export const StateVariable = z
  .union([z.string(), z.number(), z.boolean()])
  .meta({ description: 'Value of one state variable: any primitive.' });
export type StateVariable = z.infer<typeof StateVariable>;

/** Tracing settings of a workflow, resolved. */
export const WorkflowTracing = z
  .object({ enabled: z.boolean().meta({ description: 'Indicates whether tracing is enabled.' }) })
  .meta({ description: 'Tracing settings applied to the workflow.' });

/** Workflow metadata and state returned for the session. Source: seed. */
export const Workflow = z
  .object({
    id: z.string().meta({ description: 'Identifier of the workflow backing the session.' }),
    state_variables: z.record(z.string(), StateVariable).nullable().meta({
      description:
        'State variable key-value pairs applied when invoking the workflow; null when no overrides were provided.',
    }),
    tracing: WorkflowTracing,
    version: z.string().nullable().meta({
      description: 'Specific workflow version used for the session; null when using the latest deployment.',
    }),
  })
  .meta({ description: 'Workflow metadata and state returned for the session.' });
export type Workflow = z.infer<typeof Workflow>;
