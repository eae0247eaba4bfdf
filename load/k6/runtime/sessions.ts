import { sleep } from 'k6';
import { SharedArray } from 'k6/data';
import execution from 'k6/execution';
import { type K6Session, parseSessions, sessionsOf } from '../plan/sessions-file.ts';
import { type K6Settings, longestLifeSeconds } from '../plan/settings.ts';
import { type CreatedSession, cancelSession, createSession } from './api.ts';

/** What `setup()` hands to the users: sessions that it created, or null where a file holds them. */
export interface SetupData {
  readonly created: readonly CreatedSession[] | null;
}

/** The sessions of a run, from the file that was made before it or, for a single instance, from `setup()`. */
export interface SessionSource {
  /** Labels with limit and step; known before the run when they come from a file, else as they will be. */
  readonly planned: readonly Pick<K6Session, 'label' | 'limit' | 'step'>[];
  /** Waits for the common start and creates what there is no file for. */
  setup(): SetupData;
  /** Sessions of a step. */
  of(data: SetupData, step: string): readonly K6Session[];
  /** Cancels what `setup()` created. */
  teardown(data: SetupData): void;
}

/**
 * Must be called in the init context.
 * @param steps names of the steps, each of which gets fresh sessions.
 * @param runMs how long the sessions are needed.
 */
export function openSessions(settings: K6Settings, steps: readonly string[], runMs: number): SessionSource {
  const { sessionsFile } = settings;
  // Shared by all users: the file is read and parsed once.
  const shared =
    sessionsFile === null ? null : new SharedArray('sessions', () => parseSessions(open(sessionsFile)));
  const planned =
    shared === null
      ? steps.flatMap((step, s) =>
          Array.from({ length: settings.sessions }, (_, i) => ({
            label: `s${s * settings.sessions + i + 1}`,
            limit: settings.limit,
            step,
          })),
        )
      : [...shared];
  const byStep = new Map<string, readonly K6Session[]>();
  return {
    planned,
    setup() {
      if (settings.startAtMs !== null) sleep(Math.max(0, settings.startAtMs - Date.now()) / 1000);
      if (shared !== null) return { created: null };
      const { executionSegment } = execution.test.options;
      if (executionSegment !== undefined && executionSegment !== null) {
        throw new Error(
          'several instances must share their sessions: create them before the run and name the file in CHATKIT_SESSIONS_FILE',
        );
      }
      const lifeSeconds = Math.ceil(runMs / 1000) + 30;
      if (lifeSeconds > longestLifeSeconds) {
        throw new Error(`a session lives ${longestLifeSeconds} s and the run needs ${lifeSeconds} s`);
      }
      const created = planned.map(({ label, step }) =>
        createSession(settings, { label, user: `chatkit-harness-${label}`, step, lifeSeconds }),
      );
      return { created };
    },
    of(data, step) {
      const known = byStep.get(step) ?? sessionsOf<K6Session>(data.created ?? shared ?? [], step);
      byStep.set(step, known);
      if (known.length === 0) throw new Error(`there is no session for the step ${step}`);
      return known;
    },
    teardown(data) {
      for (const { id } of data.created ?? []) cancelSession(settings, id);
    },
  };
}
