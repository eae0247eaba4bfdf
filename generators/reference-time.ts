/**
 * The instant from which all made times count, in Unix seconds: 2026-01-01T00:00:00Z. In a dataset it plays the
 * part of "now": nothing was created later, and a session is active when it expires later. Source: synthetic.
 */
export const referenceTime = 1_767_225_600;
