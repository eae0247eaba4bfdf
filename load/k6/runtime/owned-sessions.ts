import { sleep } from 'k6';
import { metadataName } from '../plan/names.ts';
import type { K6Settings } from '../plan/settings.ts';
import { type CreatedSession, cancelSession, createSession } from './api.ts';
import { currentMetadata } from './current.ts';
import { metrics } from './metrics.ts';

/** Waits for the moment at which all instances start. */
export function waitForStart({ startAtMs }: K6Settings): void {
  if (startAtMs !== null) sleep(Math.max(0, startAtMs - Date.now()) / 1000);
}

/** Creates a session in the middle of a run and tells its id, so that whoever started k6 can cancel what was left behind. */
export function createOwned(
  settings: K6Settings,
  wanted: { label: string; user: string; lifeSeconds: number },
): CreatedSession {
  const session = createSession(settings, { ...wanted, step: null });
  tell(session, () => metrics.sessionCreated.add(1));
  return session;
}

/** Cancels such a session. @returns whether it was acknowledged. */
export function closeOwned(settings: K6Settings, session: CreatedSession): boolean {
  const cancelled = cancelSession(settings, session.id);
  if (cancelled) tell(session, () => metrics.sessionCancelled.add(1));
  return cancelled;
}

function tell({ id }: CreatedSession, work: () => void): void {
  const metadata = currentMetadata();
  metadata[metadataName] = id;
  work();
  delete metadata[metadataName];
}
