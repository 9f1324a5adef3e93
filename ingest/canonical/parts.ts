import type {
  Account,
  Address,
  AllowanceCharge,
  Contact,
  DocumentKind,
  Ident,
  Item,
  Party,
  Price,
  Quantity,
  Ref,
  VatCategory,
  VatKey,
} from '../../domain/document/index.ts';
import { bareIdent, hasCheckDigits, isIban } from '../../domain/document/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import { warning } from '../finding.ts';
import type { Draft, Lexical } from '../locator.ts';
import type { CanonicalReader } from './reader.ts';

/** Leaves out members that are undefined, so that absent stays absent. */
export function present<T extends object>(value: T): { [N in keyof T]: Exclude<T[N], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as { [N in keyof T]: Exclude<T[N], undefined> };
}

/** A party needs a name or an identifier; without both it is MAP-01. */
export function readParty(
  reader: CanonicalReader,
  draft: Draft | undefined,
  path: string,
): Party | undefined {
  if (!draft) return undefined;
  const idents = readIdents(reader, draft, path);
  const endpoint = readIdent(reader, draft.values['endpoint'], `${path}.endpoint`);
  const tradeName = reader.text(draft.values['tradeName'], `${path}.tradeName`);
  const named = reader.text(draft.values['name'], `${path}.name`) ?? tradeName;
  const name = named ?? idents[0]?.value ?? endpoint?.value;
  if (name === undefined) return reader.missing(`${path}.name`, draft.at);
  const accounts = (draft.groups['accounts'] ?? []).map((a, n) =>
    readAccount(reader, a, `${path}.accounts[${n}]`),
  );
  const parts = {
    endpoint,
    tradeName: tradeName === name ? undefined : tradeName,
    address: readAddress(reader, draft.parts['address'], `${path}.address`),
    contact: readContact(reader, draft.parts['contact'], `${path}.contact`),
  };
  return { name, idents, accounts, ...present(parts) };
}

function readIdents(reader: CanonicalReader, draft: Draft, path: string): Ident[] {
  const sources: { id: Lexical | undefined; scheme?: Lexical | undefined; fallback?: string }[] = [
    ...(draft.groups['taxIds'] ?? []).map(g => ({
      id: g.values['id'],
      scheme: g.values['scheme'],
      fallback: 'tax',
    })),
    { id: draft.values['taxId'], fallback: 'tax' },
    ...(draft.lists['legalIds'] ?? []).map(id => ({ id })),
    ...(draft.lists['ids'] ?? []).map(id => ({ id })),
    { id: draft.values['id'] },
  ];
  const idents: Ident[] = [];
  for (const { id, scheme, fallback } of sources) {
    const at = `${path}.idents[${idents.length}]`;
    const ident = readIdent(reader, id, at, { scheme, fallback });
    if (ident) idents.push(ident);
  }
  return idents;
}

function readIdent(
  reader: CanonicalReader,
  lexical: Lexical | undefined,
  path: string,
  named: { scheme?: Lexical | undefined; fallback?: string | undefined } = {},
): Ident | undefined {
  const value = reader.identifier(lexical, `${path}.value`);
  if (value === undefined || !lexical) return undefined;
  const own = reader.identifier(lexical.attributes?.['schemeID'] ?? named.scheme, `${path}.scheme`);
  const scheme = own ?? named.fallback ?? null;
  checkIdent(reader, { scheme, value }, { lexical, path });
  return { scheme, value };
}

/** ID-01 LEI, ID-03 GLN, ID-04 USCC by scheme; ID-06 for values that can be no key. */
function checkIdent(
  reader: CanonicalReader,
  ident: Ident,
  from: { lexical: Lexical; path: string },
): void {
  const place = { path: from.path, line: from.lexical.at.line, column: from.lexical.at.column };
  const scheme = ident.scheme?.toUpperCase() ?? '';
  const params = { value: ident.value, scheme };
  const checks = [
    { rule: 'ID-01', applies: scheme === 'LEI' || scheme === '0199', as: 'LEI' as const },
    { rule: 'ID-03', applies: /^(GLN|0088)$/.test(scheme), as: 'GLN' as const },
    { rule: 'ID-04', applies: scheme === 'USCC', as: 'USCC' as const },
  ];
  for (const check of checks) {
    if (check.applies && !hasCheckDigits(check.as, ident.value)) {
      reader.findings.push(warning(check.rule, place, params));
    }
  }
  if (isPlaceholder(ident.value)) reader.findings.push(warning('ID-06', place, params));
}

/** Words and digit runs that people type where they have no identifier. */
function isPlaceholder(value: string): boolean {
  return /^(0+|1234*5*6*7*8*9*0*|TEST\d*|NA|NONE|UNKNOWN|X+)$/.test(bareIdent(value));
}

function readAddress(
  reader: CanonicalReader,
  draft: Draft | undefined,
  path: string,
): Address | undefined {
  if (!draft) return undefined;
  const sources = [
    ...(draft.lists['lines'] ?? []),
    draft.values['lineNumber'],
    draft.values['lineTwo'],
    ...(draft.lists['linesMore'] ?? []),
  ];
  const lines: string[] = [];
  for (const source of sources) {
    const line = reader.text(source, `${path}.lines[${lines.length}]`);
    if (line !== undefined) lines.push(line);
  }
  const parts = {
    city: reader.text(draft.values['city'], `${path}.city`),
    region: reader.text(draft.values['region'], `${path}.region`),
    regionCode: reader.identifier(draft.values['regionCode'], `${path}.regionCode`),
    postcode: reader.text(draft.values['postcode'], `${path}.postcode`),
  };
  const country = reader.identifier(draft.values['country'], `${path}.country`) ?? null;
  return { lines, country, ...present(parts) };
}

export { readAddress };

function readContact(
  reader: CanonicalReader,
  draft: Draft | undefined,
  path: string,
): Contact | undefined {
  if (!draft) return undefined;
  return present({
    name: reader.text(draft.values['name'], `${path}.name`),
    phone: reader.text(draft.values['phone'], `${path}.phone`),
    email: reader.text(draft.values['email'], `${path}.email`),
  });
}

/** An account; an IBAN is told by its form and checked (ID-02). */
export function readAccount(reader: CanonicalReader, draft: Draft, path: string): Account {
  const lexical = draft.values['iban'] ?? draft.values['id'];
  const looksIban = /^[A-Z]{2}\d{2}[A-Z0-9 ]{10,34}$/i.test(lexical?.text.trim() ?? '');
  const isNamed = draft.values['iban'] !== undefined;
  const member = isNamed || looksIban ? 'iban' : 'other';
  const value = reader.identifier(lexical, `${path}.${member}`);
  if (value !== undefined && lexical && member === 'iban' && !isIban(value)) {
    const place = { path: `${path}.iban`, line: lexical.at.line, column: lexical.at.column };
    reader.findings.push(warning('ID-02', place, { value }));
  }
  return present({
    [member]: value,
    bic: reader.identifier(draft.values['bic'], `${path}.bic`),
    bankName: reader.text(draft.values['bankName'], `${path}.bankName`),
    currency: reader.identifier(draft.values['currency'], `${path}.currency`),
  });
}

export function readItem(reader: CanonicalReader, draft: Draft | undefined, path: string): Item {
  const values = draft?.values ?? {};
  const parts = {
    description: reader.text(values['description'], `${path}.description`),
    sellerId: reader.identifier(values['sellerId'], `${path}.sellerId`),
    buyerId: reader.identifier(values['buyerId'], `${path}.buyerId`),
    standardId: readIdent(reader, values['standardId'], `${path}.standardId`),
    batch: reader.identifier(values['batch'], `${path}.batch`),
    expiresOn: reader.date(values['expiresOn'], `${path}.expiresOn`),
  };
  const classes = (draft?.lists['classes'] ?? []).flatMap((lexical, n) => {
    const value = reader.identifier(lexical, `${path}.classes[${n}].value`);
    const list = lexical.attributes?.['listID']?.text ?? null;
    return value === undefined ? [] : [{ scheme: list, value }];
  });
  const named = reader.text(values['name'], `${path}.name`);
  const name = named ?? parts.description ?? parts.sellerId ?? parts.buyerId ?? '';
  return { name, classes, ...present(parts) };
}

/** A quantity with its unit; a missing unit is `C62` (one), noted MAP-06 by the caller's rule set. */
export function readQuantity(
  reader: CanonicalReader,
  lexical: Lexical | undefined,
  path: string,
): Quantity | undefined {
  const value = reader.decimal(lexical, `${path}.value`);
  if (!value) return undefined;
  const unit = reader.identifier(lexical?.attributes?.['unitCode'], `${path}.unit`);
  return { value, unit: unit ?? 'C62' };
}

export function readPrice(
  reader: CanonicalReader,
  draft: Draft | undefined,
  at: { path: string; currency: Currency; unit: string },
): Price | undefined {
  if (!draft) return undefined;
  const { path, currency, unit } = at;
  const net = reader.decimal(draft.values['net'], `${path}.net`);
  if (!net) return undefined;
  const parts = {
    gross: reader.decimal(draft.values['gross'], `${path}.gross`),
    discount: reader.decimal(draft.values['discount'], `${path}.discount`),
  };
  const per = readQuantity(reader, draft.values['per'], `${path}.per`);
  const base = per ?? { value: { coefficient: 1n, scale: 0 }, unit };
  return { net, per: base, currency, ...present(parts) };
}

export function readAllowances(
  reader: CanonicalReader,
  drafts: readonly Draft[] | undefined,
  at: { path: string; currency: Currency },
): AllowanceCharge[] {
  return (drafts ?? []).flatMap((draft, n) => {
    const path = `${at.path}[${n}]`;
    const amount = reader.amount(draft.values['amount'], `${path}.amount`, at.currency);
    const charge = reader.flag(draft.values['charge'], `${path}.charge`) ?? false;
    if (!amount) return [];
    const parts = {
      base: reader.amount(draft.values['base'], `${path}.base`, at.currency),
      reasonCode: reader.identifier(draft.values['reasonCode'], `${path}.reasonCode`),
      reason: reader.text(draft.values['reason'], `${path}.reason`),
      vat: draft.values['category'] ? readVat(reader, draft, `${path}.vat`) : undefined,
    };
    return [{ charge, amount, ...present(parts) }];
  });
}

const CATEGORIES: Readonly<Record<string, VatCategory>> = {
  S: 'S',
  Z: 'Z',
  E: 'E',
  AE: 'AE',
  K: 'K',
  G: 'G',
  O: 'O',
  L: 'L',
  M: 'M',
  B: 'B',
  A: 'S',
  AA: 'S',
  H: 'S',
  STANDARDRATED: 'S',
  ZERORATED: 'Z',
  REVERSECHARGE: 'AE',
};

export function readVat(reader: CanonicalReader, draft: Draft, path: string): VatKey {
  const ratePpm = reader.ppm(draft.values['rate'], `${path}.ratePpm`) ?? null;
  const words = { table: CATEGORIES, fallback: 'none' as const };
  return { category: reader.code(draft.values['category'], `${path}.category`, words), ratePpm };
}

export function readRef(
  reader: CanonicalReader,
  draft: Draft | undefined,
  at: { path: string; kind: Ref['kind']; number?: string },
): Ref | undefined {
  if (!draft) return undefined;
  const own = reader.identifier(draft.values['number'], `${at.path}.number`);
  const number = own ?? at.number;
  const line = reader.identifier(draft.values['line'], `${at.path}.line`);
  if (number === undefined) return undefined;
  const issuedOn = reader.date(draft.values['issuedOn'], `${at.path}.issuedOn`);
  return { kind: at.kind, number, ...present({ line, issuedOn }) };
}

/** References of several kinds, in the order given; equal ones stand once. */
export function readRefs(
  reader: CanonicalReader,
  draft: Draft,
  sources: readonly { group: string; kind: DocumentKind }[],
): Ref[] {
  const refs: Ref[] = [];
  for (const { group, kind } of sources) {
    for (const one of draft.groups[group] ?? []) {
      const ref = readRef(reader, one, { path: `refs[${refs.length}]`, kind });
      if (ref) refs.push(ref);
    }
  }
  return refs;
}
