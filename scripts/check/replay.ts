import { redactCommand } from '../bench/redact-command.ts';
import type { CheckOptions, CheckSettings } from './read-settings.ts';

/** Options of a run that a replay needs too, in their order. */
const kept = [
  ['--base-url', 'baseUrl'],
  ['--allow-remote', 'allowRemote'],
  ['--workflow', 'workflow'],
  ['--fault', 'fault'],
  ['--runs', 'runs'],
  ['--timeout', 'timeout'],
  ['--budget', 'budget'],
  ['--deadline', 'deadline'],
] as const;

/** What the options are when nobody gives them. */
export const defaults = {
  workflow: 'wf_chatkit_harness',
  runs: '20',
  timeout: '10s',
  budget: '20000',
  deadline: '5m',
} as const;

/** The command that makes one check again; the API key comes from `OPENAI_API_KEY`. */
export function replayCommand(
  options: CheckOptions,
  settings: Pick<CheckSettings, 'baseUrl' | 'seed'>,
  name: string,
  path: string | undefined,
): string {
  const words = ['check'];
  for (const [option, field] of kept) {
    const value = field === 'baseUrl' ? (settings.baseUrl?.href ?? undefined) : options[field];
    if (value === undefined || value === (defaults as Record<string, string>)[field]) continue;
    for (const text of [value].flat()) words.push(option, text);
  }
  if (options.allowDelete === true) words.push('--allow-delete');
  words.push('--only', name, '--seed', String(settings.seed));
  if (path !== undefined) words.push('--path', path);
  return redactCommand(words);
}
