import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Thread item that renders a widget payload. Source: seed. */
export const WidgetItem = z
  .object({
    ...itemBase,
    type: z.literal('chatkit.widget'),
    widget: z.string().meta({ description: 'Serialized widget payload rendered in the UI.' }),
  })
  .meta({ description: 'Thread item that renders a widget payload.' });
export type WidgetItem = z.infer<typeof WidgetItem>;
