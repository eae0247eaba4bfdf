/**
 * Widget trees: what the string in a widget item parses to. Names and values follow the public type package
 * `@openai/chatkit`; only what the stories use is here.
 */
export interface Action {
  readonly type: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export type Size = 'xs' | 'sm' | 'md' | 'lg' | 'xl';
export type Weight = 'normal' | 'medium' | 'semibold' | 'bold';
export type BadgeColor = 'secondary' | 'success' | 'danger' | 'warning' | 'info' | 'discovery';
export type Align = 'start' | 'center' | 'end' | 'baseline' | 'stretch';
export type Justify = 'start' | 'center' | 'end' | 'between' | 'around' | 'evenly' | 'stretch';

interface Node {
  readonly key?: string;
  readonly id?: string;
}
interface TextProps extends Node {
  readonly value: string;
  readonly color?: string;
  readonly weight?: Weight;
  readonly textAlign?: 'start' | 'center' | 'end';
  readonly truncate?: boolean;
  readonly maxLines?: number;
}
interface BoxProps extends Node {
  readonly children?: readonly WidgetNode[];
  readonly align?: Align;
  readonly justify?: Justify;
  readonly gap?: number;
  readonly padding?: number;
  readonly flex?: number;
}

export interface TextNode extends TextProps {
  readonly type: 'Text';
  readonly size?: Size;
  readonly italic?: boolean;
  readonly lineThrough?: boolean;
}
export interface TitleNode extends TextProps {
  readonly type: 'Title';
  readonly size?: 'sm' | 'md' | 'lg' | 'xl' | '2xl' | '3xl' | '4xl' | '5xl';
}
export interface CaptionNode extends TextProps {
  readonly type: 'Caption';
  readonly size?: 'sm' | 'md' | 'lg';
}
export interface MarkdownNode extends Node {
  readonly type: 'Markdown';
  readonly value: string;
}
export interface BadgeNode extends Node {
  readonly type: 'Badge';
  readonly label: string;
  readonly color?: BadgeColor;
  readonly variant?: 'solid' | 'soft' | 'outline';
  readonly pill?: boolean;
}
export interface ImageNode extends Node {
  readonly type: 'Image';
  readonly src: string;
  readonly alt?: string;
  readonly fit?: 'cover' | 'contain' | 'fill' | 'scale-down' | 'none';
}
export interface DividerNode extends Node {
  readonly type: 'Divider';
}
export interface SpacerNode extends Node {
  readonly type: 'Spacer';
}
export interface RowNode extends BoxProps {
  readonly type: 'Row';
}
export interface ColNode extends BoxProps {
  readonly type: 'Col';
}
export interface ButtonNode extends Node {
  readonly type: 'Button';
  readonly label?: string;
  readonly submit?: boolean;
  readonly onClickAction?: Action;
  readonly style?: 'primary' | 'secondary';
  readonly variant?: 'solid' | 'soft' | 'outline' | 'ghost';
  readonly block?: boolean;
  readonly disabled?: boolean;
}

/** Any node below a root. */
export type WidgetNode =
  | TextNode
  | TitleNode
  | CaptionNode
  | MarkdownNode
  | BadgeNode
  | ImageNode
  | DividerNode
  | SpacerNode
  | RowNode
  | ColNode
  | ButtonNode;

export interface CardRoot extends Node {
  readonly type: 'Card';
  readonly children: readonly WidgetNode[];
  readonly size?: 'sm' | 'md' | 'lg' | 'full';
  readonly asForm?: boolean;
  readonly status?: { readonly text: string; readonly icon?: string };
  readonly confirm?: { readonly label: string; readonly action: Action };
  readonly cancel?: { readonly label: string; readonly action: Action };
}
export interface ListViewItemNode extends Node {
  readonly type: 'ListViewItem';
  readonly children: readonly WidgetNode[];
  readonly onClickAction?: Action;
  readonly gap?: number;
  readonly align?: Align;
}
export interface ListViewRoot extends Node {
  readonly type: 'ListView';
  readonly children: readonly ListViewItemNode[];
  readonly limit?: number | 'auto';
  readonly status?: { readonly text: string; readonly icon?: string };
}

/** What a widget item's string holds. */
export type WidgetRoot = CardRoot | ListViewRoot;
