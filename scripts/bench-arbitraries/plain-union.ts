import {
  array,
  constant,
  constantFrom,
  maxSafeInteger,
  oneof,
  option,
  record,
  string,
  webUrl,
} from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** How large the values of fast-check's own arbitraries are. */
export type Size = 'xsmall' | 'small';

/**
 * The union of thread items as one writes it with fast-check's combinators, field by field: what `arbitraryOf` is
 * measured against.
 */
export function plainUnion(size: Size): Arbitrary<unknown> {
  const text = (): Arbitrary<string> => string({ unit: 'binary', size });
  const list = <T>(element: Arbitrary<T>): Arbitrary<T[]> => array(element, { size });
  const uri = (): Arbitrary<string> => webUrl({ size });
  const item = {
    id: text(),
    created_at: maxSafeInteger(),
    object: constant('chatkit.thread_item'),
    thread_id: text(),
  };
  const attachment = record({
    id: text(),
    mime_type: text(),
    name: text(),
    preview_url: option(uri()),
    type: constantFrom('image', 'file'),
  });
  const annotation = oneof(
    record({ source: record({ filename: text(), type: constant('file') }), type: constant('file') }),
    record({ source: record({ type: constant('url'), url: uri() }), type: constant('url') }),
  );
  const taskType = constantFrom('custom', 'thought');
  return oneof(
    record({
      ...item,
      attachments: list(attachment),
      content: list(record({ text: text(), type: constantFrom('input_text', 'quoted_text') })),
      inference_options: option(
        record({ model: option(text()), tool_choice: option(record({ id: text() })) }),
      ),
      type: constant('chatkit.user_message'),
    }),
    record({
      ...item,
      content: list(record({ annotations: list(annotation), text: text(), type: constant('output_text') })),
      type: constant('chatkit.assistant_message'),
    }),
    record({ ...item, type: constant('chatkit.widget'), widget: text() }),
    record({
      ...item,
      arguments: text(),
      call_id: text(),
      name: text(),
      output: option(text()),
      status: constantFrom('in_progress', 'completed'),
      type: constant('chatkit.client_tool_call'),
    }),
    record({
      ...item,
      heading: option(text()),
      summary: option(text()),
      task_type: taskType,
      type: constant('chatkit.task'),
    }),
    record({
      ...item,
      tasks: list(record({ heading: option(text()), summary: option(text()), type: taskType })),
      type: constant('chatkit.task_group'),
    }),
  );
}
