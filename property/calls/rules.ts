import type { Source, Play } from './scenario.ts';
import type { Fault, Observed } from './observed.ts';

/** What every call must keep, whatever the server does. */
export interface Rule {
  readonly name: string;
  readonly claim: string;
  readonly source: Source;
  readonly reference?: string;
  /** Whether it is another cause in every scenario. */
  readonly perScenario: boolean;
  readonly judge: (observed: Observed, play: Play) => readonly Omit<Fault, 'rule' | 'expected'>[];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const ends: Rule = {
  name: 'ends',
  claim: 'A call ends: with a value or an error, in bounded time and after a bounded number of requests.',
  source: 'convention',
  perScenario: true,
  judge: ({ exchanges, outcome, elapsedMs }, { mostRequests }) => {
    if (outcome.kind === 'failed')
      return [
        {
          what: outcome.failure,
          detail: `${outcome.failure} after ${seconds(elapsedMs)} and ${exchanges.length} requests: ${outcome.detail}`,
        },
      ];
    return exchanges.length > mostRequests
      ? [
          {
            what: 'asks without end',
            detail: `${mostRequests} requests would have been enough; the server then refused all others`,
          },
        ]
      : [];
  },
};

const authorization: Rule = {
  name: 'authorization',
  claim: 'Every request below the base URL carries `Authorization: Bearer` and the key.',
  source: 'published',
  perScenario: false,
  judge: ({ exchanges, apiKey }) =>
    exchanges
      .filter(({ headers }) => headers['authorization'] !== `Bearer ${apiKey}`)
      .slice(0, 1)
      .map(({ headers, method, target }) => ({
        what: headers['authorization'] === undefined ? 'absent' : 'another value',
        detail: `${method} ${target} carried ${headers['authorization'] ?? 'none'}`,
      })),
};

const betaHeader: Rule = {
  name: 'beta-header',
  claim: 'Every request carries `OpenAI-Beta: chatkit_beta=v1`.',
  source: 'published',
  perScenario: false,
  judge: ({ exchanges }) =>
    exchanges
      .filter(({ headers }) => headers['openai-beta'] !== 'chatkit_beta=v1')
      .slice(0, 1)
      .map(({ headers, method, target }) => ({
        what: headers['openai-beta'] === undefined ? 'absent' : 'another value',
        detail: `${method} ${target} carried ${headers['openai-beta'] ?? 'none'}`,
      })),
};

const typedError: Rule = {
  name: 'typed-error',
  claim:
    "What goes wrong between client and server reaches the caller as one of the client's own error types.",
  source: 'client documentation',
  perScenario: true,
  judge: ({ outcome, exchanges }) =>
    outcome.kind === 'error' && !outcome.error.typed && exchanges.length > 0
      ? [
          {
            what: outcome.error.type,
            detail: `${outcome.error.type}: ${outcome.error.message.slice(0, 200)}`,
          },
        ]
      : [],
};

/** The clients document two retries. */
export const mostRetries = 2;

/** The rules that all calls must keep. */
export const rules: readonly Rule[] = [ends, authorization, betaHeader, typedError];

/** Whether a scenario that is exempt from `ends` may still fail so: waiting is no crash. */
const isExempt = (name: string, { outcome }: Observed, exempt: readonly string[]): boolean =>
  exempt.includes(name) && !(outcome.kind === 'failed' && outcome.failure !== 'hung');

/** What an observation breaks of the common rules. */
export const judgeRules = (
  observed: Observed,
  play: Play,
  exempt: readonly string[] = [],
): readonly Fault[] =>
  rules
    .filter(({ name }) => !isExempt(name, observed, exempt))
    .flatMap(({ name, claim, judge }) =>
      judge(observed, play).map((breach) => ({ rule: name, expected: claim, ...breach })),
    );
