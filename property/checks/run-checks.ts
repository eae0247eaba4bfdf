import type { Clock } from '../../support/clock.ts';
import { changedSince } from './changed.ts';
import type { ActiveCheck, Check, TrafficCheck } from './check.ts';
import { curlLines } from './curl.ts';
import type { CreatedSession, Exchange } from './exchange.ts';
import { Probe } from './probe.ts';
import { checks as allChecks } from './registry.ts';
import { runCheck, wordsOf } from './run-check.ts';
import type { CheckOutcome, RunCheckOptions } from './run-check.ts';
import { survey } from './survey.ts';
import { cancelSessions } from './tidy-up.ts';
import { whyUnusable } from './unusable.ts';
import { WireLog } from './wire-log.ts';
import type { EndReason } from './wire-log.ts';
import type { Transport } from './wire.ts';
import type { World } from './world.ts';

export interface RunChecksOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** As it is printed in requests to copy. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Workflow of the sessions that are created. */
  readonly workflow: string;
  readonly seed: number;
  /** How often a check is made with other random values. */
  readonly runs: number;
  /** Names of the checks to make; default all. Those of traffic alone look at the requests of all others. */
  readonly names?: readonly string[];
  /** Replay path, for one check. */
  readonly path?: string;
  /** Whether threads may be deleted. */
  readonly deletable: boolean;
  /** Whether nobody else uses the deployment and it takes any workflow and version. */
  readonly isOwn: boolean;
  /** Whether the deployment runs by the very clock of this run. */
  readonly sharesClock: boolean;
  /** Whether checks that mostly wait are made beside the others; default true. */
  readonly patientBeside?: boolean;
  readonly budget: number;
  readonly deadlineMs: number;
  readonly on?: (event: ChecksEvent) => void;
}

/** What came of one check, in words that hold no secret. */
export interface CheckResult {
  readonly check: Check;
  readonly outcome: 'holds' | 'refuted' | 'not_tried';
  /** Why it was not tried. */
  readonly reason?: string;
  readonly expected?: string;
  readonly received?: string;
  /** The shortest sequence of requests, as lines for a shell. */
  readonly sequence?: readonly string[];
  /** Replay path; belongs to the seed. */
  readonly path?: string;
  readonly durationMs: number;
}

export type ChecksEvent =
  | { readonly kind: 'survey'; readonly world: World }
  | { readonly kind: 'check'; readonly index: number; readonly of: number; readonly result: CheckResult }
  | { readonly kind: 'tidy'; readonly sessions: number };

export interface ChecksReport {
  readonly results: readonly CheckResult[];
  /** What makes the results say less than they seem to. */
  readonly warnings: readonly string[];
  readonly requests: number;
  /** Why it ended before its time; undefined when it didn't. */
  readonly end: EndReason | undefined;
  /** Why nothing could be said at all; then there are no results. */
  readonly unusable: string | undefined;
}

/** Checks of a list that others might have changed meanwhile. */
const ofLists = new Set(['paging', 'contract', 'isolation']);

/**
 * Makes checks of a deployment. It changes nothing that it did not create, unless threads may be deleted, and cancels
 * its sessions at the end. Bounded in time, requests and memory, whatever the deployment does.
 */
export async function runChecks(options: RunChecksOptions): Promise<ChecksReport> {
  const run = new ChecksRun(options);
  try {
    return await run.toItsEnd();
  } finally {
    run.close();
  }
}

class ChecksRun {
  readonly #options: RunChecksOptions;
  readonly #log: WireLog;
  readonly #watchers: { check: TrafficCheck; watch: ReturnType<TrafficCheck['observe']> }[];
  readonly #outcomes = new Map<Check, CheckOutcome>();
  readonly #creations = new WeakMap<CreatedSession, Exchange>();
  readonly #wanted: ReadonlySet<string>;
  readonly #active: readonly ActiveCheck[];
  #done = 0;

  constructor(options: RunChecksOptions) {
    this.#options = options;
    const { transport, clock, signal, budget, deadlineMs, names } = options;
    this.#wanted = new Set(names ?? allChecks.map(({ name }) => name));
    const active = allChecks.filter((check) => check.kind === 'active');
    const chosen = active.filter(({ name }) => this.#wanted.has(name));
    this.#active = chosen.length > 0 ? chosen : active;
    this.#watchers = allChecks
      .filter((check) => check.kind === 'traffic')
      .map((check) => ({ check, watch: check.observe() }));
    this.#log = new WireLog({
      transport,
      clock,
      signal,
      budget,
      deadlineMs,
      onExchange: (exchange) => this.#watch(exchange),
    });
    this.#log.secrets.add(options.apiKey);
  }

  async toItsEnd(): Promise<ChecksReport> {
    const { deletable, isOwn, on, transport, apiKey, clock, path } = this.#options;
    const probe = new Probe(this.#probeOptions());
    const { world, first } = await survey(probe, { deletable, isOwn });
    const unusable = whyUnusable(probe.exchanges[0]?.outcome, first);
    if (unusable !== undefined)
      return { results: [], warnings: [], requests: this.#log.requests, end: this.#log.end, unusable };
    on?.({ kind: 'survey', world });
    const make = async (check: ActiveCheck): Promise<CheckResult> => {
      const { seed, runs } = this.#options;
      const settings = {
        ...this.#probeOptions(),
        world,
        seed,
        runs,
        ...(path === undefined ? {} : { path }),
      };
      const startMs = clock.monotonicMs();
      const outcome = await this.#make(check, settings);
      return this.#tell(check, outcome, clock.monotonicMs() - startMs);
    };
    // Those that mostly wait do so beside the others.
    const { patientBeside: beside = true } = this.#options;
    const patient = this.#active.filter(({ isPatient }) => isPatient && beside).map(make);
    const results: CheckResult[] = [];
    for (const check of this.#active) if (!check.isPatient || !beside) results.push(await make(check));
    results.push(...(await Promise.all(patient)), ...this.#trafficResults());
    const { requests, end, sessions } = this.#log;
    on?.({ kind: 'tidy', sessions: sessions.size });
    const left = await cancelSessions([...sessions.values()], { transport, apiKey, clock });
    const warnings = [...world.warnings];
    if (left > 0) warnings.push(`${left} sessions could not be cancelled; they expire within 10 minutes`);
    const place = new Map(allChecks.map((check, index) => [check, index]));
    const isWanted = ({ check }: CheckResult) => this.#wanted.has(check.name);
    const inOrder = (a: CheckResult, b: CheckResult) => (place.get(a.check) ?? 0) - (place.get(b.check) ?? 0);
    return {
      results: results.filter(isWanted).toSorted(inOrder),
      warnings: warnings.map((text) => this.#redact(text)),
      requests,
      end,
      unusable: undefined,
    };
  }

  close(): void {
    this.#log.close();
  }

  #probeOptions() {
    const { apiKey, workflow, sharesClock } = this.#options;
    return { log: this.#log, apiKey, workflow, sharesClock };
  }

  async #make(check: ActiveCheck, settings: RunCheckOptions): Promise<CheckOutcome> {
    const outcome = await runCheck(check, settings);
    if (outcome.kind !== 'refuted' || settings.world.isOwn || !ofLists.has(check.group)) return outcome;
    const isChanged = await changedSince(new Probe(this.#probeOptions()), settings.world);
    return isChanged
      ? {
          kind: 'not_tried',
          reason: 'others changed the lists while it was made: try again when it is quiet',
        }
      : outcome;
  }

  /** Shows an exchange to the checks of traffic; of each the first refutation is kept. */
  #watch(exchange: Exchange): void {
    const { created } = exchange;
    if (created !== undefined) this.#creations.set(created, exchange);
    for (const { check, watch } of this.#watchers) {
      const known = this.#outcomes.get(check);
      if (known?.kind === 'refuted') continue;
      const verdict = watch(exchange);
      if (verdict.outcome === 'holds') this.#outcomes.set(check, { kind: 'holds', runs: 1 });
      else if (verdict.outcome === 'vacuous') {
        if (known === undefined) this.#outcomes.set(check, { kind: 'not_tried', reason: verdict.reason });
      } else
        this.#outcomes.set(check, {
          kind: 'refuted',
          ...wordsOf(verdict),
          exchanges: this.#withCreation(exchange),
          shrinks: 0,
        });
    }
  }

  /** A request with a secret means something only after the one that created its session. */
  #withCreation(exchange: Exchange): readonly Exchange[] {
    const { bearer } = exchange;
    const creation = bearer.kind === 'secret' ? this.#creations.get(bearer.session) : undefined;
    return creation === undefined || creation === exchange ? [exchange] : [creation, exchange];
  }

  #trafficResults(): CheckResult[] {
    return this.#watchers.map(({ check }) =>
      this.#tell(check, this.#outcomes.get(check) ?? { kind: 'not_tried', reason: 'nothing was sent' }, 0),
    );
  }

  #tell(check: Check, outcome: CheckOutcome, durationMs: number): CheckResult {
    const result: CheckResult = { check, durationMs, outcome: outcome.kind, ...this.#words(outcome) };
    this.#done += 1;
    const of = this.#active.length + this.#watchers.length;
    this.#options.on?.({ kind: 'check', index: this.#done, of, result });
    return result;
  }

  #words(outcome: CheckOutcome): Partial<CheckResult> {
    if (outcome.kind === 'holds') return {};
    if (outcome.kind === 'not_tried') return { reason: this.#redact(outcome.reason) };
    const lines = curlLines(this.#options.baseUrl, outcome.exchanges);
    return {
      expected: this.#redact(outcome.expected),
      received: this.#redact(outcome.received),
      sequence: lines.map((line) => this.#redact(line)),
      ...(outcome.path === undefined ? {} : { path: outcome.path }),
    };
  }

  /** No token ever leaves: whatever a deployment says of it is cut out. */
  #redact(text: string): string {
    let redacted = text;
    for (const secret of this.#log.secrets)
      if (secret.length >= 4 && redacted.includes(secret)) redacted = redacted.replaceAll(secret, '[secret]');
    return redacted;
  }
}
