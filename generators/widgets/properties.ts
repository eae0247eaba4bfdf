/** Properties that several components share; names and values follow the public type package `@openai/chatkit`. */

/** What is sent when the user acts on a widget. */
export interface Action {
  readonly type: string;
  readonly payload?: Record<string, unknown>;
}
/** A button below a card. */
export interface CardAction {
  readonly label: string;
  readonly action: Action;
}
/** The line above a card or a list: with an icon of the set, or with one of the web. */
export type Status =
  | { readonly text: string; readonly favicon?: string; readonly frame?: boolean }
  | { readonly text: string; readonly icon?: IconName };

/** A token, a CSS colour, or one for each theme. */
export type Color = string | { readonly dark: string; readonly light: string };
export type Theme = 'light' | 'dark';
export type Direction = 'row' | 'col';
export type Gap = number | string;
export type Weight = 'normal' | 'medium' | 'semibold' | 'bold';
export type TextAlign = 'start' | 'center' | 'end';
export type TextSize = 'xs' | 'sm' | 'md' | 'lg' | 'xl';
export type Align = 'start' | 'center' | 'end' | 'baseline' | 'stretch';
export type Justify = 'start' | 'center' | 'end' | 'between' | 'around' | 'evenly' | 'stretch';
export type ControlVariant = 'solid' | 'soft' | 'outline' | 'ghost';
export type ControlSize = '3xs' | '2xs' | 'xs' | 'sm' | 'md' | 'lg' | 'xl' | '2xl' | '3xl';

export interface Spacing {
  readonly top?: number | string;
  readonly right?: number | string;
  readonly bottom?: number | string;
  readonly left?: number | string;
  readonly x?: number | string;
  readonly y?: number | string;
}
interface Border {
  readonly size: number;
  readonly color?: Color;
  readonly style?: 'solid' | 'dashed' | 'dotted' | 'double' | 'groove' | 'ridge' | 'inset' | 'outset';
}
interface Borders {
  readonly top?: number | Border;
  readonly right?: number | Border;
  readonly bottom?: number | Border;
  readonly left?: number | Border;
  readonly x?: number | Border;
  readonly y?: number | Border;
}

/** What every node may have. */
export interface Named {
  readonly key?: string;
  readonly id?: string;
}
export interface TextProps extends Named {
  readonly value: string;
  readonly color?: Color;
  readonly weight?: Weight;
  readonly textAlign?: TextAlign;
  readonly truncate?: boolean;
  readonly maxLines?: number;
}
/** Measures of what takes room. */
export interface Block {
  readonly height?: number | string;
  readonly width?: number | string;
  readonly size?: number | string;
  readonly minHeight?: number | string;
  readonly minWidth?: number | string;
  readonly minSize?: number | string;
  readonly maxHeight?: number | string;
  readonly maxWidth?: number | string;
  readonly maxSize?: number | string;
  readonly aspectRatio?: number | string;
  readonly radius?:
    '2xs' | 'xs' | 'sm' | 'md' | 'lg' | 'xl' | '2xl' | '3xl' | '4xl' | 'full' | '100%' | 'none';
  readonly margin?: number | string | Spacing;
}
/** What a box has beside its children. */
export interface BoxStyle extends Named, Block {
  readonly align?: Align;
  readonly justify?: Justify;
  readonly wrap?: 'nowrap' | 'wrap' | 'wrap-reverse';
  readonly flex?: number | string;
  readonly gap?: Gap;
  readonly padding?: number | string | Spacing;
  readonly border?: number | Border | Borders;
  readonly background?: Color;
}
/** What a field for text has, of one line or of several. */
export interface FieldProps extends Named {
  readonly name: string;
  readonly defaultValue?: string;
  readonly required?: boolean;
  readonly pattern?: string;
  readonly placeholder?: string;
  readonly allowAutofillExtensions?: boolean;
  readonly autoSelect?: boolean;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly variant?: 'soft' | 'outline';
  readonly gutterSize?: '2xs' | 'xs' | 'sm' | 'md' | 'lg' | 'xl';
}

export type IconName =
  | 'agent'
  | 'analytics'
  | 'atom'
  | 'batch'
  | 'bolt'
  | 'book-open'
  | 'book-closed'
  | 'book-clock'
  | 'bug'
  | 'calendar'
  | 'chart'
  | 'check'
  | 'check-circle'
  | 'check-circle-filled'
  | 'chevron-left'
  | 'chevron-right'
  | 'circle-question'
  | 'compass'
  | 'confetti'
  | 'cube'
  | 'desktop'
  | 'document'
  | 'dot'
  | 'dots-horizontal'
  | 'dots-vertical'
  | 'empty-circle'
  | 'external-link'
  | 'globe'
  | 'keys'
  | 'lab'
  | 'images'
  | 'info'
  | 'lifesaver'
  | 'lightbulb'
  | 'mail'
  | 'map-pin'
  | 'maps'
  | 'mobile'
  | 'name'
  | 'notebook'
  | 'notebook-pencil'
  | 'page-blank'
  | 'phone'
  | 'play'
  | 'plus'
  | 'profile'
  | 'profile-card'
  | 'reload'
  | 'star'
  | 'star-filled'
  | 'search'
  | 'sparkle'
  | 'sparkle-double'
  | 'square-code'
  | 'square-image'
  | 'square-text'
  | 'suitcase'
  | 'settings-slider'
  | 'user'
  | 'wreath'
  | 'write'
  | 'write-alt'
  | 'write-alt2';
