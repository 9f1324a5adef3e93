import { isList, isObject, type Wire } from '../wire/index.ts';
import type { FingerprintFields, FingerprintType } from './fingerprint.ts';

/** A private value of a claim under its path; its salt stands beside it when it is committed. */
export type FieldValue = { readonly path: string; readonly value: Wire };

/**
 * The fields of one invoice of a claim as private values, under `invoices[at].…`. They travel in
 * transient data, open the claim's root, and give its fingerprints on every endorsing peer.
 */
export function fingerprintValues(fields: FingerprintFields, at: number): FieldValue[] {
  const { lines, totalMinor, ...texts } = fields;
  const values: FieldValue[] = Object.entries(texts).map(([name, value]) => ({
    path: `invoices[${at}].${name}`,
    value,
  }));
  values.push({ path: `invoices[${at}].totalMinor`, value: totalMinor.toString() });
  if (lines)
    values.push({ path: `invoices[${at}].lines`, value: lines.map(line => ({ ...line })) });
  return values;
}

const REQUIRED = ['sellerTaxId', 'buyer', 'fiscalYear', 'number', 'issuedOn', 'currency'] as const;
const OPTIONAL = [
  'canonicalHash',
  'rawHash',
  'authorityNumber',
  'orderNumber',
  'deliveryNumber',
] as const;

/**
 * The inverse of {@link fingerprintValues}: reads the fields of invoice `at` from private values,
 * or answers undefined when one that K1 or K2 needs is missing or no text.
 */
export function readFingerprintFields(
  values: readonly FieldValue[],
  at: number,
): FingerprintFields | undefined {
  const prefix = `invoices[${at}].`;
  const own = new Map(
    values.filter(v => v.path.startsWith(prefix)).map(v => [v.path.slice(prefix.length), v.value]),
  );
  const text = (name: string): string | undefined => {
    const value = own.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const type = text('type');
  const total = text('totalMinor');
  const found = Object.fromEntries(REQUIRED.map(name => [name, text(name)]));
  if (REQUIRED.some(name => found[name] === undefined)) return undefined;
  if (!isType(type) || total === undefined || !/^-?\d{1,30}$/.test(total)) return undefined;
  const optional = Object.fromEntries(
    OPTIONAL.flatMap(name => {
      const value = text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const lines = readLines(own.get('lines'));
  const required = found as Record<(typeof REQUIRED)[number], string>;
  const base = { ...required, ...optional, type, totalMinor: BigInt(total) };
  return lines ? { ...base, lines } : base;
}

function isType(text: string | undefined): text is FingerprintType {
  return text === 'INV' || text === 'CRN';
}

function readLines(value: Wire | undefined): FingerprintFields['lines'] {
  if (!isList(value)) return undefined;
  return value.flatMap(line => {
    if (!isObject(line)) return [];
    const { item, quantity, price } = line;
    if (typeof item !== 'string' || typeof quantity !== 'string') return [];
    return typeof price === 'string' ? [{ item, quantity, price }] : [];
  });
}
