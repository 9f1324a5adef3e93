import { SUPPLIERS, type Member } from '../cast/cast.ts';
import { freshSales, largeSale, tradeOf } from './trade.ts';
import { decimal } from './ubl.ts';

/** A data file of an outside register, as the product asks it. */
export type RegisterFile = { readonly name: string; readonly text: string };

const VERIFICATION = ['sellerTaxId', 'number', 'issuedOn', 'currency', 'total', 'state'];
const SCREENING = ['list', 'name', 'identifier', 'aliases'];

/**
 * What the tax office, the pledge register and the screening lists hold: every invoice of the
 * suppliers, nobody's other pledge, and two invented names that are none of the cast's.
 */
export function registerFiles(): readonly RegisterFile[] {
  const invoices = SUPPLIERS.flatMap(invoicesOf);
  const listed = [
    ['UN', '示例 制裁贸易公司', 'X-0001', 'Sample Sanctioned Trading'],
    ['CN-NEGATIVE', '示例 失信物流公司', 'X-0002', 'Sample Dishonest Logistics'],
  ];
  const pledges = { source: 'sandbox pledge register', version: '2026-03-02', rows: [] };
  return [
    { name: 'invoice-verification.csv', text: table([VERIFICATION, ...invoices]) },
    { name: 'screening-lists.csv', text: table([SCREENING, ...listed]) },
    { name: 'pledge-registry.json', text: JSON.stringify(pledges) },
  ];
}

function invoicesOf(supplier: Member): readonly (readonly string[])[] {
  const sales = [...tradeOf(supplier).sales, ...freshSales(supplier), largeSale(supplier)];
  return sales.map(({ number, issuedOn, gross, voided }) => {
    const state = voided ? 'void' : 'valid';
    return [supplier.code, number, issuedOn, 'CNY', decimal(gross), state];
  });
}

function table(rows: readonly (readonly string[])[]): string {
  return `${rows.map(cells => cells.join(',')).join('\n')}\n`;
}
