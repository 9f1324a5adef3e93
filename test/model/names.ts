import { idOf } from '../flow/state-double.ts';

export {
  ASSOCIATION,
  AUDITOR,
  BANK,
  BUYER,
  by,
  CARD,
  COLLECT,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  PAYEE,
  SUPPLIER,
} from '../flow/trade.ts';

/** A second enterprise, to which parts are passed on. */
export const idSecond = idOf(15);

/** Whoever attests deliveries. */
export const idCarrier = idOf(16);
