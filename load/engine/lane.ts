import type { Connection, ConnectionEvents } from './connection.ts';

/**
 * The connections of one session. Open ones are taken first, the last used before the others, so that no more
 * of them are kept alive than are needed; then those that were lost; then a new one, up to the bound.
 */
export interface Lane {
  /** A connection that carries nothing, or undefined when all are busy and no more may be opened. */
  take(): Connection | undefined;
  /** Gives back what `take` gave. */
  release(connection: Connection): void;
  /** Gives back a connection that is of no more use. */
  discard(connection: Connection): void;
  /** Whether any connection stands open, busy or not. */
  hasOpen(): boolean;
  destroy(): Promise<void>;
}

export function createLane(connect: (events: ConnectionEvents) => Connection, maxConnections: number): Lane {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const lost: Connection[] = [];
  const closing = new Set<Promise<void>>();

  function onClosed(connection: Connection): void {
    const index = idle.indexOf(connection);
    if (index < 0) return; // busy: `release` will see that it is closed
    idle.splice(index, 1);
    lost.push(connection);
  }

  function open(): Connection | undefined {
    if (all.size >= maxConnections) return undefined;
    const connection = connect({ onClosed });
    all.add(connection);
    return connection;
  }

  function destroyOne(connection: Connection): void {
    all.delete(connection);
    const destroyed = connection.destroy().finally(() => closing.delete(destroyed));
    closing.add(destroyed);
  }

  return {
    take: () => idle.pop() ?? lost.pop() ?? open(),
    release: (connection) => void (connection.isOpen ? idle : lost).push(connection),
    discard: destroyOne,
    hasOpen() {
      if (idle.length > 0) return true;
      for (const connection of all) if (connection.isOpen) return true;
      return false;
    },
    async destroy() {
      idle.length = 0;
      lost.length = 0;
      for (const connection of all) destroyOne(connection);
      await Promise.allSettled(closing);
    },
  };
}
