import * as fc from 'fast-check';
import { actionsOf, walksOf } from './actions.ts';
import type { Action, WalkAction } from './actions.ts';
import type { Call } from './call.ts';
import { Disagreement } from './disagreement.ts';
import type { ModelRun } from './model-run.ts';
import type { ModelWorld } from './state.ts';
import type { ModelTarget } from './target.ts';

/** One command of a sequence. */
export type ModelCommand = fc.AsyncCommand<ModelRun, ModelTarget>;

/** A single request. */
class Ask implements ModelCommand {
  readonly #name: string;
  readonly #action: Action;

  constructor(name: string, action: Action) {
    this.#name = name;
    this.#action = action;
  }

  check(run: Readonly<ModelRun>): boolean {
    return this.#action(run.state) !== undefined;
  }

  async run(run: ModelRun, target: ModelTarget): Promise<void> {
    const call = this.#action(run.state);
    if (call !== undefined) await run.do(target, call);
  }

  toString(): string {
    return this.#name;
  }
}

/** Requests that are sent at once. */
class AskTogether implements ModelCommand {
  readonly #actions: readonly Action[];

  constructor(actions: readonly Action[]) {
    this.#actions = actions;
  }

  #calls(run: Readonly<ModelRun>): Call[] {
    return this.#actions.map((action) => action(run.state)).filter((call) => call !== undefined);
  }

  check(run: Readonly<ModelRun>): boolean {
    return this.#calls(run).length > 1;
  }

  run(run: ModelRun, target: ModelTarget): Promise<void> {
    return run.doTogether(target, this.#calls(run));
  }

  toString(): string {
    return `together(${this.#actions.length})`;
  }
}

/** Time that passes. */
class Wait implements ModelCommand {
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  check(): boolean {
    return true;
  }

  run(run: ModelRun, target: ModelTarget): Promise<void> {
    return run.wait(target, this.#ms);
  }

  toString(): string {
    return `wait(${this.#ms / 1000} s)`;
  }
}

/** All pages of a list, each by the cursor of the one before. */
class Walk implements ModelCommand {
  readonly #walk: WalkAction;

  constructor(walk: WalkAction) {
    this.#walk = walk;
  }

  check(run: Readonly<ModelRun>): boolean {
    return this.#walk.start(run.state) !== undefined;
  }

  async run(run: ModelRun, target: ModelTarget): Promise<void> {
    let call = this.#walk.start(run.state);
    const { threads } = run.state;
    // Every page but the last brings an entry that was not there yet.
    const most = 2 + threads.length + Math.max(0, ...threads.map(({ items }) => items.length));
    const used = new Set<string>();
    for (let pages = 0; call !== undefined; pages += 1) {
      const { status, body } = await run.do(target, call);
      if (status !== 200) return;
      const cursor = cursorOf(body, this.#walk.direction);
      if (cursor === undefined) return;
      if (used.has(cursor) || pages > most)
        throw new Disagreement(
          'published',
          `$.body.${fieldOf(this.#walk.direction)}`,
          'a cursor that leads on',
          cursor,
        );
      used.add(cursor);
      call = {
        ...call,
        query: { ...('query' in call ? call.query : {}), [this.#walk.direction]: cursor },
      } as Call;
    }
  }

  toString(): string {
    return `walk(${this.#walk.direction})`;
  }
}

const fieldOf = (direction: 'after' | 'before'): 'last_id' | 'first_id' =>
  direction === 'after' ? 'last_id' : 'first_id';

/** Where a walk goes on; undefined at its end. */
function cursorOf(body: unknown, direction: 'after' | 'before'): string | undefined {
  const page = body as Readonly<Record<string, unknown>> | undefined;
  const cursor = page?.[fieldOf(direction)];
  return page?.['has_more'] === true && typeof cursor === 'string' ? cursor : undefined;
}

/** Waits that end just before, at and behind what lasts: lifetimes of sessions, and the window of the limit. */
const waits = fc.constantFrom(1, 500, 999, 1000, 2000, 30_000, 59_999, 60_000, 600_000);

/**
 * The commands that sequences are made of.
 * @param options.canWait whether the deployment's clock can be moved.
 */
export function modelCommands(
  world: ModelWorld,
  { canWait }: { readonly canWait: boolean },
): fc.Arbitrary<ModelCommand>[] {
  const { create, ...others } = actionsOf(world);
  const named = Object.entries(others).map(([name, action]) =>
    action.map((each): ModelCommand => new Ask(name, each)),
  );
  const any = fc.oneof(create, ...Object.values(others));
  return [
    // Most of what can be done needs a session.
    create.map((action): ModelCommand => new Ask('create', action)),
    create.map((action): ModelCommand => new Ask('create', action)),
    ...named,
    walksOf(world).map((walk): ModelCommand => new Walk(walk)),
    fc.array(any, { minLength: 2, maxLength: 3 }).map((actions): ModelCommand => new AskTogether(actions)),
    ...(canWait ? [waits.map((ms): ModelCommand => new Wait(ms))] : []),
  ];
}
