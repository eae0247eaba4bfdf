import type { RequestRecord } from '../records.ts';

/** A request's bytes were handed over; its record follows when its fate is known. */
export interface SentEvent {
  readonly id: number;
  readonly session: string;
  readonly step: string;
  readonly intendedMs: number | null;
  readonly sentMs: number;
}

/** What an engine tells. Listeners are called synchronously and should be quick: they share the sender's thread. */
export interface EngineEvents {
  /** One for every request, in the order in which their fates became known. */
  record: RequestRecord;
  sent: SentEvent;
}

type Listener<T> = (event: T) => void;

/** Subscribes; the result unsubscribes. */
export type Subscribe = <Name extends keyof EngineEvents>(
  name: Name,
  listener: Listener<EngineEvents[Name]>,
) => () => void;

export interface Emitter {
  readonly on: Subscribe;
  emit<Name extends keyof EngineEvents>(name: Name, event: EngineEvents[Name]): void;
  /** Whether anybody listens, so that nothing is made for nobody. */
  has(name: keyof EngineEvents): boolean;
}

/**
 * @param onListenerError gets what a listener threw. It must not travel into the HTTP client, which would
 *   take it for a failure of the request.
 */
export function createEmitter(onListenerError: (error: unknown) => void): Emitter {
  const listeners: { [Name in keyof EngineEvents]: Set<Listener<EngineEvents[Name]>> } = {
    record: new Set(),
    sent: new Set(),
  };
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners[name]) {
        try {
          listener(event);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    has: (name) => listeners[name].size > 0,
  };
}
