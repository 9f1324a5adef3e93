import {
  optional,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
  type LeafMaker,
} from '../figures/index.ts';
import type { Attachment } from '../pdf/index.ts';
import { partyLeaves, type PartyInput } from './input.ts';

/** A class of a deal; `rate` is its coupon in words of figures (`4.50 %`, `LPR + 0.50 %`). */
export type ClassInput = {
  readonly key: string;
  readonly name: string;
  readonly rank: number;
  readonly original: AmountInput;
  /** Part of all classes, and of what ranks below it, in ppm. */
  readonly sharePpm: number;
  readonly subordinationPpm: number;
  readonly amortisation: string;
  readonly rate: string;
  readonly dayCount: string;
  readonly retentionPpm?: number;
};

/** One step of a waterfall as it is printed: what it does, out of what, for whom. */
export type StepInput = {
  readonly when: string;
  readonly seq: number;
  readonly do: string;
  readonly ref: string;
  readonly from: string;
  readonly for: string;
};

/** The terms as they are executed, beside the paper that prints them (SEC-1). */
export function dealFile(canonical: string): Attachment {
  const description = 'The terms of the deal: canonical JSON, named by the deal hash';
  const bytes = Buffer.from(canonical, 'utf8');
  return { name: 'deal.json', type: 'application/json', description, bytes };
}

/** The terms of a published deal, read from their canonical text on the ledger. */
export type DealInput = {
  readonly dealId: string;
  readonly dealHash: string;
  /** The canonical terms, whose hash it is; attached as `deal.json`. */
  readonly canonical: string;
  readonly version: number;
  readonly name: string;
  readonly venue: string;
  readonly currency: string;
  readonly manager: PartyInput;
  readonly custodian: PartyInput;
  readonly originator: PartyInput;
  readonly publishedOn: string;
  readonly cutOff: string;
  readonly closing: string;
  readonly firstPayment: string;
  readonly end: string;
  readonly total: AmountInput;
  readonly classes: readonly ClassInput[];
  readonly fees: readonly {
    readonly name: string;
    readonly kind: string;
    readonly amount?: AmountInput;
  }[];
  readonly accounts: readonly { readonly name: string; readonly kind: string }[];
  readonly triggers: readonly {
    readonly name: string;
    readonly at: string;
    readonly curable: boolean;
    readonly fired: boolean;
  }[];
  readonly steps: readonly StepInput[];
  readonly pools: readonly {
    readonly poolId: string;
    readonly state: string;
    readonly assets: number;
    readonly amount: AmountInput;
    readonly eligible: AmountInput;
    readonly netPoolBalance: AmountInput;
  }[];
};

/** Leaves of a deal's terms: their source is the deal on the ledger, pools are their own. */
export function dealLeaves(input: DealInput, from: (key: string) => LeafMaker): FigureGroup {
  const deal = from(`deal~${input.dealId}`);
  return {
    dealId: deal.code(input.dealId),
    dealHash: deal.code(input.dealHash),
    version: deal.count(input.version),
    name: deal.text(input.name),
    venue: deal.code(input.venue),
    currency: deal.code(input.currency),
    manager: partyLeaves(deal, input.manager),
    custodian: partyLeaves(deal, input.custodian),
    originator: partyLeaves(deal, input.originator),
    publishedOn: deal.date(input.publishedOn),
    cutOff: deal.date(input.cutOff),
    closing: deal.date(input.closing),
    firstPayment: deal.date(input.firstPayment),
    end: deal.date(input.end),
    total: deal.money(input.total),
    classes: input.classes.map(one => classLeaves(one, deal)),
    fees: input.fees.map(({ name, kind, amount }) => ({
      name: deal.text(name),
      kind: deal.code(kind),
      amount: optional(amount, deal.money),
    })),
    accounts: input.accounts.map(({ name, kind }) => {
      return { name: deal.text(name), kind: deal.code(kind) };
    }),
    triggers: input.triggers.map(({ name, at, curable, fired }) => ({
      name: deal.text(name),
      at: deal.code(at),
      curable: deal.code(curable ? 'yes' : 'no'),
      fired: deal.code(fired ? 'fired' : 'armed'),
    })),
    steps: input.steps.map(step => stepLeaves(step, deal)),
    pools: input.pools.map(pool => {
      const make = from(`pool~${pool.poolId}`);
      return {
        poolId: make.code(pool.poolId),
        state: make.code(pool.state),
        assets: make.count(pool.assets),
        amount: make.money(pool.amount),
        eligible: make.money(pool.eligible),
        netPoolBalance: make.money(pool.netPoolBalance),
      };
    }),
  };
}

function classLeaves(one: ClassInput, deal: LeafMaker): FigureNode {
  return {
    key: deal.code(one.key),
    name: deal.text(one.name),
    rank: deal.count(one.rank),
    original: deal.money(one.original),
    share: deal.ppm(one.sharePpm),
    subordination: deal.ppm(one.subordinationPpm),
    amortisation: deal.code(one.amortisation),
    rate: deal.text(one.rate),
    dayCount: deal.code(one.dayCount),
    retention: optional(one.retentionPpm, deal.ppm),
  };
}

function stepLeaves(step: StepInput, deal: LeafMaker): FigureNode {
  return {
    when: deal.code(step.when),
    seq: deal.count(step.seq),
    do: deal.code(step.do),
    ref: deal.text(step.ref),
    from: deal.text(step.from),
    for: deal.text(step.for),
  };
}
