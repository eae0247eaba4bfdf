import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createHttpTransport, defaultBounds, runChecks } from './index.ts';
import type { ChecksReport } from './index.ts';
import { cannedPaging, honestPaging, listenThirdParty, offsetPaging } from './testing/third-party.ts';

async function checkThirdParty(paging: typeof honestPaging): Promise<ChecksReport> {
  const server = await listenThirdParty(paging);
  const baseUrl = new URL(server.url);
  const transport = createHttpTransport({ ...defaultBounds, baseUrl, clock: systemClock, proxied: false });
  try {
    return await runChecks({
      transport,
      clock: systemClock,
      signal: new AbortController().signal,
      baseUrl: server.url,
      apiKey: 'sk-third',
      workflow: 'wf_1',
      seed: 7,
      runs: 10,
      deletable: false,
      isOwn: false,
      sharesClock: false,
      budget: 20_000,
      deadlineMs: 60_000,
    });
  } finally {
    await transport.close();
    await server.close();
  }
}

/** What was refuted, by whether it is published: only that can fail a server of another make. */
function refuted({ results }: ChecksReport, published: boolean): string[] {
  return results
    .filter(({ outcome, check }) => outcome === 'refuted' && (check.source === 'published') === published)
    .map(({ check }) => check.name);
}

it('fails a server that does what is documented, and nothing else, in nothing', async () => {
  const report = await checkThirdParty(honestPaging);
  expect(refuted(report, true)).toEqual([]);
  // It chose otherwise where nothing is published.
  expect(refuted(report, false)).toEqual([
    'identifiers_have_the_observed_form',
    'expired_session_is_told',
    'backward_walk_is_forward_reversed',
    'before_yields_what_precedes',
    'both_cursors_enclose_the_page',
    'limit_zero_tells_of_more',
    'foreign_cursor_is_refused',
    'missing_parameter_is_refused',
    'wrong_type_is_refused',
    'value_out_of_bounds_is_refused',
    'refusal_names_the_field',
    'bad_query_is_refused',
    'unknown_thread_is_404',
    'unknown_session_is_told',
    'missing_beta_header_is_refused',
    'wrong_beta_header_is_refused',
    'refused_token_is_401',
    'other_schemes_are_refused',
    'secret_manages_no_sessions',
    'others_thread_is_no_cursor',
    'history_settings_are_kept',
    'limit_is_never_exceeded',
    'limit_is_never_exceeded_at_once',
    'remaining_counts_down_to_zero',
    'malformed_json_is_refused',
    'json_that_is_no_object_is_refused',
    'other_content_type_is_refused',
    'repeated_parameter_is_refused',
    'other_methods_are_refused',
    'every_answer_has_a_request_id',
    'every_error_has_the_envelope',
  ]);
});

it('finds that offsets are no cursors', async () => {
  expect(refuted(await checkThirdParty(offsetPaging), true)).toEqual([
    'cursor_is_not_on_its_page',
    'walk_yields_each_entry_once',
    'walk_follows_order',
    'has_more_is_true_exactly_when_more_comes',
    'walk_ends',
    'after_begins_behind_its_cursor',
  ]);
});

it('finds that canned pages are no list', async () => {
  expect(refuted(await checkThirdParty(cannedPaging), true)).toEqual([
    'page_never_exceeds_limit',
    'page_follows_order',
    'cursor_is_not_on_its_page',
    'walk_yields_each_entry_once',
    'walk_follows_order',
    'walk_ends',
    'after_begins_behind_its_cursor',
  ]);
});
