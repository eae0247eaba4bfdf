import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A function that others can import, with what its docstring says. */
export interface PublicFunction {
  readonly name: string;
  /** File of its declaration, from the root. */
  readonly file: string;
  readonly description: string;
  readonly examples: readonly string[];
}

/** All functions among the exports of a room's `index.ts`, callable constants included. */
export function publicFunctions(root: string, rooms: readonly string[]): Record<string, PublicFunction[]> {
  const configFile = path.join(root, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    JSON.parse(readFileSync(configFile, 'utf8')),
    ts.sys,
    root,
  );
  const entries = rooms.map((room) => path.join(root, room, 'index.ts'));
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();

  const functionsOf = (entry: string): PublicFunction[] => {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} is no module`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.valueDeclaration;
      if (declaration === undefined) return [];
      const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
      if (type.getCallSignatures().length === 0) return [];
      const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
      return {
        name: exported.name,
        file: path.relative(root, declaration.getSourceFile().fileName),
        description: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        examples: tags.map(({ text }) => ts.displayPartsToString(text)),
      };
    });
  };
  return Object.fromEntries(rooms.map((room, index) => [room, functionsOf(entries[index] as string)]));
}
