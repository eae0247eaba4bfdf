import { faker } from '@faker-js/faker';

// Factories as a team would write them with faker alone: a function for each shape, overrides spread last, and a
// function that fills a thread. Texts are about as long as ours.

faker.seed(42);

const oneOf = (choices) => faker.helpers.arrayElement(choices);
const maybe = (make, probability = 0.5) => faker.helpers.maybe(make, { probability }) ?? null;
const id = (prefix) => `${prefix}_${faker.string.hexadecimal({ length: 48, casing: 'lower', prefix: '' })}`;
const several = (make, max) => faker.helpers.multiple(make, { count: { min: 0, max } });

export const createThread = (overrides = {}) => ({
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
  ...overrides,
});

const itemBase = () => ({
  id: id('cti'),
  created_at: Math.floor(faker.date.recent({ days: 90 }).getTime() / 1000),
  object: 'chatkit.thread_item',
  thread_id: id('cthr'),
});

export const createAttachment = () => {
  const isImage = faker.datatype.boolean();
  return {
    id: id('cfile'),
    mime_type: isImage ? 'image/png' : faker.system.mimeType(),
    name: faker.system.fileName(),
    preview_url: isImage ? faker.internet.url() : null,
    type: isImage ? 'image' : 'file',
  };
};

export const createUserMessage = (overrides = {}) => ({
  ...itemBase(),
  attachments: several(createAttachment, 1),
  content: [
    ...several(() => ({ text: faker.lorem.sentence(), type: 'quoted_text' }), 1),
    { text: faker.lorem.sentences(2), type: 'input_text' },
  ],
  inference_options: maybe(() => ({
    model: maybe(() => oneOf(['gpt-5', 'gpt-5-mini', 'gpt-4.1'])),
    tool_choice: maybe(() => ({ id: faker.hacker.verb() })),
  })),
  type: 'chatkit.user_message',
  ...overrides,
});

const createAnnotation = () =>
  faker.datatype.boolean()
    ? { source: { filename: faker.system.fileName(), type: 'file' }, type: 'file' }
    : { source: { type: 'url', url: faker.internet.url() }, type: 'url' };

export const createAssistantMessage = (overrides = {}) => ({
  ...itemBase(),
  content: [
    { annotations: several(createAnnotation, 2), text: faker.lorem.paragraph(), type: 'output_text' },
  ],
  type: 'chatkit.assistant_message',
  ...overrides,
});

export const createWidget = (overrides = {}) => ({
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
  ...overrides,
});

export const createClientToolCall = (overrides = {}) => {
  const status = oneOf(['in_progress', 'completed', 'completed', 'completed']);
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
    ...overrides,
  };
};

export const createTask = (overrides = {}) => ({
  ...itemBase(),
  heading: maybe(() => faker.lorem.words(4), 0.8),
  summary: maybe(() => faker.lorem.sentence(), 0.8),
  task_type: oneOf(['custom', 'thought']),
  type: 'chatkit.task',
  ...overrides,
});

const createGroupedTask = () => ({
  heading: maybe(() => faker.lorem.words(4), 0.8),
  summary: maybe(() => faker.lorem.sentence(), 0.8),
  type: oneOf(['custom', 'thought']),
});

export const createTaskGroup = (overrides = {}) => ({
  ...itemBase(),
  tasks: faker.helpers.multiple(createGroupedTask, { count: { min: 1, max: 3 } }),
  type: 'chatkit.task_group',
  ...overrides,
});

const working = [createTask, createTaskGroup, createClientToolCall, createWidget];

/** A thread and its items: they name it, and come after one another. */
export function createConversation(count) {
  const thread = createThread();
  let created_at = thread.created_at;
  const items = Array.from({ length: count }, (_, index) => {
    created_at += faker.number.int({ min: 1, max: 60 });
    const overrides = { thread_id: thread.id, created_at };
    if (index % 4 === 0) return createUserMessage(overrides);
    return index % 4 === 3 ? createAssistantMessage(overrides) : oneOf(working)(overrides);
  });
  return { thread, items };
}
