import {
  fromLedger,
  optional,
  type AmountInput,
  type FigureGroup,
  type LeafMaker,
} from '../figures/index.ts';
import { actLeaves, partyLeaves, type PartyInput, type SignedActInput } from './input.ts';

/**
 * TRUE_SALE 转让协议附件 / 交割确认 (DOC-31): what the sale of a sealed pool recorded. Filled from the
 * pool after `pool.sell`; `collected` is what the pool has received since.
 */
export type TrueSaleFigures = {
  readonly poolId: string;
  readonly originator: PartyInput;
  readonly manager: PartyInput;
  readonly cutOff: string;
  readonly sealedOn: string;
  readonly soldOn: string;
  /** Instant from which title and collections are the vehicle's. */
  readonly effectiveAt: string;
  readonly pagesRoot: string;
  readonly assets: number;
  readonly amount: AmountInput;
  readonly price: AmountInput;
  /** The price formula as the act names it, and price over amount in ppm. */
  readonly formula: string;
  readonly pricePpm: number;
  readonly isolation: string;
  readonly notices: string;
  readonly registration?: string;
  readonly rulesHash: string;
  readonly acts: readonly SignedActInput[];
};

export function trueSaleFigures(input: TrueSaleFigures, height: number): FigureGroup {
  const from = (key: string): LeafMaker => fromLedger(key, height);
  const pool = from(`pool~${input.poolId}`);
  return {
    poolId: pool.code(input.poolId),
    originator: partyLeaves(pool, input.originator),
    manager: partyLeaves(pool, input.manager),
    cutOff: pool.date(input.cutOff),
    sealedOn: pool.date(input.sealedOn),
    soldOn: pool.date(input.soldOn),
    effectiveAt: pool.date(input.effectiveAt),
    pagesRoot: pool.code(input.pagesRoot),
    assets: pool.count(input.assets),
    amount: pool.money(input.amount),
    price: pool.money(input.price),
    pricePpm: pool.ppm(input.pricePpm),
    formula: pool.code(input.formula),
    isolation: pool.code(input.isolation),
    notices: pool.code(input.notices),
    registration: optional(input.registration, pool.code),
    registered: pool.code(input.registration === undefined ? 'open' : 'done'),
    rulesHash: pool.code(input.rulesHash),
    acts: actLeaves(from, input.acts),
  };
}
