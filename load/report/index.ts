export { formatDurationMs, formatLatency } from './format.ts';
export { createRunFile, runFormatVersion } from './run-file.ts';
export type { RunContext, RunEngine, RunEnvironment, RunFile } from './run-file.ts';
export { createRunFolder, runFolderName } from './run-folder.ts';
export type { RunFolder } from './run-folder.ts';
export { formatTerminalReport } from './terminal.ts';
export type { TerminalReportOptions } from './terminal.ts';
