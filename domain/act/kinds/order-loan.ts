import type { Role } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  amount,
  amountOrZero,
  code,
  date,
  hash,
  id,
  list,
  object,
  optional,
  ppm,
} from '../schema.ts';

const MAKER: readonly Role[] = ['maker', 'treasurer', 'director', 'admin'];
const CHECKER: readonly Role[] = ['checker', 'director'];
const APR_PPM_MAX = 1_000_000;
const own = (...needs: (readonly Role[])[]): readonly SignerOption[] => [[{ of: 'actor', needs }]];

/** Loans on orders and what becomes of them (receivables.md §3). */
export const orderLoanKinds = {
  'orderLoan.request': kind({
    body: object({
      loan: id,
      order: id,
      amount,
      dueOn: date,
      /** The account of an upstream vendor that draws may pay straight. */
      use: optional(id),
      sealedFor: list(id, 1, 20),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['enterprise'],
    signers: () => own(MAKER, CHECKER),
    band: body => [body.amount],
    stepUp: 'none',
  }),
  'orderLoan.quote': kind({
    /** `line` is the funder's own live limit on the debtor. */
    body: object({ quote: id, loan: id, line: id, commitment: hash, until: date }),
    endorsement: 'E0',
    visibility: 'V2',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => own(MAKER),
    stepUp: 'none',
  }),
  'orderLoan.accept': kind({
    body: object({
      loan: id,
      quote: id,
      terms: object({ programme: code(), ratePpm: ppm(), advancePpm: ppm() }),
      salt: code(22),
      /** What it costs when all is drawn today and paid on the due day. */
      shown: object({ totalCost: amountOrZero, aprPpm: ppm(APR_PPM_MAX) }),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['enterprise'],
    signers: () => own(MAKER, CHECKER),
    stepUp: 'none',
  }),
  'orderLoan.commit': kind({
    body: object({ loan: id, lines: list(id, 3, 5), amount }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => own(MAKER),
    band: body => [body.amount],
    stepUp: 'none',
  }),
  'orderLoan.draw': kind({
    body: object({ loan: id, amount, milestone: code(), payTo: id }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'drawdown',
    actors: ['enterprise'],
    signers: () => own(USER),
    band: body => [body.amount],
    stepUp: 'none',
  }),
  'orderLoan.fund': kind({
    /** `draw` is the id of the draw's act. */
    body: object({ loan: id, draw: id, payout: id, amount }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'disburse',
    actors: ['funder', 'operator'],
    signers: () => own(['treasurer']),
    band: body => [body.amount],
    stepUp: 'one',
  }),
  'orderLoan.convert': kind({
    body: object({
      loan: id,
      /** The id of the financing that begins with it. */
      financing: id,
      holdings: list(id, 1, 200),
      amount,
      surplus: amountOrZero,
      /** The funder's lines and the supplier's account: for a surplus only. */
      lines: optional(list(id, 3, 5)),
      account: optional(id),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    // The funder stands in the loan: `decideConvert` asks for its key.
    signers: () => own(USER),
    band: ({ surplus }) => [surplus],
    stepUp: 'none',
  }),
} as const;
