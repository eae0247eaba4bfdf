/**
 * Proof by the compiler that our widget types and those of the public package are the same, property by property.
 * Nothing here runs: `npm run typecheck` is the test, and it fails when either side moves.
 */
// By its path, for the package's entry names this file without an extension, which `nodenext` doesn't resolve: all of it
// would be `any`, and the controls below would fail.
import type * as Widgets from '../../node_modules/@openai/chatkit/types/widgets.d.ts';
import type { Difference, MutuallyAssignable } from '../../schema/testing/type-difference.ts';
import type * as builders from './builders.ts';
import type * as Ours from './types.ts';

type Theirs = Widgets.WidgetRoot | Widgets.WidgetComponent | Widgets.ListViewItem;
type OurNode = Ours.WidgetRoot | Ours.WidgetNode | Ours.ListViewItemNode;

/** Components by the names that they have in a tree, on both sides. */
type Tag = (Theirs | OurNode)['type'];
type Their<T extends Tag> = Extract<Theirs, { type: T }>;
type Our<T extends Tag> = Extract<OurNode, { type: T }>;

/** Trees have no end, so properties are compared without the children, and whole nodes by assignability. */
type Differences = { [T in Tag]: Difference<Omit<Our<T>, 'children'>, Omit<Their<T>, 'children'>> }[Tag];
type NotAssignable = { [T in Tag]: Unlike<Our<T>, Their<T>, T> }[Tag];
type Unlike<A, B, Name> = MutuallyAssignable<A, B> extends true ? never : Name;

/** An error of the compiler that shows what is left. */
type None<T extends never> = T;

export type SameProperties = None<Differences>;
export type SameTrees = None<NotAssignable>;
export type NoTagMissing = None<Exclude<Theirs['type'], OurNode['type']>>;
export type NoTagTooMany = None<Exclude<OurNode['type'], Theirs['type']>>;

/** Whatever a builder returns has a place in a tree of theirs. */
type BuiltElsewhere = {
  [B in keyof typeof builders]: ReturnType<(typeof builders)[B]> extends Theirs ? never : B;
}[keyof typeof builders];
export type BuildersFit = None<BuiltElsewhere>;
/** And there is a builder for every component. */
type Built = ReturnType<(typeof builders)[keyof typeof builders]>['type'];
export type BuildersComplete = None<Exclude<Theirs['type'], Built>>;

// Controls: the comparison sees a value too many, a property that is missing, and another kind of children.
export type Controls = [
  None<Difference<Omit<Our<'Badge'>, 'children'>, Omit<Their<'Badge'>, 'children'>>>,
  // @ts-expect-error a value too many
  None<Difference<Omit<Our<'Badge'>, 'size'> & { size?: 'sm' | 'md' | 'lg' | 'xl' }, Their<'Badge'>>>,
  // @ts-expect-error a property is missing, which assignability allows
  None<Difference<Omit<Our<'Icon'>, 'color'>, Their<'Icon'>>>,
  // @ts-expect-error a list where one node is wanted
  None<Unlike<{ type: 'Transition'; children: Ours.WidgetNode[] }, Their<'Transition'>, 'Transition'>>,
];
