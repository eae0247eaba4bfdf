import ts from 'typescript';

/** The exchanges within what a subject writes, in the order of the text. */
function findExchanges(write: ts.Node): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'exchange') found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(write);
  return found;
}

/**
 * The source of a subject without what it writes: of `defineSubject(name, draw, (slots, exchange) => …)` is left
 * `{ name, draw, draws: […] }`, with how the details of each exchange are drawn, in the order of the text.
 * @throws Error where a subject is defined in another way.
 */
export function leaveDraws(file: string, source: string): string {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'defineSubject') calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const [call, ...others] = calls;
  const [name, draw, write] = call?.arguments ?? [];
  if (
    call === undefined ||
    others.length > 0 ||
    name === undefined ||
    draw === undefined ||
    write === undefined
  )
    throw new Error(`${file} shall define one subject: defineSubject(name, draw, write)`);
  const draws = findExchanges(write).map(({ arguments: [drawn] }) => drawn?.getText() ?? '');
  const left = `{ name: ${name.getText()}, draw: ${draw.getText()}, draws: [${draws.join(', ')}] }`;
  return source.slice(0, call.getStart()) + left + source.slice(call.getEnd());
}
