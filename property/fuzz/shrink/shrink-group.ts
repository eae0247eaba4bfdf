import { bytesOf, spellOut } from '../case.ts';
import { ConnectionLost } from '../driver/connection.ts';
import { growsOn } from '../driver/leak.ts';
import { GaveUp } from '../driver/subject.ts';
import type { Reply, Subject, SubjectOptions } from '../driver/subject.ts';
import { faultOf, findingId } from '../findings.ts';
import type { Finding, Group } from '../findings.ts';
import { expectationOf } from '../oracle/expectation.ts';
import { shorten, signatureOf } from '../oracle/fault.ts';
import type { Fault } from '../oracle/fault.ts';
import { unknownField } from '../oracle/places.ts';
import { judge } from '../oracle/judge.ts';
import { shrink } from './shrink.ts';
import type { Shrunk } from './shrink.ts';

/** Round trips for one finding; a hang costs a deadline each, and a start. */
const mostTrips = { answer: 5000, crashed: 400, hung: 60, grew: 60 } as const;
const longestMs = 10_000;
/** Runtimes that take seconds to start are given the time for that, up to this in all. */
const longestWithStartsMs = 90_000;

/**
 * Whether a finding was shrunk for long enough.
 * @param elapsedMs since shrinking began.
 * @param startingMs of that, until a driver that was started again said hello.
 */
export const isTimeUp = (elapsedMs: number, startingMs: number): boolean =>
  elapsedMs - startingMs > longestMs || elapsedMs > longestWithStartsMs;

/** While a hang shrinks a driver is given up sooner; the minimal bytes are tried once more with the whole deadline. */
const shrinkDeadlineMs = 1000;

/** Whether a fault is the same. One at a field with a telling name that any unknown field shows as well is that one. */
const isAlike = (one: Fault, other: Fault): boolean =>
  signatureOf(one) === signatureOf(other) ||
  (other.part.startsWith(unknownField) && signatureOf(one) === signatureOf({ ...other, part: unknownField }));

/** A finding of a group as it stands, with the bytes that were found. */
export function describeGroup(
  { fault, reply, example, count }: Group,
  shrunk: Shrunk = { bytes: bytesOf(example), steps: 0, tries: 0, minimal: false },
): Finding {
  const { verdict, why } = expectationOf(example.shape, shrunk.bytes);
  const last = 'failure' in reply ? faultOf(reply, example.shape, shrunk.bytes) : fault;
  const signature = signatureOf(last);
  return {
    id: findingId(signature),
    signature,
    fault: last,
    shape: example.shape,
    verdict,
    why,
    judgedAs: example.verdict === 'either' ? 'either' : undefined,
    bytes: shrunk.bytes,
    came: shorten(
      'line' in reply ? spellOut(reply.line, shrunk.bytes).replace(/^\{"id":\s*\d+,\s*/, '{') : reply.detail,
      1000,
    ),
    stderr: 'failure' in reply ? reply.stderr.slice(-2000) : '',
    path: example.path,
    originalBytes: bytesOf(example).length,
    count,
    shrink: { steps: shrunk.steps, tries: shrunk.tries, minimal: shrunk.minimal },
  };
}

/**
 * Makes the example of a group as small as it gets while it fails with the same signature and the same is expected.
 * @returns the finding; unshrunk when the driver had to be given up meanwhile.
 */
export async function shrinkGroup(group: Group, subject: Subject, options: SubjectOptions): Promise<Finding> {
  const { example } = group;
  const { shape } = example;
  const { clock, signal } = options;
  const traits = subject.hello.traits ?? {};
  const { verdict } = expectationOf(shape, bytesOf(example));
  const failure = 'failure' in group.reply ? group.reply.failure : undefined;
  const bound =
    failure === undefined || failure === 'broke-protocol' || failure === 'stopped' ? 'answer' : failure;
  const startMs = clock.monotonicMs();
  const startedForMs = subject.startingMs;
  subject.grantRestarts(2 * mostTrips.crashed);
  let trips = 0;
  let last: { fault: Fault; reply: Reply } | undefined;

  /** The fault of the same kind that these bytes show. */
  const sameFault = async (bytes: Uint8Array): Promise<{ fault: Fault; reply: Reply } | undefined> => {
    const expected = expectationOf(shape, bytes);
    if (expected.verdict !== verdict) return undefined;
    trips += 1;
    const request = { shape, body: bytes };
    if (failure === 'grew') {
      const grows = await growsOn([request], options);
      return grows ? { fault: group.fault, reply: group.reply } : undefined;
    }
    const [reply] = (await subject.run([request])) as [Reply];
    if ('failure' in reply) {
      if (reply.failure !== failure) return undefined;
      const fault = faultOf(reply, shape, bytes);
      return failure === 'hung' || signatureOf(fault) === signatureOf(group.fault)
        ? { fault, reply }
        : undefined;
    }
    // What the corpus leaves to the reader stays so: a documented drift breaks the contract, and is no error.
    const lenient = example.verdict === 'either' && expected.json ? 'either' : undefined;
    const { faults } = judge(
      { ...example, body: bytes, verdict: lenient, plain: undefined, refusable: false },
      reply.line,
      traits,
    );
    const fault = faults.find((each) => isAlike(each, group.fault));
    return fault && { fault, reply };
  };

  const isOver = () =>
    signal?.aborted === true ||
    trips >= mostTrips[bound] ||
    isTimeUp(clock.monotonicMs() - startMs, subject.startingMs - startedForMs);
  try {
    if (failure === 'hung') await subject.setDeadline(Math.min(options.deadlineMs, shrinkDeadlineMs));
    const shrunk = await shrink(
      shape,
      bytesOf(example),
      async (bytes) => {
        const found = await sameFault(bytes);
        if (found !== undefined) last = found;
        return found !== undefined;
      },
      { maxTries: 200_000, isOver },
    );
    await subject.setDeadline(options.deadlineMs);
    if (failure === 'hung' && (await sameFault(shrunk.bytes)) === undefined) return describeGroup(group);
    return describeGroup({ ...group, ...last }, { ...shrunk, tries: trips });
  } catch (error) {
    if (error instanceof GaveUp || error instanceof ConnectionLost) return describeGroup(group);
    throw error;
  }
}
