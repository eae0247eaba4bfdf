import type * as W from './types.ts';

/** Everything of a node but its type and what the builder takes by position. */
type Props<N, Positional extends keyof N = never> = Omit<N, 'type' | Positional>;

export const text = (value: string, props?: Props<W.TextNode, 'value'>): W.TextNode => ({
  type: 'Text',
  value,
  ...props,
});

export const title = (value: string, props?: Props<W.TitleNode, 'value'>): W.TitleNode => ({
  type: 'Title',
  value,
  ...props,
});

export const caption = (value: string, props?: Props<W.CaptionNode, 'value'>): W.CaptionNode => ({
  type: 'Caption',
  value,
  ...props,
});

export const markdown = (value: string): W.MarkdownNode => ({ type: 'Markdown', value });

export const badge = (label: string, color: W.BadgeColor = 'secondary'): W.BadgeNode => ({
  type: 'Badge',
  label,
  color,
});

export const image = (src: string, alt: string): W.ImageNode => ({ type: 'Image', src, alt, fit: 'cover' });

export const divider = (): W.DividerNode => ({ type: 'Divider' });

export const spacer = (): W.SpacerNode => ({ type: 'Spacer' });

export const row = (children: readonly W.WidgetNode[], props?: Props<W.RowNode, 'children'>): W.RowNode => ({
  type: 'Row',
  children,
  ...props,
});

export const col = (children: readonly W.WidgetNode[], props?: Props<W.ColNode, 'children'>): W.ColNode => ({
  type: 'Col',
  children,
  ...props,
});

export const button = (
  label: string,
  onClickAction: W.Action,
  props?: Props<W.ButtonNode, 'label' | 'onClickAction'>,
): W.ButtonNode => ({ type: 'Button', label, onClickAction, ...props });

export const card = (
  children: readonly W.WidgetNode[],
  props?: Props<W.CardRoot, 'children'>,
): W.CardRoot => ({ type: 'Card', children, ...props });

export const listViewItem = (
  children: readonly W.WidgetNode[],
  props?: Props<W.ListViewItemNode, 'children'>,
): W.ListViewItemNode => ({ type: 'ListViewItem', children, ...props });

export const listView = (
  children: readonly W.ListViewItemNode[],
  props?: Props<W.ListViewRoot, 'children'>,
): W.ListViewRoot => ({ type: 'ListView', children, ...props });

/** A row with a name at its start and a value at its end. */
export const labelled = (name: string, value: string): W.RowNode =>
  row([text(name, { color: 'secondary' }), spacer(), text(value, { weight: 'medium' })], { align: 'center' });
