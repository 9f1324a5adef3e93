import { rowsCsv } from '../csv.ts';
import {
  fromLedger,
  optional,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
  type LeafMaker,
} from '../figures/index.ts';
import { dealFile } from './deal-input.ts';
import {
  actLeaves,
  partyLeaves,
  type Made,
  type PartyInput,
  type SignedActInput,
} from './input.ts';

/** What a payment date did to one class; per unit of one hundred with eight decimals, as text. */
export type ClassPaidInput = {
  readonly bond: string;
  readonly name: string;
  readonly opening: AmountInput;
  readonly interest: AmountInput;
  readonly principal: AmountInput;
  readonly closing: AmountInput;
  readonly interestDue: AmountInput;
  readonly interestPer100: string;
  readonly principalPer100: string;
  readonly factorPpm: number;
};

/** A line of the waterfall: what there was, what was due, paid and carried, and why. */
export type LineInput = {
  readonly seq: number;
  readonly do: string;
  readonly ref?: string;
  readonly from: string;
  readonly available: AmountInput;
  readonly due: AmountInput;
  readonly paid: AmountInput;
  readonly carried: AmountInput;
  readonly after: AmountInput;
  readonly supportDrawn: AmountInput;
  readonly why: string;
  readonly payees: string;
};

/**
 * DISTRIBUTION_REPORT 收益分配报告 (DOC-38). Filled from a distribution that the custodian has reviewed:
 * the lines and sums are the run's own, as they stand on the ledger.
 */
export type DistributionReportFigures = {
  readonly distributionId: string;
  readonly dealId: string;
  readonly dealHash: string;
  /** The canonical terms, whose hash it is; attached as `deal.json`. */
  readonly canonical: string;
  readonly linesHash: string;
  readonly name: string;
  readonly manager: PartyInput;
  readonly custodian: PartyInput;
  readonly on: string;
  readonly calculatedOn: string;
  readonly reviewedOn: string;
  readonly settledOn?: string;
  readonly state: string;
  readonly statusBefore: string;
  readonly statusAfter: string;
  readonly total: AmountInput;
  readonly classes: readonly ClassPaidInput[];
  readonly fees: readonly {
    readonly name: string;
    readonly payee: string;
    readonly paid: AmountInput;
    readonly due: AmountInput;
  }[];
  readonly accounts: readonly {
    readonly name: string;
    readonly opening: AmountInput;
    readonly in: AmountInput;
    readonly out: AmountInput;
    readonly closing: AmountInput;
  }[];
  readonly pools: readonly {
    readonly pool: string;
    readonly opening: AmountInput;
    readonly closing: AmountInput;
  }[];
  /** Cash of facilities, swaps and the banks of accounts: of no pool, holder or payee of a fee. */
  readonly others: readonly {
    readonly of: string;
    readonly name: string;
    readonly in: AmountInput;
    readonly out: AmountInput;
  }[];
  readonly triggers: readonly { readonly name: string; readonly to: string; readonly on: string }[];
  readonly lines: readonly LineInput[];
  readonly acts: readonly SignedActInput[];
};

export function distributionReportFigures(input: DistributionReportFigures, height: number): Made {
  const from = (key: string): LeafMaker => fromLedger(key, height);
  const make = from(`distribution~${input.distributionId}`);
  const lines = input.lines.map(line => lineLeaves(line, make));
  const tree = {
    ...headLeaves(input, make),
    classes: input.classes.map(paid => classLeaves(paid, make)),
    fees: input.fees.map(({ name, payee, paid, due }) => ({
      name: make.text(name),
      payee: make.text(payee),
      paid: make.money(paid),
      due: make.money(due),
    })),
    accounts: input.accounts.map(account => ({
      name: make.text(account.name),
      opening: make.money(account.opening),
      in: make.money(account.in),
      out: make.money(account.out),
      closing: make.money(account.closing),
    })),
    pools: input.pools.map(({ pool, opening, closing }) => ({
      pool: make.text(pool),
      opening: make.money(opening),
      closing: make.money(closing),
    })),
    others: input.others.map(other => ({
      of: make.code(other.of),
      name: make.text(other.name),
      in: make.money(other.in),
      out: make.money(other.out),
    })),
    triggers: input.triggers.map(({ name, to, on }) => ({
      name: make.text(name),
      to: make.code(to),
      on: make.date(on),
    })),
    lines,
    acts: actLeaves(from, input.acts),
  };
  const bytes = rowsCsv(lines, { bom: false });
  const description = 'Every line of the waterfall';
  const csv = { name: 'lines.csv', type: 'text/csv', description, bytes };
  return { tree, attachments: [csv, dealFile(input.canonical)] };
}

function headLeaves(input: DistributionReportFigures, make: LeafMaker): FigureGroup {
  return {
    distributionId: make.code(input.distributionId),
    dealId: make.code(input.dealId),
    dealHash: make.code(input.dealHash),
    linesHash: make.code(input.linesHash),
    name: make.text(input.name),
    manager: partyLeaves(make, input.manager),
    custodian: partyLeaves(make, input.custodian),
    on: make.date(input.on),
    calculatedOn: make.date(input.calculatedOn),
    reviewedOn: make.date(input.reviewedOn),
    settledOn: optional(input.settledOn, make.date),
    state: make.code(input.state),
    statusBefore: make.code(input.statusBefore),
    statusAfter: make.code(input.statusAfter),
    total: make.money(input.total),
  };
}

function classLeaves(paid: ClassPaidInput, make: LeafMaker): FigureNode {
  return {
    bond: make.code(paid.bond),
    name: make.text(paid.name),
    opening: make.money(paid.opening),
    interest: make.money(paid.interest),
    principal: make.money(paid.principal),
    closing: make.money(paid.closing),
    interestDue: make.money(paid.interestDue),
    interestPer100: make.text(paid.interestPer100),
    principalPer100: make.text(paid.principalPer100),
    factor: make.ppm(paid.factorPpm),
  };
}

function lineLeaves(line: LineInput, make: LeafMaker): FigureNode {
  return {
    seq: make.count(line.seq),
    do: make.code(line.do),
    ref: optional(line.ref, make.text),
    from: make.text(line.from),
    available: make.money(line.available),
    due: make.money(line.due),
    paid: make.money(line.paid),
    carried: make.money(line.carried),
    after: make.money(line.after),
    support_drawn: make.money(line.supportDrawn),
    why: make.code(line.why),
    payees: make.text(line.payees),
  };
}
