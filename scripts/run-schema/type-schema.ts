import path from 'node:path';
import ts from 'typescript';

/** A type of ours that gets a definition of its own in the schema. */
export interface SchemaRoot {
  /** From the root of the checkout. */
  readonly file: string;
  readonly type: string;
}

type Json = Record<string, unknown>;

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function sourceOf(symbol: ts.Symbol): ts.SourceFile {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) throw new Error(`${symbol.name} is declared nowhere`);
  return declaration.getSourceFile();
}

/**
 * The definitions of a JSON Schema (2020-12) for what `JSON.stringify` makes of values of these types, and of all that they are
 * made of. Docstrings become descriptions, so that there is one telling of them.
 * @throws when a type has no form in JSON, such as a function.
 */
export function schemasOfTypes(root: string, roots: readonly SchemaRoot[]): Record<string, Json> {
  const configFile = path.join(root, 'tsconfig.json');
  const config = ts.readConfigFile(configFile, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram(
    roots.map(({ file }) => path.join(root, file)),
    options,
  );
  const checker = program.getTypeChecker();
  const definitions: Record<string, Json> = {};
  const named = new Map<string, ts.Symbol>();

  function schemaOf(type: ts.Type, where: string): Json {
    const name = nameOf(type);
    if (name === null) return inline(type, where);
    if (definitions[name] === undefined) {
      // Before its parts, for a type may hold itself.
      definitions[name] = {};
      definitions[name] = { ...describe(type.symbol), ...inline(type, name) };
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** Interfaces of ours are defined once; of two with one name only the first. */
  function nameOf(type: ts.Type): string | null {
    const { symbol } = type;
    if (!type.isClassOrInterface() || program.isSourceFileDefaultLibrary(sourceOf(symbol))) return null;
    const known = named.get(symbol.name) ?? symbol;
    named.set(symbol.name, known);
    return known === symbol ? symbol.name : null;
  }

  const describe = (symbol: ts.Symbol): Json => {
    const description = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
    return description === '' ? {} : { description };
  };

  function inline(type: ts.Type, where: string): Json {
    if (type.isUnion()) return union(type.types, where);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as ts.TypeReference);
      if (element !== undefined) return { type: 'array', items: schemaOf(element, `${where}[]`) };
    }
    if (
      type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) &&
      type.getCallSignatures().length === 0
    )
      return object(type, where);
    throw new Error(`${where}: ${checker.typeToString(type)} has no form in JSON`);
  }

  function union(types: readonly ts.Type[], where: string): Json {
    // What is undefined is left out of JSON.
    const parts = types.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
    const booleans = parts.filter((type) => type.flags & ts.TypeFlags.BooleanLiteral);
    const others = parts.filter((type) => booleans.length < 2 || !booleans.includes(type));
    const schemas = [
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : []),
      ...others.map((type) => schemaOf(type, where)),
    ];
    const [only] = schemas;
    if (only !== undefined && schemas.length === 1) return only;
    // The compiler keeps them in an order that any other file may change.
    if (schemas.every((schema) => 'const' in schema))
      return { enum: schemas.map((schema) => schema['const']).toSorted(byText) };
    if (schemas.every((schema) => Object.keys(schema).join('') === 'type'))
      return { type: schemas.map((schema) => schema['type']).toSorted(byText) };
    return { anyOf: schemas.toSorted(byText) };
  }

  function object(type: ts.Type, where: string): Json {
    const properties: Json = {};
    const required: string[] = [];
    for (const symbol of checker.getPropertiesOfType(type)) {
      const place = `${where}.${symbol.name}`;
      const own = schemaOf(checker.getTypeOfSymbol(symbol), place);
      properties[symbol.name] = { ...describe(symbol), ...own };
      if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
    }
    const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      ...(values === undefined ? {} : { additionalProperties: schemaOf(values, `${where}[string]`) }),
    };
  }

  for (const { file, type } of roots) {
    const source = program.getSourceFile(path.join(root, file));
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    const symbol =
      module === undefined ? undefined : checker.getExportsOfModule(module).find(({ name }) => name === type);
    if (symbol === undefined) throw new Error(`${file} exports no type ${type}`);
    schemaOf(checker.getDeclaredTypeOfSymbol(symbol), type);
  }
  return definitions;
}
