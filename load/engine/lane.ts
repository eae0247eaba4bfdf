import type { Connection, ConnectionEvents } from './connection.ts';

/**
 * The connections of one session. Open ones are taken first, the last used before the others, so that no more
 * of them are kept alive than are needed; then those that are being opened; those that were lost; and last a
 * new one, up to the bound.
 */
export interface Lane {
  /** A connection that carries nothing, or undefined when all are busy and no more may be opened. */
  take(): Connection | undefined;
  /** Gives back what `take` gave. */
  release(connection: Connection): void;
  /** Gives back a connection that is of no more use. */
  discard(connection: Connection): void;
  /** Opens one more ahead of time; whoever takes it meanwhile sends as soon as it stands. Rejects when it cannot be opened. */
  openAhead(): Promise<void>;
  /** Connections that stand open and carry nothing. */
  idleCount(): number;
  /** Whether any connection, busy or not, stands open or is being opened ahead. */
  hasAny(): boolean;
  destroy(): Promise<void>;
}

export interface LaneOptions {
  readonly create: (events: ConnectionEvents) => Connection;
  readonly open: (connection: Connection) => Promise<void>;
  readonly maxConnections: number;
}

export function createLane({ create, open, maxConnections }: LaneOptions): Lane {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const opening = new Set<Connection>();
  const lost: Connection[] = [];
  const closing = new Set<Promise<void>>();

  function onClosed(connection: Connection): void {
    const index = idle.indexOf(connection);
    if (index < 0) return; // busy: `release` will see that it is closed
    idle.splice(index, 1);
    lost.push(connection);
  }

  function add(): Connection | undefined {
    if (all.size >= maxConnections) return undefined;
    const connection = create({ onClosed });
    all.add(connection);
    return connection;
  }

  function takeOpening(): Connection | undefined {
    for (const connection of opening) {
      opening.delete(connection);
      return connection;
    }
    return undefined;
  }

  function release(connection: Connection): void {
    (connection.isOpen ? idle : lost).push(connection);
  }

  function discard(connection: Connection): void {
    all.delete(connection);
    const destroyed = connection.destroy().finally(() => closing.delete(destroyed));
    closing.add(destroyed);
  }

  return {
    take: () => idle.pop() ?? takeOpening() ?? lost.pop() ?? add(),
    release,
    discard,
    async openAhead() {
      const connection = lost.pop() ?? add();
      if (connection === undefined) return;
      opening.add(connection);
      try {
        await open(connection);
        if (opening.delete(connection)) release(connection);
      } catch (error) {
        if (opening.delete(connection)) discard(connection);
        throw error;
      }
    },
    idleCount: () => idle.length,
    hasAny() {
      if (idle.length > 0 || opening.size > 0) return true;
      for (const connection of all) if (connection.isOpen) return true;
      return false;
    },
    async destroy() {
      idle.length = 0;
      lost.length = 0;
      opening.clear();
      for (const connection of all) discard(connection);
      await Promise.allSettled(closing);
    },
  };
}
