/** What can be served: the reference deployment, or the stateless mock for clients' test suites. */
export const profiles = ['stateful', 'sdk-tests'] as const;
export type Profile = (typeof profiles)[number];
