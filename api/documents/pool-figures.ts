import { daysBetween } from '../../domain/calendar/index.ts';
import { LEDGER_RULES } from '../../domain/securitisation/eligibility/index.ts';
import type { FiguresByKind } from '../../reports/index.ts';
import { amountIn, ppmOf } from './deal-figures.ts';
import { LEDGER_RULES_HASH, readPool, type PoolBook } from '../pools/index.ts';
import type { PaperReading } from './reading.ts';

type Statement = FiguresByKind['POOL_STATEMENT'];
type Sale = FiguresByKind['TRUE_SALE'];

/** Figures and the block that all of them are of. */
export type Dated<F> = { readonly figures: F; readonly height: bigint };

/** The list of a pool that the reader may see; a draft too. */
export async function poolStatementFigures(
  reading: PaperReading,
  id: string,
  of: { readonly operator: string; readonly businessDate: string },
): Promise<Dated<Statement> | null> {
  const book = await poolOf(reading, id, of);
  if (!book) return null;
  const { pool, examination, members } = book;
  const { all, eligible, excess } = examination;
  const amount = amountIn(pool.amount.currency);
  const codes = codesOf(book);
  const share = ({ key, count, amount: minor, sharePpm }: Share): Statement['reasons'][number] => {
    return { key: codes.get(key) ?? key, count, amount: amount(minor), sharePpm };
  };
  const figures: Statement = {
    poolId: id,
    state: pool.state,
    originator: await reading.party(pool.originator),
    ...(pool.state !== 'draft'
      ? {
          manager: await reading.party(pool.manager),
          cutOff: pool.cutOff,
          sealedOn: pool.sealedOn,
          rulesHash: pool.rules,
        }
      : {}),
    ruleSet: LEDGER_RULES.code,
    ruleSetHash: LEDGER_RULES_HASH,
    judgedOn: book.judgedOn,
    pages: pool.pages.map(hash => ({ hash })),
    pagesRoot: book.pagesRoot,
    pooled: { count: all.count, amount: amount(all.amount) },
    eligible: { count: eligible.count, amount: amount(eligible.amount) },
    excess: amount(excess.excess),
    netPoolBalance: amount(excess.netPoolBalance),
    reasons: examination.reasons.map(share),
    excessGroups: excess.groups.map(({ by, group, excess: minor }) => {
      return { by, group: codes.get(group) ?? group, excess: amount(minor) };
    }),
    obligors: examination.obligors.map(share),
    tenors: examination.tenors.map(share),
    assets: members.map((_, index) => assetOf(book, codes, index)),
    acts: await reading.acts(`pool~${id}`, ['pool.propose', 'pool.seal', 'pool.sell']),
  };
  return { figures, height: book.block };
}

/** What the sale of a pool recorded; `null` for a pool that is not sold. */
export async function trueSaleFigures(
  reading: PaperReading,
  id: string,
  of: { readonly operator: string; readonly businessDate: string },
): Promise<Dated<Sale> | null> {
  const book = await poolOf(reading, id, of);
  if (book?.pool.state !== 'sold') return null;
  const { pool, pagesRoot } = book;
  const { sale, amount } = pool;
  const figures: Sale = {
    poolId: id,
    originator: await reading.party(pool.originator),
    manager: await reading.party(pool.manager),
    cutOff: pool.cutOff,
    sealedOn: pool.sealedOn,
    soldOn: sale.on,
    effectiveAt: sale.effectiveAt,
    pagesRoot,
    assets: pool.assets,
    amount,
    price: sale.price,
    formula: sale.formula,
    pricePpm: ppmOf(BigInt(sale.price.minor), BigInt(amount.minor)),
    isolation: sale.isolation,
    notices: sale.notices,
    ...(sale.registration === null ? {} : { registration: sale.registration }),
    rulesHash: pool.rules,
    acts: await reading.acts(`pool~${id}`, ['pool.seal', 'pool.sell']),
  };
  return { figures, height: book.block };
}

type Share = PoolBook['examination']['reasons'][number];

/** The pool, if the reader may see it. */
async function poolOf(
  reading: PaperReading,
  id: string,
  of: { readonly operator: string; readonly businessDate: string },
): Promise<PoolBook | null> {
  if (!(await reading.entity('pool', id))) return null;
  return readPool(reading.asParty(of.operator), id, of.businessDate);
}

/**
 * Debtors and their groups under codes, largest debtor first: `O1`, `O2` …, `G1`, `G2` … A paper of a
 * pool goes to people who are not to know who owes (DOC-30, DOC-53).
 */
function codesOf({ examination, members }: PoolBook): ReadonlyMap<string, string> {
  const largest = examination.obligors.map(({ key }) => key);
  const obligors = [...new Set([...largest, ...members.map(({ asset }) => asset.obligor)])];
  const groups = [...new Set(members.map(({ asset }) => asset.group))];
  const others = groups.filter(group => !obligors.includes(group));
  return new Map([
    ...obligors.map((id, at) => [id, `O${at + 1}`] as const),
    ...others.map((id, at) => [id, `G${at + 1}`] as const),
  ]);
}

function assetOf(
  { members, examination, judgedOn }: PoolBook,
  codes: ReadonlyMap<string, string>,
  index: number,
): Statement['assets'][number] {
  const [member, verdict] = [members[index], examination.verdicts[index]];
  if (!member || !verdict) throw new Error(`no asset ${index}`);
  const { asset, holding, receivable } = member;
  return {
    asset: asset.asset,
    receivableId: holding.receivable,
    reference: asset.ref,
    type: asset.type,
    obligor: codes.get(asset.obligor) ?? '—',
    group: codes.get(asset.group) ?? '—',
    face: receivable.face,
    pooled: asset.amount,
    outstanding: holding.outstanding,
    invoiceOn: receivable.invoiceOn,
    dueOn: receivable.dueOn,
    daysLeft: daysBetween(judgedOn, receivable.dueOn),
    status: receivable.status,
    assurance: 'assurance' in receivable ? receivable.assurance : 'L1',
    result: verdict.result,
    reasons: [...new Set(verdict.failures.map(({ code }) => code))],
    excess: amountIn(asset.amount.currency)(verdict.excess),
    page: member.page + 1,
    place: member.place,
    termsRoot: asset.termsRoot,
  };
}
