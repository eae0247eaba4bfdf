/**
 * Widget trees: what the string in a widget item parses to. Every component and property of the public type
 * package `@openai/chatkit` is here; `types.test-d.ts` proves that both are the same.
 */
import type {
  Action,
  Align,
  Block,
  BoxStyle,
  CardAction,
  Color,
  ControlSize,
  ControlVariant,
  Direction,
  FieldProps,
  Gap,
  IconName,
  Named,
  Spacing,
  Status,
  TextAlign,
  TextProps,
  TextSize,
  Theme,
  Weight,
} from './properties.ts';

export type { Action, IconName } from './properties.ts';

export interface TextNode extends TextProps {
  readonly type: 'Text';
  readonly size?: TextSize;
  readonly streaming?: boolean;
  readonly italic?: boolean;
  readonly lineThrough?: boolean;
  readonly width?: number | string;
  readonly minLines?: number;
  readonly editable?:
    | false
    | {
        readonly name: string;
        readonly autoFocus?: boolean;
        readonly autoSelect?: boolean;
        readonly autoComplete?: string;
        readonly allowAutofillExtensions?: boolean;
        readonly pattern?: string;
        readonly placeholder?: string;
        readonly required?: boolean;
      };
}
export interface TitleNode extends TextProps {
  readonly type: 'Title';
  readonly size?: 'sm' | 'md' | 'lg' | 'xl' | '2xl' | '3xl' | '4xl' | '5xl';
}
export interface CaptionNode extends TextProps {
  readonly type: 'Caption';
  readonly size?: 'sm' | 'md' | 'lg';
}
export interface MarkdownNode extends Named {
  readonly type: 'Markdown';
  readonly value: string;
  readonly streaming?: boolean;
}
export interface BadgeNode extends Named {
  readonly type: 'Badge';
  readonly label: string;
  readonly color?: 'secondary' | 'success' | 'danger' | 'warning' | 'info' | 'discovery';
  readonly variant?: 'solid' | 'soft' | 'outline';
  readonly size?: 'sm' | 'md' | 'lg';
  readonly pill?: boolean;
}
export interface IconNode extends Named {
  readonly type: 'Icon';
  readonly name: IconName;
  readonly color?: Color;
  readonly size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl' | '2xl' | '3xl';
}
export interface ImageNode extends Named, Block {
  readonly type: 'Image';
  readonly src: string;
  readonly alt?: string;
  readonly frame?: boolean;
  readonly flush?: boolean;
  readonly fit?: 'cover' | 'contain' | 'fill' | 'scale-down' | 'none';
  readonly position?:
    | 'top left'
    | 'top'
    | 'top right'
    | 'left'
    | 'center'
    | 'right'
    | 'bottom left'
    | 'bottom'
    | 'bottom right';
}
export interface DividerNode extends Named {
  readonly type: 'Divider';
  readonly color?: Color;
  readonly size?: number | string;
  readonly spacing?: number | string;
  readonly flush?: boolean;
}
export interface SpacerNode extends Named {
  readonly type: 'Spacer';
  readonly minSize?: number | string;
}
interface BoxProps extends BoxStyle {
  readonly children?: WidgetNode[];
}
export interface BoxNode extends BoxProps {
  readonly type: 'Box';
  readonly direction?: Direction;
}
export interface RowNode extends BoxProps {
  readonly type: 'Row';
}
export interface ColNode extends BoxProps {
  readonly type: 'Col';
}
export interface FormNode extends BoxProps {
  readonly type: 'Form';
  readonly direction?: Direction;
  readonly onSubmitAction?: Action;
}
export interface TransitionNode extends Named {
  readonly type: 'Transition';
  /** One node, not a list. */
  readonly children: WidgetNode;
}
export interface ButtonNode extends Named {
  readonly type: 'Button';
  readonly label?: string;
  readonly submit?: boolean;
  readonly onClickAction?: Action;
  readonly iconStart?: IconName;
  readonly iconEnd?: IconName;
  readonly iconSize?: 'sm' | 'md' | 'lg' | 'xl' | '2xl';
  readonly style?: 'primary' | 'secondary';
  readonly color?:
    'primary' | 'secondary' | 'info' | 'discovery' | 'success' | 'caution' | 'warning' | 'danger';
  readonly variant?: ControlVariant;
  readonly size?: ControlSize;
  readonly pill?: boolean;
  readonly uniform?: boolean;
  readonly block?: boolean;
  readonly disabled?: boolean;
}

export interface InputNode extends FieldProps {
  readonly type: 'Input';
  readonly inputType?: 'number' | 'email' | 'text' | 'password' | 'tel' | 'url';
  readonly size?: ControlSize;
  readonly pill?: boolean;
}
export interface TextareaNode extends FieldProps {
  readonly type: 'Textarea';
  readonly size?: ControlSize;
  readonly rows?: number;
  readonly autoResize?: boolean;
  readonly maxRows?: number;
}
export interface SelectNode extends Named {
  readonly type: 'Select';
  readonly name: string;
  readonly options: { readonly value: string; readonly label: string }[];
  readonly onChangeAction?: Action;
  readonly placeholder?: string;
  readonly defaultValue?: string;
  readonly variant?: ControlVariant;
  readonly size?: ControlSize;
  readonly pill?: boolean;
  readonly block?: boolean;
  readonly clearable?: boolean;
  readonly disabled?: boolean;
}
export interface DatePickerNode extends Named {
  readonly type: 'DatePicker';
  readonly name: string;
  readonly onChangeAction?: Action;
  readonly placeholder?: string;
  /** ISO 8601, like `min` and `max`. */
  readonly defaultValue?: string;
  readonly min?: string;
  readonly max?: string;
  readonly variant?: ControlVariant;
  readonly size?: ControlSize;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly align?: 'start' | 'center' | 'end';
  readonly pill?: boolean;
  readonly block?: boolean;
  readonly clearable?: boolean;
  readonly disabled?: boolean;
}
export interface CheckboxNode extends Named {
  readonly type: 'Checkbox';
  readonly name: string;
  readonly label?: string;
  readonly defaultChecked?: boolean;
  readonly onChangeAction?: Action;
  readonly disabled?: boolean;
  readonly required?: boolean;
}
export interface RadioGroupNode extends Named {
  readonly type: 'RadioGroup';
  readonly name: string;
  readonly options?: { readonly label: string; readonly value: string; readonly disabled?: boolean }[];
  readonly ariaLabel?: string;
  readonly onChangeAction?: Action;
  readonly defaultValue?: string;
  readonly direction?: Direction;
  readonly disabled?: boolean;
  readonly required?: boolean;
}
export interface LabelNode extends Named {
  readonly type: 'Label';
  readonly value: string;
  readonly fieldName: string;
  readonly size?: TextSize;
  readonly weight?: Weight;
  readonly textAlign?: TextAlign;
  readonly color?: Color;
}

export interface TableNode extends Named {
  readonly type: 'Table';
  readonly children?: TableRowNode[];
}
export interface TableRowNode extends Named {
  readonly type: 'Table.Row';
  readonly children?: TableCellNode[];
  readonly header?: boolean;
}
export interface TableCellNode extends Named {
  readonly type: 'Table.Cell';
  readonly children?: WidgetNode[];
  readonly width?: number | string;
  readonly padding?: Spacing;
  readonly colSpan?: number;
  readonly rowSpan?: number;
  readonly align?: 'start' | 'center' | 'end';
  readonly vAlign?: 'start' | 'center' | 'end';
  readonly colSize?: 'xs' | 'sm' | 'md' | 'lg' | 'xl';
}

/** Any node below a root. */
export type WidgetNode =
  | TextNode
  | TitleNode
  | CaptionNode
  | MarkdownNode
  | BadgeNode
  | IconNode
  | ImageNode
  | DividerNode
  | SpacerNode
  | BoxNode
  | RowNode
  | ColNode
  | FormNode
  | TransitionNode
  | ButtonNode
  | InputNode
  | TextareaNode
  | SelectNode
  | DatePickerNode
  | CheckboxNode
  | RadioGroupNode
  | LabelNode
  | TableNode
  | TableRowNode
  | TableCellNode;

export interface CardRoot extends Named {
  readonly type: 'Card';
  readonly children: WidgetNode[];
  readonly asForm?: boolean;
  readonly background?: Color;
  readonly border?: BoxStyle['border'];
  readonly size?: 'sm' | 'md' | 'lg' | 'full';
  readonly padding?: number | string | Spacing;
  readonly status?: Status;
  readonly collapsed?: boolean;
  readonly confirm?: CardAction;
  readonly cancel?: CardAction;
  readonly theme?: Theme;
}
export interface ListViewItemNode extends Named {
  readonly type: 'ListViewItem';
  readonly children: WidgetNode[];
  readonly onClickAction?: Action;
  readonly gap?: Gap;
  readonly align?: Align;
}
export interface ListViewRoot extends Named {
  readonly type: 'ListView';
  readonly children: ListViewItemNode[];
  readonly limit?: number | 'auto';
  readonly status?: Status;
  readonly theme?: Theme;
}
export interface BasicRoot extends Named, Pick<BoxStyle, 'gap' | 'padding' | 'align' | 'justify'> {
  readonly type: 'Basic';
  readonly children: (WidgetNode | WidgetRoot)[];
  readonly theme?: Theme;
  readonly direction?: Direction;
}

/** What a widget item's string holds. */
export type WidgetRoot = CardRoot | ListViewRoot | BasicRoot;
