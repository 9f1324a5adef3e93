import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { ACT_KINDS } from '../../domain/act/index.ts';
import { REFUSALS } from '../../domain/errors/index.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HANDLERS = join(ROOT, 'chaincode/handlers');
const FLOW = join(ROOT, 'test/flow');
/** Texts of every code, which no decision reads. */
const CATALOGUE = join(ROOT, 'domain/errors/catalogue');

/** Where a name of one file is declared: in that file, or under another name elsewhere. */
type Place = { readonly file: string; readonly name: string };
type Module = {
  readonly declared: ReadonlyMap<string, ts.Node>;
  readonly from: ReadonlyMap<string, Place>;
  readonly all: readonly string[];
};
/** What a piece of code says itself: codes of refusals, and names that it uses. */
type Said = { readonly codes: readonly string[]; readonly names: readonly string[] };

const modules = new Map<string, Module>();
const said = new Map<ts.Node, Said>();

/**
 * Codes of refusals in the decision of each kind and in all that it calls, read from the sources. It
 * says what stands there, not what can happen: a function that two kinds share lends its codes to both.
 */
export function reachableRefusals(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const name of readdirSync(HANDLERS)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const file = join(HANDLERS, name);
    for (const [kind, decision] of decisionsIn(sourceOf(file))) {
      found.set(kind, codesFrom(file, decision));
    }
  }
  return found;
}

/** `kind code` of the rows that the suites of the worked example try: `refusals('kind', …, [{ code }])`. */
export function triedInFlow(): ReadonlySet<string> {
  const tried = new Set<string>();
  for (const name of readdirSync(FLOW).filter(file => file.endsWith('-refusals.test.ts'))) {
    const visit = (node: ts.Node): void => {
      const [kind, , rows] = ts.isCallExpression(node) ? node.arguments : [];
      const isTable = ts.isCallExpression(node) && node.expression.getText() === 'refusals';
      if (isTable && kind && rows && ts.isStringLiteral(kind)) {
        for (const code of saidIn(rows).codes) tried.add(`${kind.text} ${code}`);
      } else ts.forEachChild(node, visit);
    };
    visit(sourceOf(join(FLOW, name)));
  }
  return tried;
}

/** `'payout.file': handler({ …, decide: X })`: the kind with its X. */
function decisionsIn(source: ts.SourceFile): [string, ts.Node][] {
  const found: [string, ts.Node][] = [];
  const visit = (node: ts.Node): void => {
    const isKind =
      ts.isPropertyAssignment(node) &&
      ts.isStringLiteral(node.name) &&
      Object.hasOwn(ACT_KINDS, node.name.text);
    if (isKind) found.push([node.name.text, decideOf(node.initializer)]);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function decideOf(handler: ts.Expression): ts.Node {
  const [spec] = ts.isCallExpression(handler) ? handler.arguments : [];
  if (!spec || !ts.isObjectLiteralExpression(spec)) return handler;
  const decide = spec.properties.find(
    one => one.name && ts.isIdentifier(one.name) && one.name.text === 'decide',
  );
  return decide ?? handler;
}

function codesFrom(file: string, start: ts.Node): ReadonlySet<string> {
  const codes = new Set<string>();
  const seen = new Set<ts.Node>();
  const open: [string, ts.Node][] = [[file, start]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [at, node] = next;
    if (seen.has(node) || at.startsWith(CATALOGUE)) continue;
    seen.add(node);
    const { codes: own, names } = saidIn(node);
    own.forEach(code => codes.add(code));
    for (const name of names) {
      const found = declarationOf({ file: at, name });
      if (found) open.push(found);
    }
  }
  return codes;
}

function saidIn(root: ts.Node): Said {
  const known = said.get(root);
  if (known) return known;
  const [codes, names]: [string[], string[]] = [[], []];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isStringLiteral(node) && Object.hasOwn(REFUSALS, node.text)) codes.push(node.text);
    if (ts.isIdentifier(node)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  const all = { codes, names };
  said.set(root, all);
  return all;
}

function declarationOf(place: Place): [string, ts.Node] | null {
  const { declared, from, all } = moduleOf(place.file);
  const own = declared.get(place.name);
  if (own) return [place.file, own];
  const elsewhere = from.get(place.name);
  if (elsewhere) return declarationOf(elsewhere);
  for (const file of all) {
    const found = declarationOf({ file, name: place.name });
    if (found) return found;
  }
  return null;
}

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const declared = new Map<string, ts.Node>();
  const from = new Map<string, Place>();
  const all: string[] = [];
  for (const statement of sourceOf(file).statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      declared.set(statement.name.text, statement);
    }
    if (ts.isVariableStatement(statement)) {
      for (const one of statement.declarationList.declarations) {
        if (ts.isIdentifier(one.name)) declared.set(one.name.text, one);
      }
    }
    linksOf(file, statement, { from, all });
  }
  const module = { declared, from, all };
  modules.set(file, module);
  return module;
}

/** Names that come from other files of the product, also through an `index.ts`. */
function linksOf(
  file: string,
  statement: ts.Statement,
  to: { readonly from: Map<string, Place>; readonly all: string[] },
): void {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return;
  const target = targetOf(file, statement.moduleSpecifier);
  if (target === null) return;
  const names = namesOf(statement);
  if (names === undefined) to.all.push(target);
  else if (names) add(names.elements, target, to.from);
}

/** What is named; `undefined` for all of `export *`, `null` where names come as one. */
function namesOf(
  statement: ts.ImportDeclaration | ts.ExportDeclaration,
): ts.NamedImports | ts.NamedExports | null | undefined {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause && !ts.isNamedExports(clause) ? null : clause;
  }
  const bound = statement.importClause?.namedBindings;
  return bound && ts.isNamedImports(bound) ? bound : null;
}

/** The file of the product that a path means; `null` for a package or data. */
function targetOf(file: string, path: ts.Expression | undefined): string | null {
  if (!path || !ts.isStringLiteral(path) || !path.text.startsWith('.')) return null;
  const target = resolve(dirname(file), path.text);
  return target.endsWith('.ts') ? target : null;
}

function add(
  elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[],
  file: string,
  from: Map<string, Place>,
): void {
  for (const { name, propertyName } of elements) {
    from.set(name.text, { file, name: (propertyName ?? name).text });
  }
}

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}
