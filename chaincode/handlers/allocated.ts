import { OWED_STATES, type Financing, type OwedFinancing } from '../../domain/financing/index.ts';
import type { Holding } from '../../domain/receivable/index.ts';
import {
  financingOf as lienOf,
  loanOf,
  type DemandState,
  type DivideState,
  type LoanState,
  type MatchState,
} from '../../domain/settlement/index.ts';
import type { Tx } from '../tx.ts';
import { claimsOf, financingOf } from './claims.ts';

type Allocated = {
  readonly target: string;
  readonly id: string;
  readonly amount: { readonly minor: string };
};

/** Claims, holdings, financings and demands that allocations touch; exact keys only. */
export async function allocatedOf(
  tx: Tx,
  allocations: readonly Allocated[],
): Promise<Pick<MatchState, keyof DivideState | 'demands' | 'loans' | 'rest' | 'inFlight'>> {
  const ids = allocations.filter(({ target }) => target === 'receivable').map(({ id }) => id);
  const claims = await claimsOf(tx, ids);
  const losses = claims.flatMap(claim => claim.losses);
  const names = [
    ...claims.flatMap(claim => claim.holdings),
    ...losses.map(({ holding }) => holding),
  ];
  const holdings: ReadonlyMap<string, Holding> = await tx.entities('holding', names);
  const liens = [...holdings.values()].map(holding => lienOf(holding) ?? '');
  const wanted = [...liens, ...losses.map(({ financing }) => financing)].filter(Boolean);
  const found = await tx.entities('financing', [...new Set(wanted)]);
  const owed = [...found.values()].filter(isOwed);
  return {
    receivables: new Map(claims.map(claim => [claim.receivable, claim])),
    holdings,
    financings: new Map(owed.map(financing => [financing.financing, financing])),
    sellers: new Map([...found.values()].map(({ financing, holder }) => [financing, holder])),
    drawn: await drawnFor(
      tx,
      losses.map(({ financing }) => financing),
    ),
    demands: await demandsOf(tx, allocations),
    loans: await loansOf(tx, loansNamed(allocations)),
    kept: await loansOf(tx, new Set([...holdings.values()].flatMap(one => loanOf(one) ?? []))),
    inFlight: await inFlightOf(tx, [...holdings.values()]),
    rest: await restOf(tx, { allocations, owed, known: new Set(names) }),
  };
}

/** What the risk reserve gave for losses and has not got back. */
async function drawnFor(tx: Tx, losses: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const uses = await tx.entities('reserveUse', [...new Set(losses)]);
  return new Map([...uses.values()].map(({ loss, drawn }) => [loss, BigInt(drawn)]));
}

/** Payouts that are on their way for holdings that are kept for a financing. */
async function inFlightOf(
  tx: Tx,
  holdings: readonly Holding[],
): Promise<ReadonlyMap<string, string>> {
  const flying = new Map<string, string>();
  for (const holding of holdings) {
    if (holding.state !== 'reserved' || holding.lockedFor.kind !== 'financing') continue;
    const financing = await tx.entity('financing', holding.lockedFor.id);
    if (financing?.status === 'disbursing') flying.set(holding.holding, financing.payout);
  }
  return flying;
}

const loansNamed = (allocations: readonly Allocated[]): ReadonlySet<string> =>
  new Set(allocations.filter(({ target }) => target === 'loan').map(({ id }) => id));

async function loansOf(tx: Tx, ids: ReadonlySet<string>): Promise<MatchState['loans']> {
  const loans = new Map<string, LoanState>();
  for (const id of ids) {
    const loan = await loanStateOf(tx, id);
    if (loan) loans.set(id, loan);
  }
  return loans;
}

/** A loan with the holdings that are kept for its funder. */
export async function loanStateOf(tx: Tx, id: string): Promise<LoanState | undefined> {
  const loan = await tx.entity('orderLoan', id);
  if (!loan) return undefined;
  const holdings = await tx.entities('holding', loan.reserved);
  return { loan, holdings: [...holdings.values()] };
}

async function demandsOf(
  tx: Tx,
  allocations: readonly Allocated[],
): Promise<ReadonlyMap<string, DemandState>> {
  const demands = new Map<string, DemandState>();
  for (const { target, id } of allocations) {
    if (target !== 'recourse' && target !== 'repurchase') continue;
    const named =
      target === 'recourse'
        ? { recourse: await tx.entity('recourse', id), repurchase: undefined }
        : { recourse: undefined, repurchase: await tx.entity('repurchase', id) };
    demands.set(id, { ...named, ...(await underDemand(tx, named)) });
  }
  return demands;
}

async function underDemand(
  tx: Tx,
  { recourse, repurchase }: Pick<DemandState, 'recourse' | 'repurchase'>,
): Promise<Omit<DemandState, 'recourse' | 'repurchase'>> {
  const { financing: of } = recourse ?? repurchase ?? { financing: '' };
  const { financing, ...under } = await financingOf(tx, of);
  return { financing: financing && isOwed(financing) ? financing : undefined, ...under };
}

/** What else a financing holds, read only when the money may repay it in full. */
async function restOf(
  tx: Tx,
  of: {
    readonly allocations: readonly Allocated[];
    readonly owed: readonly OwedFinancing[];
    readonly known: ReadonlySet<string>;
  },
): Promise<MatchState['rest']> {
  const total = of.allocations.reduce((whole, { amount }) => whole + BigInt(amount.minor), 0n);
  const near = of.owed.filter(({ debt }) => BigInt(debt.principal) <= total);
  const others = near.flatMap(({ holdings }) =>
    holdings.filter(({ holding }) => !of.known.has(holding)),
  );
  const holdings = await tx.entities(
    'holding',
    others.map(({ holding }) => holding),
  );
  const receivables = await claimsOf(
    tx,
    others.map(({ receivable }) => receivable),
  );
  return { holdings: [...holdings.values()], receivables };
}

function isOwed(financing: Financing): financing is OwedFinancing {
  return (OWED_STATES as readonly string[]).includes(financing.status);
}
