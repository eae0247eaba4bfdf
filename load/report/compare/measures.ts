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

/**
 * The stretches of every step of a run, by the step's name.
 * @param records are walked through twice: first to learn when each step began and ended.
 */
export function cutIntoBlocks(run: RunFile, records: Iterable<RequestRecord>): Map<string, Block[]> {
  const spans = new Map(run.steps.map(({ step }) => [step, { firstMs: Infinity, lastMs: -Infinity }]));
  for (const { step, sentMs } of records) {
    const span = spans.get(step);
    if (sentMs === null || span === undefined) continue;
    span.firstMs = Math.min(span.firstMs, sentMs);
    span.lastMs = Math.max(span.lastMs, sentMs);
  }
  const cuts = new Map([...spans].map(([step, span]) => [step, createCut(span)]));
  for (const record of records) cuts.get(record.step)?.add(record);
  return new Map([...cuts].map(([step, cut]) => [step, cut?.blocks ?? []]));
}

interface Cut {
  readonly blocks: Block[];
  add(record: RequestRecord): void;
}

/** Null for a step that has no length. */
function createCut({ firstMs, lastMs }: { firstMs: number; lastMs: number }): Cut | null {
  if (!(lastMs > firstMs)) return null;
  const durationMs = (lastMs - firstMs) / blocksPerStep;
  const blocks = Array.from({ length: blocksPerStep }, () => ({
    offered: 0,
    admitted: 0,
    failed: 0,
    durationMs,
    admittedLatency: createLogHistogram(),
    throttledLatency: createLogHistogram(),
  }));
  return {
    blocks,
    add({ sentMs, endMs, intendedMs, status }) {
      if (sentMs === null) return;
      const block = blocks[Math.min(blocksPerStep - 1, Math.floor((sentMs - firstMs) / durationMs))];
      if (block === undefined) return;
      const outcome = outcomeOf(status);
      block.offered += 1;
      if (outcome === 'admitted') block.admitted += 1;
      if (outcome === 'unknown') block.failed += 1;
      else if (endMs !== null)
        block[outcome === 'admitted' ? 'admittedLatency' : 'throttledLatency'].add(
          endMs - (intendedMs ?? sentMs),
        );
    },
  };
}
