import { expect, it } from 'vitest';
import { redactCommand } from './redact-command.ts';

it.each<[string[], string]>([
  [['bench'], 'chatkit-harness bench'],
  [['bench', '--api-key', 'sk-secret'], 'chatkit-harness bench --api-key $OPENAI_API_KEY'],
  [['bench', '--api-key=sk-secret'], 'chatkit-harness bench --api-key=$OPENAI_API_KEY'],
  [
    ['bench', '--client-secret', 'ek_1', '--client-secret=ek_2'],
    'chatkit-harness bench --client-secret $CLIENT_SECRET --client-secret=$CLIENT_SECRET',
  ],
  [['bench', '--client-secret', '@my secrets'], "chatkit-harness bench --client-secret '@my secrets'"],
  [['bench', '-H', 'Authorization: Bearer x'], "chatkit-harness bench -H 'Authorization: …'"],
  [['bench', '-HAuthorization: Bearer x'], "chatkit-harness bench -H 'Authorization: …'"],
  [['bench', '--header=X-Api-Key: k'], "chatkit-harness bench --header='X-Api-Key: …'"],
  [
    ['bench', '-H', 'OpenAI-Beta: chatkit_beta=v1'],
    "chatkit-harness bench -H 'OpenAI-Beta: chatkit_beta=v1'",
  ],
  [['bench', '--request', "GET /it's"], String.raw`chatkit-harness bench --request 'GET /it'\''s'`],
  [['bench', '--body', '{"password":"x"}'], "chatkit-harness bench --body '…'"],
])('%j', (argv, command) => {
  expect(redactCommand(argv)).toBe(command);
});
