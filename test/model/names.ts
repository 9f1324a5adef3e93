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

/** The broker's own account at a bank, and its risk line. */
export const idOperatorAccount = idOf(24);
export const idOwnLine = idOf(54);

/** Claims that a campaign begins with. */
export const idClaim = (number: number): string => idOf(400 + number);

/** Partners with the accounts that they are paid to: one of high risk that is paid fees, one that adds value. */
export const idPartners = [idOf(430), idOf(431)] as const;
export const idPartnerAccounts = [idOf(440), idOf(441)] as const;
