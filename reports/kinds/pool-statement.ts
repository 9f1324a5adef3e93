import { rowsCsv } from '../csv.ts';
import {
  fromFile,
  fromLedger,
  optional,
  sha256Hex,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
  type LeafMaker,
} from '../figures/index.ts';
import { rowsXlsx } from '../xlsx.ts';
import {
  actLeaves,
  partyLeaves,
  type Made,
  type PartyInput,
  type SignedActInput,
} from './input.ts';

/** A count of assets and their amount; `sharePpm` of what the table's heading says. */
export type ShareInput = {
  readonly key: string;
  readonly count: number;
  readonly amount: AmountInput;
  readonly sharePpm: number;
};

/** A pooled holding with its claim, as the ledger has both; debtors by their codes alone. */
export type PoolAssetInput = {
  readonly asset: string;
  readonly receivableId: string;
  readonly reference: string;
  readonly type: string;
  readonly obligor: string;
  readonly group: string;
  readonly face: AmountInput;
  readonly pooled: AmountInput;
  readonly outstanding: AmountInput;
  readonly invoiceOn: string;
  readonly dueOn: string;
  readonly daysLeft: number;
  readonly status: string;
  readonly assurance: string;
  /** `eligible`, `warned` or `rejected`, and the codes of the rules that it fails. */
  readonly result: string;
  readonly reasons: readonly string[];
  readonly excess: AmountInput;
  /** Page of the pool and place on it, from 1: where its leaf is found under the pages' root. */
  readonly page: number;
  readonly place: number;
  readonly termsRoot: string;
};

/**
 * POOL_STATEMENT 资产池清单 (DOC-30). Filled from the pool, its pages, holdings and claims at one height
 * and the examination of `domain/securitisation/eligibility`; nothing is judged or added up here.
 */
export type PoolStatementFigures = {
  readonly poolId: string;
  readonly state: string;
  readonly originator: PartyInput;
  readonly manager?: PartyInput;
  readonly cutOff?: string;
  readonly sealedOn?: string;
  /** Hash of the rule set that the pool was sealed under, and the set's code when it is known. */
  readonly rulesHash?: string;
  readonly ruleSet: string;
  readonly ruleSetHash: string;
  /** Day on which the assets were judged for this statement. */
  readonly judgedOn: string;
  readonly pages: readonly { readonly hash: string }[];
  readonly pagesRoot: string;
  readonly pooled: { readonly count: number; readonly amount: AmountInput };
  readonly eligible: { readonly count: number; readonly amount: AmountInput };
  readonly excess: AmountInput;
  readonly netPoolBalance: AmountInput;
  readonly reasons: readonly ShareInput[];
  readonly excessGroups: readonly {
    readonly by: string;
    readonly group: string;
    readonly excess: AmountInput;
  }[];
  readonly obligors: readonly ShareInput[];
  readonly tenors: readonly ShareInput[];
  readonly assets: readonly PoolAssetInput[];
  readonly acts: readonly SignedActInput[];
};

/** Rows of the list that the paper prints; the whole list is in the attached tables. */
const ROWS_PRINTED = 100;

/** Figures of a pool, and its loan-level tape as CSV and XLSX, named in the paper by their hashes. */
export async function poolStatementFigures(
  input: PoolStatementFigures,
  height: number,
): Promise<Made> {
  const from = (key: string): LeafMaker => fromLedger(key, height);
  const pool = from(`pool~${input.poolId}`);
  const rows = input.assets.map(asset => tapeRow(asset, input.poolId, from));
  const csv = rowsCsv(rows, { bom: false });
  const xlsx = await rowsXlsx(rows, { name: 'tape', on: input.judgedOn });
  const [csvHash, xlsxHash] = [sha256Hex(csv), sha256Hex(xlsx)];
  const tree = {
    ...headLeaves(input, pool),
    assets: rows.slice(0, ROWS_PRINTED),
    assetsLeftOut: pool.count(Math.max(0, rows.length - ROWS_PRINTED)),
    tape: {
      rows: pool.count(rows.length),
      csvHash: fromFile(csvHash, 0).code(csvHash),
      xlsxHash: fromFile(xlsxHash, 0).code(xlsxHash),
    },
    acts: actLeaves(from, input.acts),
  };
  const description = 'Loan-level tape: every asset of the pool';
  return {
    tree,
    attachments: [
      { name: 'tape.csv', type: 'text/csv', description, bytes: csv },
      { name: 'tape.xlsx', type: XLSX, description, bytes: xlsx },
    ],
  };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function headLeaves(input: PoolStatementFigures, pool: LeafMaker): FigureGroup {
  const { pooled, eligible } = input;
  return {
    poolId: pool.code(input.poolId),
    state: pool.code(input.state),
    originator: partyLeaves(pool, input.originator),
    manager: optional(input.manager, party => partyLeaves(pool, party)),
    cutOff: optional(input.cutOff, pool.date),
    sealedOn: optional(input.sealedOn, pool.date),
    rulesHash: optional(input.rulesHash, pool.code),
    ruleSet: pool.code(input.ruleSet),
    ruleSetHash: pool.code(input.ruleSetHash),
    rulesKnown: pool.code(rulesKnown(input)),
    judgedOn: pool.date(input.judgedOn),
    pages: input.pages.map(({ hash }, index) => ({
      page: pool.count(index + 1),
      hash: pool.code(hash),
    })),
    pagesRoot: pool.code(input.pagesRoot),
    pooled: { count: pool.count(pooled.count), amount: pool.money(pooled.amount) },
    eligible: { count: pool.count(eligible.count), amount: pool.money(eligible.amount) },
    excess: pool.money(input.excess),
    netPoolBalance: pool.money(input.netPoolBalance),
    reasons: input.reasons.map(share => shareLeaves(share, pool)),
    excessGroups: input.excessGroups.map(({ by, group, excess }) => ({
      by: pool.code(by),
      group: pool.text(group),
      excess: pool.money(excess),
    })),
    obligors: input.obligors.map(share => shareLeaves(share, pool)),
    tenors: input.tenors.map(share => shareLeaves(share, pool)),
  };
}

/** Whether the statement was judged under the very rules that the pool was sealed under. */
function rulesKnown({ rulesHash, ruleSetHash }: PoolStatementFigures): string {
  if (rulesHash === undefined) return 'notSealed';
  return rulesHash === ruleSetHash ? 'same' : 'other';
}

function shareLeaves({ key, count, amount, sharePpm }: ShareInput, pool: LeafMaker): FigureNode {
  return {
    key: pool.code(key),
    count: pool.count(count),
    amount: pool.money(amount),
    share: pool.ppm(sharePpm),
  };
}

function tapeRow(
  asset: PoolAssetInput,
  poolId: string,
  from: (key: string) => LeafMaker,
): FigureNode {
  const page = from(`poolPage~${poolId}~${asset.page - 1}`);
  const claim = from(`receivable~${asset.receivableId}`);
  const holding = from(`holding~${asset.asset}`);
  return {
    asset: page.code(asset.asset),
    receivable: holding.code(asset.receivableId),
    reference: page.text(asset.reference),
    type: page.code(asset.type),
    obligor: page.text(asset.obligor),
    group: page.text(asset.group),
    face: claim.money(asset.face),
    pooled: page.money(asset.pooled),
    outstanding: holding.money(asset.outstanding),
    invoice_on: claim.date(asset.invoiceOn),
    due_on: claim.date(asset.dueOn),
    days_left: claim.count(asset.daysLeft),
    status: claim.code(asset.status),
    assurance: claim.code(asset.assurance),
    result: holding.code(asset.result),
    reasons: optional(asset.reasons.length > 0 ? asset.reasons.join(' ') : undefined, holding.code),
    excess: holding.money(asset.excess),
    page: page.count(asset.page),
    place: page.count(asset.place),
    terms_root: page.code(asset.termsRoot),
  };
}
