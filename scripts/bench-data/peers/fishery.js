import { faker } from '@faker-js/faker';
import { Factory } from 'fishery';
import { createAttachment } from './faker.js';

// The same values, as fishery has them written: a Factory for each shape, `build` with params, and transient params for
// what is no field. The params are merged deeply into every value.

faker.seed(42);

const oneOf = (choices) => faker.helpers.arrayElement(choices);
const maybe = (make, probability = 0.5) => faker.helpers.maybe(make, { probability }) ?? null;
const id = (prefix) => `${prefix}_${faker.string.hexadecimal({ length: 48, casing: 'lower', prefix: '' })}`;
const several = (make, max) => faker.helpers.multiple(make, { count: { min: 0, max } });

export const threadFactory = Factory.define(() => ({
  id: id('cthr'),
  created_at: Math.floor(faker.date.recent({ days: 90 }).getTime() / 1000),
  object: 'chatkit.thread',
  status: oneOf([
    { type: 'active' },
    { type: 'locked', reason: faker.lorem.sentence() },
    { type: 'closed', reason: null },
  ]),
  title: maybe(() => faker.lorem.sentence()),
  user: `user_${faker.string.alphanumeric(16)}`,
}));

const itemBase = () => ({
  id: id('cti'),
  created_at: Math.floor(faker.date.recent({ days: 90 }).getTime() / 1000),
  object: 'chatkit.thread_item',
  thread_id: id('cthr'),
});

const attachmentFactory = Factory.define(() => createAttachment());

const inferenceOptionsFactory = Factory.define(() => ({
  model: maybe(() => oneOf(['gpt-5', 'gpt-5-mini', 'gpt-4.1'])),
  tool_choice: maybe(() => ({ id: faker.hacker.verb() })),
}));

export const userMessageFactory = Factory.define(() => ({
  ...itemBase(),
  attachments: attachmentFactory.buildList(faker.number.int({ min: 0, max: 1 })),
  content: [
    ...several(() => ({ text: faker.lorem.sentence(), type: 'quoted_text' }), 1),
    { text: faker.lorem.sentences(2), type: 'input_text' },
  ],
  inference_options: maybe(() => inferenceOptionsFactory.build()),
  type: 'chatkit.user_message',
}));

const annotationFactory = Factory.define(() =>
  faker.datatype.boolean()
    ? { source: { filename: faker.system.fileName(), type: 'file' }, type: 'file' }
    : { source: { type: 'url', url: faker.internet.url() }, type: 'url' },
);

export const assistantMessageFactory = Factory.define(() => ({
  ...itemBase(),
  content: [
    {
      annotations: annotationFactory.buildList(faker.number.int({ min: 0, max: 2 })),
      text: faker.lorem.paragraph(),
      type: 'output_text',
    },
  ],
  type: 'chatkit.assistant_message',
}));

export const widgetFactory = Factory.define(() => ({
  ...itemBase(),
  type: 'chatkit.widget',
  widget: JSON.stringify({
    type: 'Card',
    size: 'md',
    children: [
      { type: 'Title', value: faker.commerce.productName(), size: 'sm' },
      { type: 'Text', value: faker.lorem.sentences(2) },
      {
        type: 'Row',
        gap: 2,
        children: faker.helpers.multiple(
          () => ({
            type: 'Button',
            label: faker.lorem.words(2),
            onClickAction: { type: faker.hacker.verb(), payload: { id: faker.string.uuid() } },
          }),
          { count: 3 },
        ),
      },
      { type: 'Image', src: faker.image.url(), alt: faker.lorem.words(4) },
    ],
  }),
}));

export const clientToolCallFactory = Factory.define(({ params }) => {
  const status = params.status ?? oneOf(['in_progress', 'completed', 'completed', 'completed']);
  return {
    ...itemBase(),
    arguments: JSON.stringify({
      query: faker.lorem.sentence(),
      limit: faker.number.int({ min: 1, max: 100 }),
    }),
    call_id: `call_${faker.string.alphanumeric(24)}`,
    name: `${faker.hacker.verb()}_${faker.hacker.noun()}`,
    output:
      status === 'completed'
        ? JSON.stringify({
            rows: several(() => ({ name: faker.person.fullName(), count: faker.number.int(999) }), 4),
          })
        : null,
    status,
    type: 'chatkit.client_tool_call',
  };
});

export const taskFactory = Factory.define(() => ({
  ...itemBase(),
  heading: maybe(() => faker.lorem.words(4), 0.8),
  summary: maybe(() => faker.lorem.sentence(), 0.8),
  task_type: oneOf(['custom', 'thought']),
  type: 'chatkit.task',
}));

const groupedTaskFactory = Factory.define(() => ({
  heading: maybe(() => faker.lorem.words(4), 0.8),
  summary: maybe(() => faker.lorem.sentence(), 0.8),
  type: oneOf(['custom', 'thought']),
}));

export const taskGroupFactory = Factory.define(() => ({
  ...itemBase(),
  tasks: groupedTaskFactory.buildList(faker.number.int({ min: 1, max: 3 })),
  type: 'chatkit.task_group',
}));

const working = [taskFactory, taskGroupFactory, clientToolCallFactory, widgetFactory];

/** A thread and its items: they name it, and come after one another. */
export function createConversation(count) {
  const thread = threadFactory.build();
  let created_at = thread.created_at;
  const items = Array.from({ length: count }, (_, index) => {
    created_at += faker.number.int({ min: 1, max: 60 });
    const params = { thread_id: thread.id, created_at };
    if (index % 4 === 0) return userMessageFactory.build(params);
    return (index % 4 === 3 ? assistantMessageFactory : oneOf(working)).build(params);
  });
  return { thread, items };
}
