import type { AnyScenario } from './scenario.ts';

type Plan = Readonly<Record<string, unknown>>;

/** Lists without a run of entries: first without most of them, at last without one. */
function* withoutRuns<T>(list: readonly T[]): Generator<T[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < list.length; at += size) yield list.toSpliced(at, size);
}

/** Smaller whole numbers, the smallest first. */
function* smaller(value: number, least: number): Generator<number> {
  if (value <= least) return;
  yield least;
  for (let gap = Math.floor((value - least) / 2); gap >= 1; gap = Math.floor(gap / 2)) yield value - gap;
}

function* simplerValues(value: unknown): Generator {
  if (typeof value === 'number') yield* smaller(value, 0);
  else if (typeof value === 'string') {
    for (const left of withoutRuns(Array.from(value))) yield left.join('');
  } else if (Array.isArray(value)) {
    for (const left of withoutRuns(value)) yield left;
    for (const [i, entry] of value.entries())
      for (const put of simplerValues(entry)) yield value.with(i, put);
  }
}

/** How long and how large a value is. */
function sizeOf(value: unknown): number {
  if (typeof value === 'number') return Math.min(Math.abs(value), 1e6) / 1e3;
  if (typeof value === 'string') return Array.from(value).length;
  return Array.isArray(value) ? value.reduce<number>((sum, each) => sum + 1 + sizeOf(each), 0) : 0;
}

/** How much there is to a plan: what differs from the simplest one, then how long and how large that is. */
function weight(plan: Plan, simplest: Plan): number {
  const differing = Object.keys(plan).filter(
    (name) => plan[name] !== undefined && JSON.stringify(plan[name]) !== JSON.stringify(simplest[name]),
  );
  return differing.reduce((sum, name) => sum + 1 + sizeOf(plan[name]), 0);
}

/** Plans of a scenario that are simpler than this one, what simplifies most first; the same ones every time. */
export function* simplerPlans(scenario: AnyScenario, from: unknown): Generator {
  const plan = from as Plan;
  const simplest = scenario.simplest as Plan;
  const before = weight(plan, simplest);
  const offered = new Set<string>([JSON.stringify(plan)]);
  const isNew = (candidate: unknown): boolean => {
    const text = JSON.stringify(candidate);
    if (offered.has(text) || !scenario.plan.safeParse(candidate).success) return false;
    offered.add(text);
    return weight(candidate as Plan, simplest) < before;
  };
  if (isNew(simplest)) yield simplest;
  for (const name of Object.keys(plan)) {
    const { [name]: _, ...without } = plan;
    for (const candidate of [{ ...plan, [name]: simplest[name] }, without])
      if (isNew(candidate)) yield candidate;
  }
  for (const [name, value] of Object.entries(plan))
    for (const put of simplerValues(value)) {
      const candidate = { ...plan, [name]: put };
      if (isNew(candidate)) yield candidate;
    }
}
