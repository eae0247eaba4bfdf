/** What `sessions.create` resolves to where the request is silent. Sources: seed, seed 004. */
export const sessionDefaults = {
  expiresAfterSeconds: 600,
  maxRequestsPer1Minute: 10,
  tracingEnabled: true,
  automaticThreadTitlingEnabled: true,
  fileUpload: { enabled: false, maxFileSizeMegabytes: 512, maxFiles: 10 },
  history: { enabled: true, recentThreads: null },
} as const;

/** Most properties that `state_variables` may have in a request. Source: openapi. */
export const maxStateVariables = 64;
/** Most characters of one name among the state variables. Source: seed. */
export const maxStateVariableNameCharacters = 64;
