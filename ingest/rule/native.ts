import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { pathOf, type XmlNode } from '../format/xml.ts';
import {
  readRuleSet,
  runRuleSet,
  treeOf,
  type Broken,
  type RuleSet,
  type Tree,
} from './language/index.ts';

/** A native rule set: its file in `set/`, and the documents that it is for. */
type Native = {
  readonly file: string;
  /** Namespace and local name of the root, without the version of the schema. */
  readonly roots: readonly string[];
  /** Whether a document of that root is to be judged by it at all. */
  readonly applies?: (document: Claims) => boolean;
  /** Whether the document says itself that it follows these rules, so that a breach holds it back. */
  readonly binds: (document: Claims) => boolean;
};

/** What a document says it follows. */
export type Claims = { readonly specification: string; readonly process: string };

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const CII = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';

/** An extension (`#conformant#`) may go beyond what the core's rules allow; a usage may not. */
const claimsEn16931 = ({ specification }: Claims): boolean =>
  specification.includes('urn:cen.eu:en16931:2017') && !specification.includes('#conformant#');
const isPeppol = (text: string): boolean => text.includes('urn:fdc:peppol.eu:');

const BILLING = [`${UBL}Invoice-2 Invoice`, `${UBL}CreditNote-2 CreditNote`];

const TRANSACTION = 'urn:fdc:peppol.eu:poacc:trns:';

/** A Peppol procurement message is judged by the set of the transaction that it names. */
function procurement(file: string, root: string, transaction: string): Native {
  const claims = ({ specification }: Claims): boolean =>
    specification.startsWith(`${TRANSACTION}${transaction}:`);
  return { file, roots: [`${UBL}${root}-2 ${root}`], applies: claims, binds: claims };
}

const NATIVE: readonly Native[] = [
  { file: 'en16931-ubl', roots: BILLING, binds: claimsEn16931 },
  { file: 'en16931-cii', roots: [`${CII} CrossIndustryInvoice`], binds: claimsEn16931 },
  {
    file: 'peppol-billing',
    roots: BILLING,
    applies: ({ specification, process }) => isPeppol(specification) || isPeppol(process),
    binds: ({ specification }) => isPeppol(specification),
  },
  procurement('peppol-t01', 'Order', 'order'),
  procurement('peppol-t16', 'DespatchAdvice', 'despatch_advice'),
  procurement('peppol-t19', 'Catalogue', 'catalogue'),
  procurement('peppol-t58', 'ApplicationResponse', 'catalogue_response'),
  procurement('peppol-t71', 'ApplicationResponse', 'mlr'),
  procurement('peppol-t76', 'OrderResponse', 'order_response'),
  procurement('peppol-t77', 'Catalogue', 'punch_out'),
  procurement('peppol-t110', 'OrderResponse', 'order_agreement'),
  procurement('peppol-t111', 'ApplicationResponse', 'invoice_response'),
  procurement('peppol-t114', 'OrderChange', 'order_change'),
  procurement('peppol-t115', 'OrderCancellation', 'order_cancellation'),
  procurement('peppol-t116', 'OrderResponse', 'order_response_advanced'),
];

/**
 * Judges a document by every native rule set that is for it. Fatal findings of a set that the
 * document does not claim are found too; `holdsBack` tells which count against it.
 */
export function runNativeRules(root: XmlNode): Finding[] {
  const trees = new Map<string, Tree>();
  return setsFor(root, claimsOf(root)).flatMap(({ file }) => {
    const set = nativeSet(file);
    const key = set.namespaces.join(' ');
    const tree = trees.get(key) ?? treeFor(set, root);
    trees.set(key, tree);
    return runRuleSet(set, tree).map(broken => findingOf(broken, set));
  });
}

/**
 * Counts how often one rule fires on a document or a fragment of one, whatever it says it follows;
 * undefined where no set for its root element has that rule.
 */
export function countFired(root: XmlNode, rule: string): number | undefined {
  const named = `${root.uri} ${root.local}`;
  const set = NATIVE.filter(n => n.roots.includes(named))
    .map(n => nativeSet(n.file))
    .find(s => s.ids.has(rule));
  return set && runRuleSet(set, treeFor(set, root)).filter(b => b.id === rule).length;
}

/** How often each rule of one set fires on a document; undefined where that set is not for it. */
export function countsByRule(root: XmlNode, name: string): Map<string, number> | undefined {
  const named = `${root.uri} ${root.local}`;
  const set = NATIVE.filter(n => n.roots.includes(named))
    .map(n => nativeSet(n.file))
    .find(s => s.name === name);
  if (!set) return undefined;
  const counts = new Map<string, number>();
  for (const { id } of runRuleSet(set, treeFor(set, root))) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** The fatal findings of native sets that the document itself claims to follow. */
export function holdsBack(findings: readonly Finding[], root: XmlNode): Finding[] {
  const claims = claimsOf(root);
  const binding = setsFor(root, claims).filter(s => s.binds(claims));
  const names = new Set(binding.map(({ file }) => nativeSet(file).name));
  return findings.filter(f => f.severity === 'fatal' && names.has(f.set));
}

function setsFor(root: XmlNode, claims: Claims): Native[] {
  const named = `${root.uri} ${root.local}`;
  return NATIVE.filter(n => n.roots.includes(named) && (n.applies?.(claims) ?? true));
}

const READ = new Map<string, RuleSet>();

function nativeSet(file: string): RuleSet {
  const known = READ.get(file);
  if (known) return known;
  const set = readRuleSet(textOf(file), textOf);
  READ.set(file, set);
  return set;
}

function textOf(file: string): string {
  return readFileSync(join(import.meta.dirname, 'set', `${file}.rules`), 'utf8');
}

function treeFor(set: RuleSet, root: XmlNode): Tree {
  return treeOf(root, uri => set.namespaces.includes(uri));
}

function findingOf({ id, severity, description, node }: Broken, set: RuleSet): Finding {
  const { line, column } = node.source;
  const { breach, about, list } = description;
  return {
    rule: id,
    set: set.name,
    version: set.version,
    severity,
    path: pathOf(node.source),
    line,
    column,
    params: { breach, about, ...(list === undefined ? {} : { list }) },
  };
}

/** Specification and process as UBL and CII name them. */
function claimsOf(root: XmlNode): Claims {
  const [context] = root.children.filter(c => c.local === 'ExchangedDocumentContext');
  if (!context) {
    return { specification: textAt(root, 'CustomizationID'), process: textAt(root, 'ProfileID') };
  }
  const within = (name: string): string => {
    const parameter = context.children.find(c => c.local === name);
    return parameter ? textAt(parameter, 'ID') : '';
  };
  return {
    specification: within('GuidelineSpecifiedDocumentContextParameter'),
    process: within('BusinessProcessSpecifiedDocumentContextParameter'),
  };
}

function textAt(node: XmlNode, local: string): string {
  return node.children.find(c => c.local === local)?.text.trim() ?? '';
}
