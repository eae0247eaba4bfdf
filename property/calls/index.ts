export { callCaseAt, drawCases, operationOf, readCase } from './cases.ts';
export type { CallCase } from './cases.ts';
export {
  callExpectationLine,
  readCallExpectations,
  readSavedCalls,
  saveCallFinding,
} from './expectations.ts';
export type { CallExpectation } from './expectations.ts';
export type { CallFinding } from './findings.ts';
export { compareCallers } from './matrix.ts';
export type { CallDisagreement, CallMatrix, CallMatrixSettings } from './matrix.ts';
export type { CallError, Fault, Observed, Outcome } from './observed.ts';
export { rules } from './rules.ts';
export type { Rule } from './rules.ts';
export { fuzzCalls } from './run.ts';
export type { CallProgress, CallReport, CallSettings } from './run.ts';
export { selfTestCalls } from './self-test.ts';
export type { CallSelfTestResult } from './self-test.ts';
export type { AnyScenario, Source } from './scenario.ts';
export { findScenario, scenarios } from './scenarios/index.ts';
export type { Exchange } from './server/exchange.ts';
export { describeOutcome, timeline } from './timeline.ts';
