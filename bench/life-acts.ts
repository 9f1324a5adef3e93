import type { Act } from '../domain/act/index.ts';
import { addDays, businessDayFrom, daysBetween } from '../domain/calendar/index.ts';
import { commitFields } from '../domain/evidence/index.ts';
import { CHECKS } from '../domain/financing/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { cny } from '../test/flow/trade.ts';
import { nextId } from '../test/fixture/signing.ts';
import { claimOf, confirmItem, detailsOf, type Offered } from '../test/fixture/trade.ts';
import { personOf, salted, sha256, staffOf, type TestParty } from '../test/fixture/world.ts';
import type { BenchAct } from './ledger-rate.ts';
import { actOf, cashOf, twoOf, type Town } from './life-town.ts';

/** A claim of the town with who sold and who owes. */
export type Held = Offered & { readonly supplier: TestParty; readonly buyer: TestParty };

/** A financing on its way: what it is for and what was agreed. */
export type Funded = {
  readonly financing: string;
  readonly payout: string;
  readonly held: Held;
  readonly days: number;
};

const SMALLEST = 100_000n;
const FACES = 100_000n;
const INVOICED_BEFORE = 3;
const RATE = 60_000n;

/** The business day on or after a day. */
export function openDay(day: string): string {
  const open = businessDayFrom(day);
  if (!open.ok) throw new Error(`no business day from ${day}`);
  return open.value;
}

/** Claim number `at` of a town, due after so many days; numbers that look alike are not made. */
export function claimAt(
  { world, suppliers, buyers }: Town,
  at: number,
  of: { readonly core: boolean; readonly days: number },
): Held {
  const supplier = suppliers[of.core ? 0 : at % suppliers.length];
  const buyer = buyers[of.core ? 0 : at % buyers.length];
  if (!supplier || !buyer) throw new Error('nobody to trade');
  const today = world.today();
  const invoiceOn = addDays(today, -INVOICED_BEFORE);
  const dueOn = openDay(addDays(today, of.days));
  const offered = claimOf(
    { supplier, buyer },
    {
      number: `L${at.toString().padStart(7, '0')}X`,
      totalMinor: SMALLEST + (BigInt(at) % FACES),
      issuedOn: invoiceOn,
      fiscalYear: invoiceOn.slice(0, 4),
    },
    { dueOn, ...(of.days > 180 ? { tenorReason: 'season' } : {}) },
  );
  return { ...offered, supplier, buyer };
}

const makerOf = (party: TestParty) => [{ by: personOf(party, 'maker'), role: 'maker' as const }];

/** Claims of one supplier. */
export function offerOf(town: Town, all: readonly Held[]): BenchAct {
  const [first] = all;
  if (!first) throw new Error('nothing to offer');
  return actOf(town, 'receivable.offer', {
    actor: first.supplier.party,
    body: { items: all.map(({ claim }) => claim) },
    signers: makerOf(first.supplier),
    transient: detailsOf(all),
  });
}

/** Claims on one buyer. */
export function confirmOf(town: Town, all: readonly Held[]): BenchAct {
  const [first] = all;
  if (!first) throw new Error('nothing to confirm');
  return actOf(town, 'receivable.confirm', {
    actor: first.buyer.party,
    body: { items: all.map(({ claim }) => confirmItem(claim, town.collect)) },
    signers: twoOf(first.buyer, true),
  });
}

export function declineOf(town: Town, { claim, buyer }: Held): BenchAct {
  const body = { receivable: claim.receivable, reason: 'other' } as const;
  return actOf(town, 'receivable.decline', {
    ...{ actor: buyer.party, body, signers: makerOf(buyer) },
  });
}

/** In two halves; the ids of both. */
export function splitOf(town: Town, { claim, supplier }: Held) {
  const { receivable: holding, face } = claim;
  const half = BigInt(face.minor) / 2n;
  const amounts = [half, BigInt(face.minor) - half];
  const parts = amounts.map(minor => ({ holding: nextId(), amount: cny(minor) }));
  const body = { holding, parts };
  const act = actOf(town, 'holding.split', {
    ...{ actor: supplier.party, body, signers: makerOf(supplier) },
  });
  return { act, parts: parts.map(part => part.holding) };
}

export function transferOf(
  town: Town,
  of: { readonly holding: string; readonly from: TestParty; readonly to: TestParty },
): BenchAct {
  const fields = salted({ trade: `for ${of.holding}` });
  return actOf(town, 'holding.transfer', {
    actor: of.from.party,
    body: {
      ...{ holding: of.holding, to: of.to.party, settles: cny(1n), voluntary: true },
      ...{ recourse: 'none', underlying: commitFields(fields, sha256) },
    },
    signers: [...makerOf(of.from), ...makerOf(of.to)],
    transient: { underlying: fields as unknown as Wire },
  });
}

export function disputeOf(town: Town, { claim, supplier }: Held) {
  const dispute = nextId();
  const act = actOf(town, 'dispute.open', {
    actor: supplier.party,
    body: {
      ...{ dispute, kind: 'delivery', evidence: [sha256(dispute)] },
      ...{ object: { type: 'receivable', id: claim.receivable }, amount: cny(1_000n) },
    },
    signers: makerOf(supplier),
  });
  return { act, dispute };
}

export function withdrawalOf(town: Town, dispute: string, { supplier }: Held): BenchAct {
  const body = { dispute };
  return actOf(town, 'dispute.withdraw', {
    ...{ actor: supplier.party, body, signers: makerOf(supplier) },
  });
}

export function ageOf(town: Town, all: readonly Held[]): BenchAct {
  const items = all.map(({ claim }) => ({ target: 'receivable' as const, id: claim.receivable }));
  const signers = makerOf(town.funder);
  return actOf(town, 'claim.age', { actor: town.funder.party, body: { items }, signers });
}

const priceOf = ({ held, days }: Funded) => {
  const advance = (BigInt(held.claim.face.minor) * 9n) / 10n;
  const cost = (advance * RATE * BigInt(days) * 2n + 360_000_000n) / 720_000_000n;
  const cash = advance - cost;
  const yearly = cost * 365n * 1_000_000n;
  const by = cash * BigInt(days);
  return { advance, cash, cost, apr: Number((yearly + by - 1n) / by) };
};

export function fundedOf({ world }: Town, held: Held): Funded {
  const days = daysBetween(world.today(), held.claim.dueOn);
  return { financing: nextId(), payout: nextId(), held, days };
}

export function requestOf(town: Town, funded: Funded): BenchAct {
  const { financing, held } = funded;
  const today = town.world.today();
  const body: Act<'financing.request'>['body'] = {
    ...{ financing, holdings: [held.claim.receivable], kind: 'sale', mode: 'discount' },
    ...{ want: cny(priceOf(funded).advance), fundOn: today, window: { until: today } },
    invited: [],
  };
  const { supplier } = held;
  const signers = twoOf(supplier);
  return actOf(town, 'financing.request', { actor: supplier.party, body, signers });
}

export function acceptOf(town: Town, funded: Funded): BenchAct {
  const { cash, cost, apr } = priceOf(funded);
  const shown = { cash: cny(cash), totalCost: cny(cost), aprPpm: apr, feeLines: [] };
  const { supplier } = funded.held;
  return actOf(town, 'financing.accept', {
    actor: supplier.party,
    body: { financing: funded.financing, card: town.card, shown },
    signers: twoOf(supplier),
  });
}

const byFunder = ({ funder }: Town) => ({ actor: funder.party, signers: twoOf(funder) });
const paper = (name: string) => ({ hash: sha256(name), kind: 'pdf', bytes: 10 });

export function commitOf(town: Town, funded: Funded): BenchAct {
  const { financing } = funded;
  const body = { financing, lines: [...town.lines], amount: cny(priceOf(funded).advance) };
  return actOf(town, 'financing.commit', { ...byFunder(town), body });
}

export function searchOf(town: Town): BenchAct {
  const subject = town.suppliers[0]?.party ?? '';
  const searchedOn = town.world.today();
  const body = { subject, searchedOn, result: 'none', report: paper(searchedOn) } as const;
  return actOf(town, 'registration.search', { ...byFunder(town), body });
}

export function filingOf(town: Town, { financing, held }: Funded): BenchAct {
  const dates = { filedOn: town.world.today(), until: held.claim.dueOn };
  const body = { financing, number: 'ZD-1', ...dates, proof: paper(financing) };
  return actOf(town, 'registration.file', { ...byFunder(town), body });
}

export function clearOf(town: Town, { financing }: Funded): BenchAct {
  const at = `${town.world.today()}T03:00:00.000Z`;
  const items = CHECKS.map(item => ({ item, evidence: [{ hash: sha256(item), at }] }));
  const body = { financing, account: town.payee, items };
  return actOf(town, 'financing.clear', { ...byFunder(town), body });
}

export function disburseOf(town: Town, funded: Funded): BenchAct {
  const { funder } = town;
  const place = { path: 'escrow', account: town.payee, value: town.world.today() } as const;
  const { financing, payout } = funded;
  return actOf(town, 'financing.disburse', {
    actor: funder.party,
    body: { financing, payout, ...place, amount: cny(priceOf(funded).cash) },
    signers: [
      { by: personOf(funder, 'treasurer'), role: 'treasurer', stepUp: true },
      { by: personOf(funder, 'checker'), role: 'checker' },
    ],
  });
}

const byCash = (town: Town) => ({ actor: town.world.operator, signers: cashOf(town) });

export function orderFileOf(town: Town, all: readonly Funded[]): BenchAct {
  const total = all.reduce((sum, funded) => sum + priceOf(funded).cash, 0n);
  const payouts = all.map(({ payout }) => payout);
  const file = { file: sha256(payouts.join()), account: town.collect };
  const body = { ...file, payouts, total: cny(total) };
  return actOf(town, 'payout.file', { ...byCash(town), body });
}

export function paidOutOf(town: Town, funded: Funded): BenchAct {
  const { payout } = funded;
  const valueOn = town.world.today();
  const place = { entry: sha256(`paid ${payout}`), account: town.collect, valueOn };
  const body = { payout, ...place, amount: cny(priceOf(funded).cash) };
  return actOf(town, 'payout.confirm', { ...byCash(town), body });
}

/** The statement of a day; what the bank booked follows. */
export function statementOf(town: Town, name: string): BenchAct {
  const body = {
    ...{ statement: name, account: town.collect, sequence: '1', entries: 1, suspect: false },
    ...{ opening: cny(0), closing: cny(0), file: sha256(name) },
  };
  return actOf(town, 'cash.statement', { ...byCash(town), body });
}

/** Money of a payer. */
export function receiptOf(
  town: Town,
  of: {
    readonly entry: string;
    readonly amount: bigint;
    readonly payer: string;
    statement: string;
  },
): BenchAct {
  const { entry, amount, payer, statement } = of;
  const place = { account: town.collect, valueOn: town.world.today(), payer, statement };
  const body = { entry, amount: cny(amount), ...place, payerRef: sha256(payer) };
  return actOf(town, 'cash.receive', { ...byCash(town), body });
}

type Allocation = Act<'payment.match'>['body']['allocations'][number];

export function matchOf(town: Town, payment: string, allocations: Allocation[]): BenchAct {
  const body = { payment, allocations, tier: 1 };
  const signers = [{ by: staffOf(town.world, 'matcher'), role: 'matcher' as const }];
  return actOf(town, 'payment.match', { actor: town.world.operator, body, signers });
}

export const forClaims = (all: readonly Held[]): Allocation[] =>
  all.map(({ claim: { receivable: id, face: amount } }) => ({ target: 'receivable', id, amount }));

export const faceSum = (all: readonly Held[]): bigint =>
  all.reduce((sum, { claim }) => sum + BigInt(claim.face.minor), 0n);

export const advanceSum = (all: readonly Funded[]): bigint =>
  all.reduce((sum, funded) => sum + priceOf(funded).advance, 0n);

export function foldOf(town: Town, party: string): BenchAct {
  const body = { party, currency: 'CNY', upTo: town.world.today() };
  const signers = [{ by: staffOf(town.world, 'cash'), role: 'cash' as const }];
  return actOf(town, 'balance.fold', { actor: town.world.operator, body, signers });
}

export function lineFoldOf(town: Town, line: string): BenchAct {
  const body = { line, period: town.world.today().slice(0, 7) };
  return actOf(town, 'limit.fold', {
    actor: town.funder.party,
    body,
    signers: makerOf(town.funder),
  });
}
