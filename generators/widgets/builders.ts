import type * as W from './types.ts';

/** Everything of a node but its type and what the builder takes by position. */
type Props<N, Positional extends keyof N = never> = Omit<N, 'type' | Positional>;

// Roots, and what only they hold.

export const card = (children: W.WidgetNode[], props?: Props<W.CardRoot, 'children'>): W.CardRoot => ({
  type: 'Card',
  children,
  ...props,
});

export const basic = (
  children: W.BasicRoot['children'],
  props?: Props<W.BasicRoot, 'children'>,
): W.BasicRoot => ({ type: 'Basic', children, ...props });

export const listView = (
  children: W.ListViewItemNode[],
  props?: Props<W.ListViewRoot, 'children'>,
): W.ListViewRoot => ({ type: 'ListView', children, ...props });

export const listViewItem = (
  children: W.WidgetNode[],
  props?: Props<W.ListViewItemNode, 'children'>,
): W.ListViewItemNode => ({ type: 'ListViewItem', children, ...props });

// What holds other nodes.

export const box = (children: W.WidgetNode[], props?: Props<W.BoxNode, 'children'>): W.BoxNode => ({
  type: 'Box',
  children,
  ...props,
});

export const row = (children: W.WidgetNode[], props?: Props<W.RowNode, 'children'>): W.RowNode => ({
  type: 'Row',
  children,
  ...props,
});

export const col = (children: W.WidgetNode[], props?: Props<W.ColNode, 'children'>): W.ColNode => ({
  type: 'Col',
  children,
  ...props,
});

export const form = (
  children: W.WidgetNode[],
  onSubmitAction: W.Action,
  props?: Props<W.FormNode, 'children' | 'onSubmitAction'>,
): W.FormNode => ({ type: 'Form', children, onSubmitAction, ...props });

export const transition = (children: W.WidgetNode): W.TransitionNode => ({ type: 'Transition', children });

export const table = (children: W.TableRowNode[]): W.TableNode => ({ type: 'Table', children });

export const tableRow = (
  children: W.TableCellNode[],
  props?: Props<W.TableRowNode, 'children'>,
): W.TableRowNode => ({ type: 'Table.Row', children, ...props });

export const tableCell = (
  children: W.WidgetNode[],
  props?: Props<W.TableCellNode, 'children'>,
): W.TableCellNode => ({ type: 'Table.Cell', children, ...props });

// What is read.

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

export const badge = (
  label: string,
  color: W.BadgeNode['color'] = 'secondary',
  props?: Props<W.BadgeNode, 'label' | 'color'>,
): W.BadgeNode => ({ type: 'Badge', label, color, ...props });

export const icon = (name: W.IconName, props?: Props<W.IconNode, 'name'>): W.IconNode => ({
  type: 'Icon',
  name,
  ...props,
});

export const image = (src: string, alt: string, props?: Props<W.ImageNode, 'src' | 'alt'>): W.ImageNode => ({
  type: 'Image',
  src,
  alt,
  fit: 'cover',
  ...props,
});

export const divider = (): W.DividerNode => ({ type: 'Divider' });

export const spacer = (): W.SpacerNode => ({ type: 'Spacer' });

// What is filled in or pressed.

export const button = (
  label: string,
  onClickAction: W.Action,
  props?: Props<W.ButtonNode, 'label' | 'onClickAction'>,
): W.ButtonNode => ({ type: 'Button', label, onClickAction, ...props });

/** A button that sends the form around it. */
export const submit = (label: string, props?: Props<W.ButtonNode, 'label' | 'submit'>): W.ButtonNode => ({
  type: 'Button',
  label,
  submit: true,
  ...props,
});

export const input = (name: string, props?: Props<W.InputNode, 'name'>): W.InputNode => ({
  type: 'Input',
  name,
  ...props,
});

export const textarea = (name: string, props?: Props<W.TextareaNode, 'name'>): W.TextareaNode => ({
  type: 'Textarea',
  name,
  ...props,
});

export const select = (
  name: string,
  options: W.SelectNode['options'],
  props?: Props<W.SelectNode, 'name' | 'options'>,
): W.SelectNode => ({ type: 'Select', name, options, ...props });

export const datePicker = (name: string, props?: Props<W.DatePickerNode, 'name'>): W.DatePickerNode => ({
  type: 'DatePicker',
  name,
  ...props,
});

export const checkbox = (
  name: string,
  label: string,
  props?: Props<W.CheckboxNode, 'name' | 'label'>,
): W.CheckboxNode => ({ type: 'Checkbox', name, label, ...props });

export const radioGroup = (
  name: string,
  options: NonNullable<W.RadioGroupNode['options']>,
  props?: Props<W.RadioGroupNode, 'name' | 'options'>,
): W.RadioGroupNode => ({ type: 'RadioGroup', name, options, ...props });

export const label = (value: string, fieldName: string): W.LabelNode => ({
  type: 'Label',
  value,
  fieldName,
});
