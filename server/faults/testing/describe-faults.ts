import { describe, expect, it } from 'vitest';
import type { FaultName } from '../registry.ts';
import { createFaultyWorld } from './faulty-world.ts';
import type { FaultyWorld } from './faulty-world.ts';

/** What is looked at; what a clean deployment shows; what the faulty one does. */
type Row = readonly [look: (world: FaultyWorld) => Promise<unknown>, clean: unknown, faulty: unknown];
type Rows<Faults> = Readonly<Record<keyof Faults, Row>>;

/** Registers a test for each fault of an area: what is seen without it, and with it. */
export function describeFaults<Faults>(title: string, rows: Rows<Faults>): void {
  describe(`faults of ${title}`, () => {
    it.each(Object.entries(rows) as [FaultName, Row][])('%s', async (name, [look, clean, faulty]) => {
      expect(await look(createFaultyWorld([]))).toEqual(clean);
      expect(await look(createFaultyWorld([name]))).toEqual(faulty);
    });
  });
}

export const list = 'GET /v1/chatkit/threads';
export const create = 'POST /v1/chatkit/sessions';
/** The least that a session is created with. */
export const body = { user: 'ada', workflow: { id: 'wf_1' } };
