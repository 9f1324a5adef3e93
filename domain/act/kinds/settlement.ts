import { DIFFERENCES, MATCH_TARGETS } from '../../settlement/words.ts';
import type { Role } from '../../party/roles.ts';
import { kind, type SignerOption } from '../kind.ts';
import {
  amount,
  amountSigned,
  code,
  count,
  date,
  flag,
  hash,
  id,
  list,
  object,
  oneOf,
  optional,
} from '../schema.ts';

/**
 * "Bank key, or cash maker+checker": one person or program of a bank; `decide` asks the operator
 * for two, because only it can see which kind of party acts.
 */
const BANK: readonly Role[] = ['cash', 'treasurer', 'maker', 'system'];
const CASH: readonly Role[] = ['cash'];
const CASH_CHECKER: readonly Role[] = ['cash', 'checker', 'director'];
/** Where amounts decide the band, a second person of cash is no checker (§9.1). */
const CHECKER: readonly Role[] = ['checker', 'director'];

function own(...needs: (readonly Role[])[]): SignerOption {
  return [{ of: 'actor', needs }];
}

/** The operator's own money is its director's decision at any amount, whoever tells of it. */
const COVERED: SignerOption = [{ of: 'operator', needs: [CASH, ['director']] }];

const ALLOCATION = object({
  target: oneOf(...MATCH_TARGETS),
  id,
  amount,
  difference: optional(object({ code: oneOf(...DIFFERENCES), amount })),
});

const core = { endorsement: 'E0', visibility: 'V0', flow: 'core', stepUp: 'none' } as const;

const bankActs = {
  'cash.statement': kind({
    ...core,
    body: object({
      statement: code(),
      account: id,
      sequence: code(),
      opening: amountSigned,
      closing: amountSigned,
      entries: count(0, 1_000_000),
      file: hash,
      suspect: flag,
    }),
    visibility: 'V3',
    actors: ['bank', 'operator'],
    signers: () => [own(BANK)],
  }),
  'cash.receive': kind({
    ...core,
    body: object({
      entry: hash,
      account: id,
      amount,
      valueOn: date,
      /** The payer, where its account is known. */
      payer: optional(id),
      payerRef: hash,
      statement: code(),
    }),
    actors: ['bank', 'operator'],
    signers: () => [own(BANK)],
  }),
  'cash.reverse': kind({
    ...core,
    body: object({
      entry: hash,
      reverses: hash,
      valueOn: date,
      statement: code(),
      /** What of the credit has become others' money: the operator's own balance bears it. */
      cover: optional(amount),
    }),
    actors: ['bank', 'operator'],
    signers: ({ cover }) => [[...own(BANK), ...(cover ? COVERED : [])]],
  }),
  'payout.confirm': kind({
    ...core,
    /** `account` is the bank account that paid. */
    body: object({ payout: id, entry: hash, account: id, amount, valueOn: date }),
    actors: ['bank', 'operator'],
    signers: () => [own(BANK)],
  }),
  'payout.fail': kind({
    ...core,
    body: object({ payout: id, reason: code(), message: hash }),
    actors: ['bank', 'operator'],
    signers: () => [own(BANK)],
  }),
} as const;

/** Acts about bank entries, payments, payouts and balances (receivables.md §7). */
export const settlementKinds = {
  ...bankActs,
  'payment.match': kind({
    ...core,
    body: object({
      payment: hash,
      allocations: list(ALLOCATION, 1, 200),
      tier: count(1, 5),
    }),
    actors: ['operator'],
    signers: ({ tier }) =>
      tier <= 2 ? [own(['matcher']), own(CASH, CASH_CHECKER)] : [own(CASH, CASH_CHECKER)],
  }),
  'payment.unmatch': kind({
    ...core,
    body: object({ match: id, reason: code() }),
    actors: ['operator'],
    signers: () => [own(CASH, CASH_CHECKER)],
  }),
  'payment.refund': kind({
    ...core,
    /** `account` is one of the payer's. */
    body: object({ payment: hash, payout: id, account: id, amount }),
    flow: 'disburse',
    actors: ['operator'],
    signers: () => [own(CASH, CHECKER)],
    band: ({ amount: back }) => [back],
    stepUp: 'one',
  }),
  'payout.file': kind({
    ...core,
    /** `account` is the one that the file debits. */
    body: object({ file: hash, account: id, payouts: list(id, 1, 500), total: amount }),
    actors: ['operator'],
    signers: () => [own(CASH)],
  }),
  'balance.fold': kind({
    ...core,
    body: object({
      party: id,
      currency: code(3),
      upTo: date,
      /** What of the folded money goes to the party's own bank account now. */
      pay: optional(object({ payout: id, account: id, amount })),
    }),
    actors: ['operator'],
    signers: ({ pay }) => [pay ? own(CASH, CHECKER) : own(['system', 'cash'])],
    band: ({ pay }) => (pay ? [pay.amount] : []),
  }),
} as const;
