/** Version of the file that hands sessions to k6. */
export const sessionsFormatVersion = 1;

/** A session to drive. */
export interface K6Session {
  /** What records call it. */
  readonly label: string;
  readonly secret: string;
  readonly limit: number;
  /** The step that it is for; null for all of them. */
  readonly step: string | null;
}

/** What stands in the file that `CHATKIT_SESSIONS_FILE` names. */
export interface SessionsFile {
  readonly formatVersion: number;
  readonly sessions: readonly K6Session[];
}

/**
 * Reads such a file.
 * @throws Error that never repeats the text: it holds secrets.
 */
export function parseSessions(text: string): K6Session[] {
  let file: Partial<SessionsFile> | null = null;
  try {
    file = JSON.parse(text) as Partial<SessionsFile> | null;
  } catch {
    // Said below.
  }
  if (file?.formatVersion !== sessionsFormatVersion || !Array.isArray(file.sessions)) {
    throw new Error(
      `CHATKIT_SESSIONS_FILE: JSON with formatVersion ${sessionsFormatVersion} and sessions is wanted`,
    );
  }
  const sessions = file.sessions as readonly Partial<K6Session>[];
  return sessions.map(({ label, secret, limit, step }, i) => {
    const whole = typeof label === 'string' && typeof secret === 'string' && secret !== '';
    if (!whole || !Number.isSafeInteger(limit)) {
      throw new Error(`CHATKIT_SESSIONS_FILE: entry ${i + 1} lacks label, secret or limit`);
    }
    return { label, secret, limit: limit ?? 1, step: step ?? null };
  });
}

/** The sessions of a step, in the order of the file. */
export const sessionsOf = <S extends Pick<K6Session, 'step'>>(sessions: readonly S[], step: string): S[] =>
  sessions.filter((session) => session.step === null || session.step === step);
