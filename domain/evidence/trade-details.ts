import { isBusinessDate } from '../calendar/index.ts';
import { isCurrency } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { isList, isObject, type Wire } from '../wire/index.ts';
import { readFingerprintFields } from './fingerprint-fields.ts';
import type { FingerprintFields } from './fingerprint.ts';
import { isSalt, type PrivateField } from './merkle.ts';

/**
 * What invoice `i` of a claim tells the registry, privately: the fields of its fingerprints and,
 * where they apply, `invoices[i].creditNotesMinor`, `.assignment` and `.assignable`.
 */
export type InvoiceDetails = FingerprintFields & {
  /** Credit notes that reduce the invoice, in minor units; none when the path is absent. */
  readonly creditNotesMinor: bigint;
  /** A sign that the invoice is sold or pledged: payee, type code 393 or 396, note, XBRL flag. */
  readonly assignment: 'payee' | 'typeCode' | 'note' | 'xbrlFlag' | null;
  /** False when the contract bars assignment and the buyer has not consented. */
  readonly assignable: boolean;
};

const ASSIGNMENTS = ['payee', 'typeCode', 'note', 'xbrlFlag', null] as const;

/** Private fields as they come in a transient value; `null` when the form is wrong. */
export function readPrivateFields(value: Wire | undefined): readonly PrivateField[] | null {
  if (!isList(value) || value.length === 0) return null;
  const fields: PrivateField[] = [];
  const paths = new Set<string>();
  for (const entry of value) {
    const field = readPrivateField(entry);
    if (!field || paths.has(field.path)) return null;
    paths.add(field.path);
    fields.push(field);
  }
  return fields;
}

function readPrivateField(entry: Wire): PrivateField | null {
  if (!isObject(entry) || Object.keys(entry).length !== 3) return null;
  const { path, salt, value } = entry;
  if (typeof path !== 'string' || typeof salt !== 'string' || value === undefined) return null;
  return isSalt(salt) ? { path, salt, value } : null;
}

/** The details of the first `count` invoices of a claim, or the path that is missing or wrong. */
export function readInvoiceDetails(
  fields: readonly PrivateField[],
  count: number,
): Result<readonly InvoiceDetails[], string> {
  const values = new Map(fields.map(({ path, value }) => [path, value]));
  const invoices: InvoiceDetails[] = [];
  for (let at = 0; at < count; at++) {
    const found = readFingerprintFields(fields, at);
    if (!found || !isBusinessDate(found.issuedOn) || !isCurrency(found.currency)) {
      return fail(`invoices[${at}]`);
    }
    const signs = readSigns(name => values.get(`invoices[${at}].${name}`));
    if (!signs.ok) return fail(`invoices[${at}].${signs.error}`);
    invoices.push({ ...found, ...signs.value });
  }
  return ok(invoices);
}

type Signs = Pick<InvoiceDetails, 'creditNotesMinor' | 'assignment' | 'assignable'>;

function readSigns(of: (name: string) => Wire | undefined): Result<Signs, string> {
  const credited = of('creditNotesMinor') ?? '0';
  if (typeof credited !== 'string' || !/^(0|[1-9]\d{0,29})$/.test(credited)) {
    return fail('creditNotesMinor');
  }
  const sign = of('assignment') ?? null;
  const assignment = ASSIGNMENTS.find(word => word === sign);
  if (assignment === undefined) return fail('assignment');
  const assignable = of('assignable') ?? true;
  if (typeof assignable !== 'boolean') return fail('assignable');
  return ok({ creditNotesMinor: BigInt(credited), assignment, assignable });
}
