import type { Deduction, Ref, Remittance, RemittanceItem } from '../../domain/document/index.ts';
import { sum, type Currency, type Money } from '../../domain/money/index.ts';
import { warning } from '../finding.ts';
import type { Draft } from '../locator.ts';
import { readCurrency } from './currency.ts';
import { finish, readMessageHead, type Builder, type From } from './message-head.ts';
import { present, readRef } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

/** Builds a remittance advice, an account of a trading partner, or a reminder. */
export function remittanceBuilder<K extends Remittance['kind']>(kind: K): Builder<K> {
  return (reader, draft, context) => {
    const from = { reader, draft, context, kind };
    const head = readMessageHead(from);
    const items = draft.groups['items'] ?? [];
    const amounts = [draft.values['total'], ...items.flatMap(i => Object.values(i.values))];
    const currency = readCurrency(reader, draft, amounts);
    if (!head || !currency) return undefined;
    const read = items.map((one, n) => remittanceItem(reader, one, { n, currency }));
    const stated = reader.amount(draft.values['total'], 'total', currency);
    const derivation = { formula: 'sum of items', inputs: ['items'] };
    const total = stated ?? reader.derive(sumOf(read, currency), 'total', derivation);
    compareTotal(reader, draft, { stated, items: read, currency });
    const rest = {
      paidOn: reader.date(draft.values['paidOn'], 'paidOn'),
      trace: reader.identifier(draft.values['trace'], 'trace'),
    };
    const refs = read.flatMap(i => (i.ref ? [i.ref] : []));
    const body = { total, items: read, ...present(rest) };
    return finish(from as From<K>, head, { currency, refs, body });
  };
}

/** PAY-03: the items of a remittance do not add up to its total. */
function compareTotal(
  reader: CanonicalReader,
  draft: Draft,
  of: { stated: Money | undefined; items: readonly RemittanceItem[]; currency: Currency },
): void {
  const { stated, items, currency } = of;
  if (!stated || items.length === 0) return;
  const computed = sumOf(items, currency);
  if (computed.minor === stated.minor) return;
  const place = { path: 'total', line: draft.at.line, column: draft.at.column };
  const params = { stated: stated.minor.toString(), computed: computed.minor.toString() };
  reader.findings.push(warning('PAY-03', place, params));
}

function sumOf(items: readonly RemittanceItem[], currency: Currency): Money {
  return sum(
    items.map(i => i.amount),
    currency,
  );
}

function remittanceItem(
  reader: CanonicalReader,
  one: Draft,
  of: { n: number; currency: Currency },
): RemittanceItem {
  const path = `items[${of.n}]`;
  const { currency } = of;
  const at = (name: string): Money | undefined =>
    reader.amount(one.values[name], `${path}.${name}`, currency);
  const debit = at('amount') ?? at('debit') ?? { minor: 0n, currency };
  const credit = at('credit');
  const amount = credit
    ? reader.derive({ minor: debit.minor - credit.minor, currency }, `${path}.amount`, {
        formula: 'debit − credit',
        inputs: [`${path}.debit`, `${path}.credit`],
      })
    : debit;
  const rest = {
    ref: itemRef(reader, one, path),
    gross: at('gross'),
    discount: at('discount'),
    note: reader.text(one.values['note'], `${path}.note`),
  };
  return { amount, deductions: deductionsOf(reader, one, { path, currency }), ...present(rest) };
}

function itemRef(reader: CanonicalReader, one: Draft, path: string): Ref | undefined {
  const { invoice, creditNote } = one.parts;
  return (
    readRef(reader, invoice, { path: `${path}.ref`, kind: 'invoice' }) ??
    readRef(reader, creditNote, { path: `${path}.ref`, kind: 'creditNote' })
  );
}

function deductionsOf(
  reader: CanonicalReader,
  one: Draft,
  of: { path: string; currency: Currency },
): Deduction[] {
  return (one.groups['deductions'] ?? []).flatMap((deduction, n): Deduction[] => {
    const path = `${of.path}.deductions[${n}]`;
    const amount = reader.amount(deduction.values['amount'], `${path}.amount`, of.currency);
    const code = reader.identifier(deduction.values['code'], `${path}.code`) ?? '';
    const ref = readRef(reader, deduction, { path: `${path}.ref`, kind: 'creditNote' });
    return amount ? [{ code, amount, ...present({ ref }) }] : [];
  });
}
