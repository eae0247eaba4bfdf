const observedForm = /^ek_[0-9a-f]{48}_00([A-Za-z0-9+/]+=*)$/;

/** The expiry that a client secret of the observed form carries, in Unix seconds; undefined when it has another form. */
export function embeddedExpiry(secret: string): number | undefined {
  const encoded = observedForm.exec(secret)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const { expires_at: expiresAt } = JSON.parse(atob(encoded)) as { expires_at?: unknown };
    return typeof expiresAt === 'number' ? expiresAt : undefined;
  } catch {
    return undefined;
  }
}
