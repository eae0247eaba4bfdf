export { findingLines } from './findings.ts';
export type { FindingLine } from './findings.ts';
export { formatDurationMs, formatLatency } from './format.ts';
export {
  goodputWords,
  limitNumbers,
  limitRows,
  limitWords,
  mostTelling,
  outcomeWords,
  sessionCount,
} from './limits.ts';
export type { LimitRow } from './limits.ts';
export { createRunFile, runFormatVersion } from './run-file.ts';
export type { RunContext, RunEngine, RunEnvironment, RunFile } from './run-file.ts';
export { isNamedByLimit, judgeRun, limiterWords, namedByLimit, summariseVerdicts } from './run-verdicts.ts';
export type { IdentifiedBy, JudgedRun, RunFingerprint, RunStanding, RunVerdicts } from './run-verdicts.ts';
export { formatHtmlComparison, formatHtmlReport } from './html/index.ts';
export type { HtmlReportOptions } from './html/index.ts';
export { compareRuns, formatChange, formatComparison, formatTold, untoldWords } from './compare/index.ts';
export type {
  Change,
  ComparedRuns,
  Comparison,
  ComparisonFile,
  Difference,
  Untold,
} from './compare/index.ts';
export { createRunFolder, runFolderName } from './run-folder.ts';
export type { RunFolder } from './run-folder.ts';
export { formatTerminalReport } from './terminal.ts';
export type { TerminalReportOptions } from './terminal.ts';
