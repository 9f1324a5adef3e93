import { schema } from '../act/index.ts';
import { invariant } from '../result/index.ts';
import type { Fault, Wire } from '../wire/index.ts';
import type { FeeTerm } from './price.ts';
import { FEE_KINDS, FEE_PAYEES, FEE_PAYERS } from './words.ts';

const MINOR = schema.code(20);
const FEE_TERM = schema.object({
  kind: schema.oneOf(...FEE_KINDS),
  base: schema.oneOf('face', 'advance'),
  ppm: schema.ppm(),
  flatMinor: MINOR,
  floorMinor: MINOR,
  capMinor: schema.optional(MINOR),
  annual: schema.flag,
  payer: schema.oneOf(...FEE_PAYERS),
  payee: schema.oneOf(...FEE_PAYEES),
});
const FEES = schema.list(FEE_TERM, 0, 10);

/** Parameter `price.fees`: the platform's fees, one by one; none unless the channel sets them. */
export const FEES_KEY = 'price.fees';

/** Reads the parameter's value; a value that does not fit was let in by us, so we stop. */
export function feeTermsOf(value: Wire): readonly FeeTerm[] {
  const faults: Fault[] = [];
  const terms = FEES.read(value, FEES_KEY, faults);
  const named = (): string => faults.map(({ path, fault }) => `${path} ${fault}`).join('; ');
  invariant('PARAM', terms !== undefined && faults.length === 0, named);
  return terms.map(term => ({ ...term, capMinor: term.capMinor ?? null }));
}
