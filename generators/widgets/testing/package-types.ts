/**
 * The public type package at run time: its declarations, read by the compiler, become checks of JSON values. So
 * there is one table of components, properties and values, and it is the package itself.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Texts that say where a value is not what the type allows; empty when it is. */
export type Check = (value: unknown, path: string) => string[];

export interface WidgetTypes {
  /** Checks what the string of a widget item parses to. */
  readonly checkRoot: Check;
  /** The names of all components, roots included. */
  readonly components: readonly string[];
}

const declarations = fileURLToPath(
  new URL('../../../node_modules/@openai/chatkit/types/widgets.d.ts', import.meta.url),
);

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

const isTrueOrFalse = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.BooleanLiteral) !== 0;
const membersOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

const only =
  (holds: (value: unknown) => boolean, wanted: string): Check =>
  (value, path) =>
    holds(value) ? [] : [`${path}: ${wanted} is wanted, got ${show(value)}`];

/** Reads the package's declarations; takes about half a second. */
export function readWidgetTypes(): WidgetTypes {
  const program = ts.createProgram([declarations], { strict: true, types: [], lib: ['lib.es5.d.ts'] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(declarations);
  const module = source && checker.getSymbolAtLocation(source);
  if (source === undefined || module === undefined) throw new Error(`cannot read ${declarations}`);
  const exported = new Map(checker.getExportsOfModule(module).map((each) => [each.name, each]));
  const typeNamed = (name: string): ts.Type => {
    const symbol = exported.get(name);
    if (symbol === undefined) throw new Error(`the package has no type ${name}`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  };

  /** The text that a member of a union has in its `type`, where it is told apart by it. */
  const tagOf = (type: ts.Type): string | undefined => {
    const property = type.getProperty('type');
    const tag = property && checker.getTypeOfSymbol(property);
    return tag?.isStringLiteral() ? tag.value : undefined;
  };

  const made = new Map<ts.Type, Check>();
  /** Types contain themselves, so a check is known by its type before it is made. */
  function checkOf(type: ts.Type): Check {
    const known = made.get(type);
    if (known !== undefined) return known;
    let check: Check | undefined;
    made.set(type, (value, path) => (check ??= makeCheck(type))(value, path));
    return made.get(type) as Check;
  }

  function makeCheck(type: ts.Type): Check {
    if (type.isStringLiteral() || type.isNumberLiteral())
      return only((value) => value === type.value, show(type.value));
    if (isTrueOrFalse(type)) {
      const wanted = checker.typeToString(type);
      return only((value) => String(value) === wanted && typeof value === 'boolean', wanted);
    }
    if (type.flags & ts.TypeFlags.String) return only((value) => typeof value === 'string', 'a text');
    if (type.flags & ts.TypeFlags.Number) return only((value) => typeof value === 'number', 'a number');
    if (type.flags & ts.TypeFlags.Unknown) return () => [];
    // An optional property is one that may be absent; JSON has nothing else for `undefined`.
    if (type.flags & ts.TypeFlags.Undefined) return only(() => false, 'nothing');
    if (type.isUnion()) return checkUnion(type);
    if (checker.isArrayType(type)) {
      const element = checkOf(checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type);
      return (value, path) =>
        Array.isArray(value)
          ? value.flatMap((each, at) => element(each, `${path}[${at}]`))
          : [`${path}: a list is wanted, got ${show(value)}`];
    }
    return checkObject(type);
  }

  function checkUnion(type: ts.UnionType): Check {
    const byTag = new Map(type.types.map((member) => [tagOf(member), checkOf(member)]));
    if (!byTag.has(undefined) && byTag.size === type.types.length)
      return (value, path) => {
        const member = byTag.get((value as { type?: string } | null)?.type);
        return member === undefined ? [`${path}: no component ${show(value)}`] : member(value, path);
      };
    const members = type.types.map(checkOf);
    return (value, path) =>
      members.some((member) => member(value, path).length === 0)
        ? []
        : [`${path}: ${checker.typeToString(type)} is wanted, got ${show(value)}`];
  }

  function checkObject(type: ts.Type): Check {
    const anyKey = checker.getIndexInfosOfType(type).length > 0;
    const properties = new Map(
      checker.getPropertiesOfType(type).map((property) => [
        property.name,
        {
          check: checkOf(checker.getTypeOfSymbol(property)),
          optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
        },
      ]),
    );
    return (value, path) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return [`${path}: an object is wanted, got ${show(value)}`];
      const faults: string[] = [];
      for (const [name, { optional }] of properties)
        if (!optional && !Object.hasOwn(value, name)) faults.push(`${path}.${name}: is missing`);
      for (const [name, inner] of Object.entries(value)) {
        const property = properties.get(name);
        if (property !== undefined) faults.push(...property.check(inner, `${path}.${name}`));
        else if (!anyKey) faults.push(`${path}.${name}: no such property`);
      }
      return faults;
    };
  }

  const components = ['WidgetRoot', 'WidgetComponent', 'ListViewItem']
    .flatMap((name) => membersOf(typeNamed(name)))
    .map((type) => tagOf(type) as string);
  return { checkRoot: checkOf(typeNamed('WidgetRoot')), components };
}
