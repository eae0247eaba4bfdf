import { outcomeOf } from '../../analysis/index.ts';
import type { RequestRecord } from '../../records.ts';
import type { RunFile } from '../run-file.ts';
import { createLogHistogram } from './log-histogram.ts';
import type { LogHistogram } from './log-histogram.ts';

/** One stretch of a step of one run. Stretches, not requests, are drawn again: neighbours are alike. */
export interface Block {
  readonly offered: number;
  readonly admitted: number;
  readonly failed: number;
  readonly durationMs: number;
  readonly admittedLatency: LogHistogram;
  readonly throttledLatency: LogHistogram;
}

/** So many stretches each step is cut into. */
export const blocksPerStep = 20;

/** The stretches of every step of a run, by the step's name. */
export function cutIntoBlocks(run: RunFile, records: readonly RequestRecord[]): Map<string, Block[]> {
  const byStep = Map.groupBy(records, ({ step }) => step);
  const blocks = new Map<string, Block[]>();
  for (const { step } of run.steps) blocks.set(step, cutStep(byStep.get(step) ?? []));
  return blocks;
}

function cutStep(records: readonly RequestRecord[]): Block[] {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const { sentMs } of records) {
    if (sentMs === null) continue;
    firstMs = Math.min(firstMs, sentMs);
    lastMs = Math.max(lastMs, sentMs);
  }
  if (!(lastMs > firstMs)) return [];
  const durationMs = (lastMs - firstMs) / blocksPerStep;
  const blocks = Array.from({ length: blocksPerStep }, () => ({
    offered: 0,
    admitted: 0,
    failed: 0,
    durationMs,
    admittedLatency: createLogHistogram(),
    throttledLatency: createLogHistogram(),
  }));
  for (const { sentMs, endMs, intendedMs, status } of records) {
    if (sentMs === null) continue;
    const block = blocks[Math.min(blocksPerStep - 1, Math.floor((sentMs - firstMs) / durationMs))];
    if (block === undefined) continue;
    const outcome = outcomeOf(status);
    block.offered += 1;
    if (outcome === 'admitted') block.admitted += 1;
    if (outcome === 'unknown') block.failed += 1;
    else if (endMs !== null)
      block[outcome === 'admitted' ? 'admittedLatency' : 'throttledLatency'].add(
        endMs - (intendedMs ?? sentMs),
      );
  }
  return blocks;
}
