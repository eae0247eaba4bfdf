/** What became of a case that is a finding. */
export const findingOutcomes = {
  lost: 'lost a value',
  changed: 'changed a value',
  added: 'gave a value that the bytes do not say',
  'wrong-variant': 'took it for another variant',
  'accepted-invalid': 'accepted what must be rejected',
  'rejected-valid': 'rejected what must be accepted',
  'untyped-error': "rejected it, with an error that is none of the client's own",
  crashed: 'crashed',
  hung: 'hung',
  grew: 'grew beyond its memory bound',
  'broke-protocol': 'answered against the protocol',
} as const;
export type FindingOutcome = keyof typeof findingOutcomes;

/** One thing that is wrong with what a client did. */
export interface Fault {
  readonly outcome: FindingOutcome;
  /** The place in the contract: `thread $.title`; `JSON` for faults of the grammar; '' where there is none. */
  readonly part: string;
  /** What happened there, in words that do not hang on the case. */
  readonly what: string;
  /** The same for this very case. */
  readonly detail: string;
}

/** What distinct causes are told apart by. Expectation files hold these. */
export const signatureOf = ({ outcome, part, what }: Fault): string =>
  [outcome, part, what].filter((word) => word !== '').join(' | ');

/** The text, or the beginning of a long one. */
export const shorten = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;

/** A message without what differs from case to case. */
export const generalise = (message: string): string =>
  shorten(
    (message.split('\n')[0] ?? '')
      // The name of an attribute is the implementation's, whatever else is quoted comes from the case.
      .replaceAll(/(?<!attribute )("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/g, '…')
      .replaceAll(/0x[0-9a-f]+|\d+/gi, 'N'),
    120,
  );
