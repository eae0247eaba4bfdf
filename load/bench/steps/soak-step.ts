import { HarnessError } from '../../../support/errors.ts';
import type { OpenModelEngine, Timetable, TimetableEntry } from '../../engine/index.ts';
import type { PlannedStep } from '../plan.ts';
import { inParallel } from '../in-parallel.ts';
import { callsAtOnce, readAheadOf, renewalMarginMs, wholeSecondMs } from '../session-life.ts';
import { createSessionRota } from '../session-rota.ts';
import type { Generation, SessionRota } from '../session-rota.ts';
import type { StepSessions } from '../session-pool.ts';
import type { Soak } from '../settings.ts';
import { loadTimetable } from './load-step.ts';
import { leadMs } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { withOpenModel } from './with-open-model.ts';

/** By then something must have been of use, where nothing was before. */
const firstLookMs = 10_000;

/** Offers one load for long, on sessions that are renewed before they end; each renewed one is a session of its own, with its own limit. */
export async function runSoakStep(context: StepContext, step: PlannedStep, soak: Soak): Promise<void> {
  const { settings, nowMs, signal } = context;
  const { sessions, generation: first } = await makeGeneration(context, step, soak);
  await withOpenModel(context, { name: step.name, sessions, connections: 1 }, async (engine) => {
    const startMs = nowMs() + leadMs;
    let current = sessions;
    const old = createRetirement(context, engine, readAheadOf(settings, soak));
    const rota = createSessionRota({
      clock: context.clock,
      nowMs,
      first,
      async renew() {
        await old.retire();
        const next = await renew(context, engine, { step, soak });
        old.add(current);
        current = next.sessions;
        return next.generation;
      },
      marginMs: renewalMarginMs(settings, soak),
      untilMs: startMs + step.durationMs,
      warn: (text) => context.warn(`${step.name}: ${text}`),
    });
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const sent = engine.run(
      inTurn(
        rota,
        loadTimetable({ settings, step, startMs, sessions: first.labels.map((_, slot) => String(slot)) }),
      ),
    );
    await Promise.all([
      sent.finally(() => over.abort()),
      rota.keepFresh(either),
      lookEarly(context, step, either),
    ]).finally(() => over.abort());
  });
}

/** The timetable's sessions are slots: which session serves is decided when an entry is read, shortly before it is due. */
function* inTurn(rota: SessionRota, timetable: Timetable): Generator<TimetableEntry> {
  for (const entry of timetable) yield { ...entry, session: rota.labelOf(Number(entry.session)) };
}

/** @throws HarnessError when nothing was of any use, so that nobody waits an hour to hear of a wrong path. */
async function lookEarly(
  { clock, sink }: StepContext,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(firstLookMs, signal);
  if (!signal.aborted) sink.refuseUseless(step);
}

async function makeGeneration(
  { pool, clock, nowMs }: StepContext,
  step: PlannedStep,
  { lifeSeconds }: Soak,
): Promise<{ sessions: StepSessions; generation: Generation }> {
  const bornMs = nowMs();
  const sessions = await pool.forStep(step.name, 0, { lifeSeconds });
  const wallMs = clock.nowMs();
  // What was granted may be less than what was asked for; a clock that is off by a life tells nothing.
  const told = sessions.driven.flatMap(({ expiresAt }) =>
    expiresAt === null ? [] : [expiresAt - wallMs / 1000],
  );
  const lifeMs = Math.min(
    lifeSeconds * 1000 - wholeSecondMs,
    ...told.filter((seconds) => seconds > 0).map((seconds) => seconds * 1000),
  );
  return {
    sessions,
    generation: {
      labels: sessions.driven.map(({ label }) => label),
      endMs: pool.reused ? Infinity : bornMs + lifeMs,
    },
  };
}

async function renew(
  context: StepContext,
  engine: OpenModelEngine,
  { step, soak }: { step: PlannedStep; soak: Soak },
): Promise<{ sessions: StepSessions; generation: Generation }> {
  const made = await makeGeneration(context, step, soak);
  const { sessions } = made;
  for (const credential of sessions.credentials) engine.useCredential(credential);
  // A connection that cannot be opened now is for the requests to tell of.
  await inParallel(sessions.driven, callsAtOnce, ({ label }) =>
    engine.warmUp(label).catch((error: unknown) => {
      if (!(error instanceof HarnessError)) throw error;
    }),
  );
  return made;
}

/** Lets go of sessions that were replaced, so that a soak of days holds the connections of hours. */
function createRetirement({ pool, nowMs }: StepContext, engine: OpenModelEngine, readAheadMs: number) {
  let replaced: { readonly sessions: StepSessions; readonly atMs: number }[] = [];
  return {
    add(sessions: StepSessions): void {
      replaced.push({ sessions, atMs: nowMs() });
    },
    /** Forgets those to which no request can be given any more, and cancels them. */
    async retire(): Promise<void> {
      const isOver = ({ atMs }: { readonly atMs: number }) => nowMs() > atMs + 2 * readAheadMs;
      const over = replaced.filter(isOver);
      replaced = replaced.filter((one) => !over.includes(one));
      for (const { sessions } of over) {
        for (const { label } of sessions.driven) engine.retire(label);
        await inParallel(sessions.driven, callsAtOnce, (session) => pool.cancel(session));
      }
    },
  };
}
