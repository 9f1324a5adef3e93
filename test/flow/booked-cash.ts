import type { ActBodies } from '../../domain/act/index.ts';
import type { StateDouble } from './state-double.ts';
import { stands } from './steps.ts';
import { BANK, BUYER, by, CLAIM, cny, DAY, ESCROW, FUNDER, hashOf, OPERATOR } from './trade.ts';

export const statement: ActBodies['cash.statement'] = {
  statement: 's1',
  account: ESCROW,
  sequence: '1',
  opening: cny(0),
  closing: cny(5),
  entries: 1,
  file: hashOf(1),
  suspect: false,
};
export const bank = [by(BANK, 'cash')];
export const stated = (changes: object) => async (ledger: StateDouble) =>
  stands(await ledger.act('cash.statement', BANK, { ...statement, ...changes }, bank));

export const received: ActBodies['cash.receive'] = {
  entry: hashOf(601),
  account: ESCROW,
  amount: cny(5),
  valueOn: DAY,
  payer: BUYER,
  payerRef: hashOf(2),
  statement: 's1',
};
export const booked = (changes: object) => async (ledger: StateDouble) => {
  await stated({})(ledger);
  stands(await ledger.act('cash.receive', BANK, { ...received, ...changes }, bank));
};

export const reversal = {
  entry: hashOf(602),
  reverses: hashOf(601),
  valueOn: DAY,
  statement: 's1',
};

export const MATCHER = [by(OPERATOR, 'matcher', 9)];
export function matched(ledger: StateDouble, allocation: object) {
  const body = { payment: hashOf(601), tier: 1, allocations: [allocation as never] };
  return ledger.act('payment.match', OPERATOR, body, MATCHER);
}
export const toClaim = (minor: number, id = CLAIM) => ({
  target: 'receivable',
  id,
  amount: cny(minor),
});

export const folded = async (ledger: StateDouble) => {
  const fold = { party: FUNDER, currency: 'CNY', upTo: DAY };
  stands(await ledger.act('balance.fold', OPERATOR, fold, [by(OPERATOR, 'system', 8)]));
};
