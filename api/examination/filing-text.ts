import { daysBetween } from '../../domain/calendar/index.ts';
import { fromWire, type Money } from '../../domain/money/index.ts';
import { INVOICES_IN_TEXT_MAX, registrationText } from '../../domain/receivable/index.ts';
import { invariant } from '../../domain/result/index.ts';
import type { Case, Named } from './read-case.ts';

export const TEMPLATE = 'zd-2026-1';
const SYSTEM = 'Tallystick';
const DAYS_OF_MONTH = 30;

/** The text of a filing about this financing, and the list of invoices where there are too many. */
export function filingText(
  read: Case,
  term: { readonly from: string; readonly until: string },
  keepList: (text: string) => Promise<string>,
): Promise<string> {
  const { financing, receivables, names, invoices } = read;
  const nameOf = (party: string): Named => names.get(party) ?? { name: party, code: null };
  const refs = receivables.flatMap(claim => claim.invoices.map(row => row.fingerprintRef));
  const numbers = refs.map(ref => invoices.get(ref)?.number ?? ref.slice(0, 16)).sort();
  const fields = {
    vouchers: receivables.map(claim => claim.receivable),
    system: SYSTEM,
    buyer: nameOf(financing.buyer),
    supplier: nameOf(receivables[0]?.supplier ?? financing.holder),
    holder: nameOf(financing.holder),
    funder: nameOf(financing.funder),
    face: sum(receivables.map(({ face }) => fromWire(face))),
    moved: fromWire(financing.outstanding),
    openedOn: receivables.map(claim => claim.offeredOn).sort()[0] ?? term.from,
    dueOn: financing.payOn,
    contract: null,
    invoices: numbers,
    agreement: financing.financing,
    months: Math.ceil(daysBetween(term.from, term.until) / DAYS_OF_MONTH),
  };
  return write(fields, keepList);
}

async function write(
  fields: Parameters<typeof registrationText>[1],
  keepList: (text: string) => Promise<string>,
): Promise<string> {
  const many = fields.invoices.length > INVOICES_IN_TEXT_MAX;
  const attachment = many ? await keepList(fields.invoices.join('\n')) : null;
  const text = registrationText(TEMPLATE, fields, attachment);
  invariant('R-46', text.ok, () => `the filing of ${fields.agreement} cannot be written out`);
  return text.value;
}

function sum(amounts: readonly Money[]): Money {
  const [first] = amounts;
  const minor = amounts.reduce((total, amount) => total + amount.minor, 0n);
  return { minor, currency: first?.currency ?? 'CNY' };
}
