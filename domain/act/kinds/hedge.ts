import { HEDGE_KINDS } from '../../hedge/state.ts';
import type { Role } from '../../party/roles.ts';
import { kind, type SignerOption } from '../kind.ts';
import {
  amount,
  amountSigned,
  code,
  count,
  date,
  document,
  hash,
  id,
  list,
  object,
  oneOf,
  text,
} from '../schema.ts';

const CHECKER: readonly Role[] = ['checker', 'director'];
const signers = (): readonly SignerOption[] => [[{ of: 'actor', needs: [['treasurer'], CHECKER] }]];
const record = {
  endorsement: 'E0',
  visibility: 'V3',
  flow: 'core',
  actors: ['funder', 'enterprise', 'operator'],
  signers,
  stepUp: 'none',
} as const;

const COVERED = object({ item: id, amount });

/** Hedges and money that changes its currency (receivables.md §10). */
export const hedgeKinds = {
  'hedge.record': kind({
    ...record,
    body: object({
      hedge: id,
      kind: oneOf(...HEDGE_KINDS),
      pair: text(7),
      notional: amount,
      ratePpm: count(1, 1_000_000_000_000),
      maturesOn: date,
      bank: code(),
      confirmation: document,
      /** Items are financings. */
      covered: list(COVERED, 0, 100),
    }),
  }),
  'hedge.settle': kind({
    ...record,
    body: object({ hedge: id, amount: amountSigned, entry: hash }),
  }),
  'fx.convert': kind({
    ...record,
    /** `rate` is the pair, `at` the day of its official rate; `to` is what is computed. */
    body: object({ from: amount, to: amount, rate: text(7), at: date }),
    visibility: 'V0',
    flow: 'disburse',
    band: ({ from }) => [from],
    stepUp: 'one',
  }),
} as const;
