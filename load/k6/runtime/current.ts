import execution from 'k6/execution';

/**
 * What k6 tells of the running iteration. k6 makes a new object at each `execution.vu` and `execution.scenario`, which costs more than the
 * rest of a request's bookkeeping; one lasts as long as its user, and always tells of the present.
 */
let vu: (typeof execution)['vu'] | undefined;
let scenario: (typeof execution)['scenario'] | undefined;
let metadata: Record<string, string | number | boolean> | undefined;

/** Not in the init context. */
export const currentVu = (): (typeof execution)['vu'] => (vu ??= execution.vu);

/** Not in the init context. */
export const currentScenario = (): (typeof execution)['scenario'] => (scenario ??= execution.scenario);

/** Metadata that the samples written from now on carry. Not in the init context. */
export const currentMetadata = (): Record<string, string | number | boolean> =>
  (metadata ??= currentVu().metrics.metadata);
