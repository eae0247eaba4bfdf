export type { ClaimSource, Exchange, Fault, FaultArea, FaultHooks, FaultTools } from './fault.ts';
export { faultNames, faults, isFaultName, selectFaults, unknownFault } from './registry.ts';
export type { FaultName, NamedFault } from './registry.ts';
export { ConnectionLost } from './connection.ts';
