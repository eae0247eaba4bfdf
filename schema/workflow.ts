import { z } from 'zod';

/** One state variable. The public document says *oneOf* with integer beside number, which no integer satisfies; any of is meant. */
export const StateVariable = z.union([z.string(), z.number(), z.boolean()]);

/** Tracing settings of a workflow, resolved. */
export const WorkflowTracing = z.object({
  enabled: z.boolean().meta({ description: 'Indicates whether tracing is enabled.' }),
});

/** Workflow metadata and state returned for the session. Source: seed. */
export const Workflow = z.object({
  id: z.string().meta({ description: 'Identifier of the workflow backing the session.' }),
  state_variables: z
    .record(z.string(), StateVariable)
    .nullable()
    .meta({ description: 'State variables applied when invoking the workflow; null when none were given.' }),
  tracing: WorkflowTracing.meta({ description: 'Tracing settings applied to the workflow.' }),
  version: z
    .string()
    .nullable()
    .meta({ description: 'Workflow version used for the session; null for the latest deployment.' }),
});
export type Workflow = z.infer<typeof Workflow>;
