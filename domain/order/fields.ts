import type { PrivateField } from '../evidence/index.ts';
import { fail, ok, type Result } from '../result/index.ts';

/** What of an order is told privately and makes its K6. */
export type OrderFields = {
  readonly sellerTaxId: string;
  readonly buyer: string;
  readonly number: string;
};

const NAMES = ['sellerTaxId', 'buyer', 'number'] as const;

/** The fields `order.sellerTaxId`, `order.buyer`, `order.number`, or the path that is missing. */
export function readOrderFields(fields: readonly PrivateField[]): Result<OrderFields, string> {
  const values = new Map(fields.map(({ path, value }) => [path, value]));
  const found: Record<string, string> = {};
  for (const name of NAMES) {
    const value = values.get(`order.${name}`);
    if (typeof value !== 'string' || value === '') return fail(`order.${name}`);
    found[name] = value;
  }
  return ok(found as OrderFields);
}
