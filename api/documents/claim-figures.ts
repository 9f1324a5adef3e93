import type { Entities } from '../../domain/event/index.ts';
import type { FiguresByKind } from '../../reports/index.ts';
import type { PaperReading } from './reading.ts';
import { tradeOf } from './trade-names.ts';

type Claim = Entities['receivable'];
type Holding = Entities['holding'];

/** The certificate of the part of a claim that the reader holds, else of its first part. */
export async function certificateFigures(
  reading: PaperReading,
  id: string,
): Promise<FiguresByKind['RECEIVABLE_CERTIFICATE'] | null> {
  const claim = await reading.entity('receivable', id);
  const confirmation = claim ? confirmationOf(claim) : null;
  const holdings = await holdingsOf(reading, id);
  const holding = holdings.find(({ holder }) => holder === reading.tenant) ?? holdings[0];
  if (!claim || !confirmation || !holding) return null;
  const { face } = claim;
  const zero = { minor: '0', currency: face.currency };
  const state = statusOf(holding);
  const part = (name: HoldingStatus): typeof face => (name === state ? holding.outstanding : zero);
  const children = await childrenOf(reading, holdings, holding);
  const parent = holdings.find(one => one.holding === holding.parent);
  return {
    receivableId: id,
    holdingId: holding.holding,
    debtor: await reading.party(claim.buyer),
    creditor: await reading.party(claim.supplier),
    holder: await reading.party(holding.holder),
    face,
    amount: holding.amount,
    free: part('free'),
    reserved: part('reserved'),
    pledged: part('pledged'),
    sold: part('sold'),
    pooled: part('pooled'),
    issuedOn: confirmation.on,
    startOn:
      [claim.invoiceOn, claim.acceptedOn ?? claim.invoiceOn, confirmation.on].sort()[0] ?? '',
    dueOn: claim.dueOn,
    status: claim.status,
    assurance: 'assurance' in claim ? claim.assurance : 'L3',
    transferCount: holding.tier,
    invoices: (await tradeOf(reading, referencesOf(claim))).invoices,
    account: await reading.account(confirmation.payTo),
    ...(parent ? { parent: { holdingId: parent.holding, amount: parent.amount } } : {}),
    children,
    acts: await reading.acts(`receivable~${id}`, ['receivable.offer', 'receivable.confirm']),
  };
}

/** What the debtor declared with its signature. */
export async function confirmationFigures(
  reading: PaperReading,
  id: string,
): Promise<FiguresByKind['DEBT_CONFIRMATION'] | null> {
  const claim = await reading.entity('receivable', id);
  const confirmation = claim ? confirmationOf(claim) : null;
  if (!claim || !confirmation) return null;
  const trade = await tradeOf(reading, referencesOf(claim));
  const orders = claim.order === null ? trade.orders : [claim.order];
  return {
    receivableId: id,
    debtor: await reading.party(claim.buyer),
    creditor: await reading.party(claim.supplier),
    face: claim.face,
    dueOn: claim.dueOn,
    confirmedOn: confirmation.on,
    ...(trade.contract === null ? {} : { contract: trade.contract }),
    orders,
    deliveries: trade.deliveries,
    invoices: trade.invoices,
    account: await reading.account(confirmation.payTo),
    undertaking: confirmation.undertaking,
    ...(confirmation.setOff ? { setOff: confirmation.setOff } : {}),
    assignable: true,
    deductions: [],
    root: claim.root,
    acts: await reading.acts(`receivable~${id}`, ['receivable.offer', 'receivable.confirm']),
  };
}

async function holdingsOf(reading: PaperReading, id: string): Promise<readonly Holding[]> {
  const rows = await reading.query<{ body: Holding }>(
    'select body from book.holding where receivable = $1 order by block, tx_index, id',
    [id],
  );
  return rows.map(({ body }) => body);
}

async function childrenOf(
  reading: PaperReading,
  holdings: readonly Holding[],
  of: Holding,
): Promise<FiguresByKind['RECEIVABLE_CERTIFICATE']['children']> {
  const children = holdings.filter(({ parent }) => parent === of.holding);
  return Promise.all(
    children.map(async child => {
      const { name } = await reading.party(child.holder);
      const { holding, amount } = child;
      return { holdingId: holding, holder: name, amount, status: statusOf(child) };
    }),
  );
}

type HoldingStatus = Holding['state'] | 'pooled';

/** A holding that a pool has taken stands locked for it on the ledger; on paper it says so. */
function statusOf(holding: Holding): HoldingStatus {
  return holding.state === 'reserved' && holding.lockedFor.kind === 'pool'
    ? 'pooled'
    : holding.state;
}

function confirmationOf(claim: Claim): {
  payTo: string;
  undertaking: 'irrevocable' | 'setOffReserved';
  setOff: Claim['face'] | null;
  on: string;
} | null {
  return 'confirmation' in claim ? claim.confirmation : null;
}

function referencesOf(claim: Claim): readonly string[] {
  return claim.invoices.map(({ fingerprintRef }) => fingerprintRef);
}
