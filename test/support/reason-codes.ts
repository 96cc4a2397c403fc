import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What the server can refuse with, read from its source. A code that is put together ends in `*` after its constant part. */
export interface ServerReasons {
  codes: Set<string>;
  /** Kinds of problems, which stand where a problem has no reasons. */
  kinds: Set<string>;
  /** Every constant text of the source, the sentences among them. */
  texts: Set<string>;
}

/** Sources of a folder by their paths; tests left out. */
export function sourcesOf(folder: string): Map<string, ts.SourceFile> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.(spec|d)\.ts$/.test(name))
      .map((name) => path.join(folder, name))
      .map((file) => [file, ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true)]),
  );
}

/** Calls back for a node and everything in it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The constant values of an expression: both sides of a choice, the beginning of a template. */
export function constantsOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [`${node.head.text}*`];
  if (ts.isConditionalExpression(node)) return [...constantsOf(node.whenTrue), ...constantsOf(node.whenFalse)];
  return [];
}

type Callable = ts.FunctionDeclaration | ts.ArrowFunction;
/** Which argument of a function is the code, by its name. */
type Makers = Map<string, number>;

/** Functions that make a reason: they have a parameter `code` beside one `message`. */
function makersIn(file: ts.SourceFile, onlyExported: boolean): Makers {
  const found: Makers = new Map();
  const add = (name: string, { parameters }: Callable) => {
    const names = parameters.map((one) => one.name.getText());
    if (names.includes('code') && names.includes('message')) found.set(name, names.indexOf('code'));
  };
  const isExported = (node: ts.Node) =>
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  walk(file, (node) => {
    if (ts.isFunctionDeclaration(node) && node.name && (!onlyExported || isExported(node))) add(node.name.text, node);
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isArrowFunction(node.initializer)) return;
    if (!onlyExported || isExported(node.parent.parent)) add(node.name.getText(), node.initializer);
  });
  return found;
}

const kebab = (name: string) =>
  (name[0]!.toLowerCase() + name.slice(1)).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** Decorators of class-validator that check nothing by themselves, or are made into codes of their own. */
const notChecks = new Set(['IsOptional', 'ValidateIf', 'ValidateBy', 'ValidatorConstraint']);

/** The code of the mistake that a decorator of class-validator finds. */
const codeOfCheck = (name: string) => kebab({ ValidateNested: 'nestedValidation', IsUUID: 'isUuid' }[name] ?? name);

const propertyOf = (node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined =>
  node.properties
    .filter((one) => ts.isPropertyAssignment(one))
    .find((one) => one.name.getText().replaceAll("'", '') === name)?.initializer;
const has = (node: ts.ObjectLiteralExpression, name: string) =>
  node.properties.some((one) => one.name?.getText().replaceAll("'", '') === name);

/** Reads all folders of the server. */
export function serverReasons(folders: string[]): ServerReasons {
  const files = folders.flatMap((folder) => [...sourcesOf(folder)]);
  const shared: Makers = new Map(files.flatMap(([, file]) => [...makersIn(file, true)]));
  const found: ServerReasons = { codes: new Set(), kinds: new Set(), texts: new Set() };
  const addCodes = (node: ts.Expression | undefined) => constantsOf(node).forEach((code) => found.codes.add(code));
  for (const [name, file] of files) {
    // The examples of the contract and what the start and the command line print are no refusals of a request.
    if (/openapi\.ts$|configuration\.ts$|[\\/](demo|doctor|cli)[\\/]/.test(name)) continue;
    const makers: Makers = new Map([...shared, ...makersIn(file, false)]);
    walk(file, (node) => {
      if (ts.isStringLiteralLike(node)) found.texts.add(node.text);
      if (ts.isObjectLiteralExpression(node) && has(node, 'code') && has(node, 'message'))
        addCodes(propertyOf(node, 'code'));
      if (ts.isParameter(node) && node.name.getText() === 'code') addCodes(node.initializer);
      if (ts.isCallExpression(node)) {
        const callee = node.expression.getText();
        const position = makers.get(callee);
        if (position !== undefined) addCodes(node.arguments[position]);
        if (callee === 'ValidateBy' && ts.isObjectLiteralExpression(node.arguments[0]!))
          constantsOf(propertyOf(node.arguments[0], 'name')).forEach((code) => found.codes.add(kebab(code)));
      }
      if (ts.isNewExpression(node) && node.expression.getText() === 'Problem')
        constantsOf(node.arguments?.[1]).forEach((kind) => found.kinds.add(kind));
      if (ts.isImportDeclaration(node) && (node.moduleSpecifier as ts.StringLiteral).text === 'class-validator')
        for (const { name, isTypeOnly } of importedBy(node))
          if (!isTypeOnly && /^[A-Z]/.test(name.text) && !notChecks.has(name.text))
            found.codes.add(codeOfCheck(name.text));
    });
  }
  return found;
}

function importedBy({ importClause }: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const names = importClause?.namedBindings;
  return importClause && importClause.phaseModifier !== ts.SyntaxKind.TypeKeyword && names && ts.isNamedImports(names)
    ? names.elements
    : [];
}
