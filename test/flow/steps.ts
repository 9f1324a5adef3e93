import type { ActBodies } from '../../domain/act/index.ts';
import { CHECKS } from '../../domain/financing/index.ts';
import { idOf, type Outcome, type StateDouble } from './state-double.ts';
import {
  BANK,
  by,
  CARD,
  CLAIM,
  cny,
  DAY,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  PAYEE,
  SUPPLIER,
  BUYER,
} from './trade.ts';

export const FINANCING = idOf(61);
export const PAYOUT = idOf(71);
export const FUNDING = hashOf(101);
export const PAID_OUT = hashOf(102);
export const REPAYMENT = hashOf(103);
export const FILE = hashOf(104);
const STATEMENT = 'statement-1';
const CAPS: Record<keyof typeof LINES, number> = {
  debtor: 500_000_000,
  supplier: 300_000_000,
  funder: 900_000_000,
};

/** Bodies of the worked example; a test changes what it is about. */
export const bodies = {
  card: {
    card: CARD,
    programme: 'core',
    debtors: [BUYER],
    tenorDays: { from: 15, to: 180 },
    kind: 'sale',
    mode: 'discount',
    ratePpm: 60_000,
    advancePpm: 900_000,
    capacity: cny(800_000_000),
    suppliers: 'all',
    until: '2026-03-31',
  },
  request: {
    financing: FINANCING,
    holdings: [CLAIM],
    kind: 'sale',
    mode: 'discount',
    want: cny(90_000_000),
    fundOn: DAY,
    window: { until: DAY },
    invited: [],
  },
  accept: {
    financing: FINANCING,
    card: CARD,
    shown: {
      cash: cny(88_560_000),
      totalCost: cny(1_440_000),
      aprPpm: 65_944,
      feeLines: [
        { kind: 'origination', amount: cny(90_000), payer: 'supplier', payee: 'platform' },
      ],
    },
  },
  commit: {
    financing: FINANCING,
    lines: [LINES.debtor, LINES.supplier, LINES.funder],
    amount: cny(90_000_000),
  },
  clear: {
    financing: FINANCING,
    account: PAYEE,
    items: CHECKS.map((item, at) => ({
      item,
      evidence: [{ hash: hashOf(200 + at), at: `${DAY}T03:00:00.000Z` }],
    })),
  },
  disburse: {
    financing: FINANCING,
    payout: PAYOUT,
    path: 'escrow',
    account: PAYEE,
    value: DAY,
    amount: cny(88_560_000),
  },
  confirm: {
    payout: PAYOUT,
    entry: PAID_OUT,
    account: ESCROW,
    amount: cny(88_560_000),
    valueOn: DAY,
  },
} as const satisfies {
  card: ActBodies['rateCard.publish'];
  request: ActBodies['financing.request'];
  accept: ActBodies['financing.accept'];
  commit: ActBodies['financing.commit'];
  clear: ActBodies['financing.clear'];
  disburse: ActBodies['financing.disburse'];
  confirm: ActBodies['payout.confirm'];
};

export const maker = (party: string) => [by(party, 'maker', 1), by(party, 'checker', 2)];
export const cash = [by(OPERATOR, 'cash', 1), by(OPERATOR, 'checker', 2)];
export const payer = [by(FUNDER, 'treasurer', 1, { steppedUp: true }), by(FUNDER, 'checker', 2)];

/** Throws a refusal, so that a flow stops where it breaks. */
export function stands(outcome: Outcome): Extract<Outcome, { ok: true }> {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome;
}

/** The code of a refusal, or `stands`. */
export function codeOf(outcome: Outcome): string {
  return outcome.ok ? 'stands' : outcome.refusal.code;
}

/** Money in: statement, entry, and what it is for. */
export async function receive(
  ledger: StateDouble,
  of: { readonly entry: string; readonly minor: number; readonly payer?: string },
): Promise<void> {
  const on = ledger.businessDate;
  const statement: ActBodies['cash.statement'] = {
    statement: `${STATEMENT}-${on}-${of.entry.slice(-4)}`,
    account: ESCROW,
    sequence: '1',
    opening: cny(0),
    closing: cny(of.minor),
    entries: 1,
    file: hashOf(301),
    suspect: false,
  };
  const bank = [by(BANK, 'cash')];
  stands(await ledger.act('cash.statement', BANK, statement, bank));
  const received = {
    entry: of.entry,
    account: ESCROW,
    amount: cny(of.minor),
    valueOn: on,
    payerRef: hashOf(302),
    statement: statement.statement,
    ...(of.payer === undefined ? {} : { payer: of.payer }),
  };
  stands(await ledger.act('cash.receive', BANK, received, bank));
}

/** Lines of the funder: debtor, supplier and its own total. */
export async function setLines(ledger: StateDouble): Promise<void> {
  const subjects = { debtor: BUYER, supplier: SUPPLIER, funder: FUNDER };
  for (const kind of ['debtor', 'supplier', 'funder'] as const) {
    const body: ActBodies['limit.set'] = {
      line: LINES[kind],
      kind,
      subject: subjects[kind],
      cap: cny(CAPS[kind]),
      from: DAY,
      until: '2027-03-03',
      slices: 4,
    };
    stands(await ledger.act('limit.set', FUNDER, body, maker(FUNDER)));
  }
}

/** Card published, claim requested and accepted. */
export async function accepted(ledger: StateDouble): Promise<void> {
  stands(await ledger.act('rateCard.publish', FUNDER, bodies.card, maker(FUNDER)));
  stands(await ledger.act('financing.request', SUPPLIER, bodies.request, maker(SUPPLIER)));
  stands(await ledger.act('financing.accept', SUPPLIER, bodies.accept, maker(SUPPLIER)));
}

/** As {@link accepted}, then committed under the funder's lines. */
export async function committed(ledger: StateDouble): Promise<void> {
  await accepted(ledger);
  await setLines(ledger);
  stands(await ledger.act('financing.commit', FUNDER, bodies.commit, maker(FUNDER)));
}

/** Registry searched and filed, checklist passed. */
export async function cleared(ledger: StateDouble): Promise<void> {
  await committed(ledger);
  await registered(ledger);
  stands(await ledger.act('financing.clear', FUNDER, bodies.clear, maker(FUNDER)));
}

export async function registered(ledger: StateDouble): Promise<void> {
  const proof = { hash: hashOf(303), kind: 'pdf', bytes: 10 };
  const search = { subject: SUPPLIER, searchedOn: DAY, result: 'none', report: proof } as const;
  stands(await ledger.act('registration.search', FUNDER, search, maker(FUNDER)));
  const filed = { number: 'ZD-1', filedOn: DAY, until: '2026-12-31', proof };
  const file = { financing: FINANCING, ...filed };
  stands(await ledger.act('registration.file', FUNDER, file, maker(FUNDER)));
}

/** The funder's money is in, matched and folded. */
export async function funded(ledger: StateDouble, minor = 88_650_000): Promise<void> {
  await receive(ledger, { entry: FUNDING, minor, payer: FUNDER });
  const allocations = [{ target: 'funding', id: FUNDER, amount: cny(minor) }] as const;
  const match = { payment: FUNDING, allocations, tier: 1 };
  stands(await ledger.act('payment.match', OPERATOR, match, [by(OPERATOR, 'matcher', 9)]));
  const fold = { party: FUNDER, currency: 'CNY', upTo: ledger.businessDate };
  stands(await ledger.act('balance.fold', OPERATOR, fold, [by(OPERATOR, 'system', 8)]));
}

/** Everything up to money in the supplier's account. */
export async function active(ledger: StateDouble): Promise<void> {
  await cleared(ledger);
  await funded(ledger);
  stands(await ledger.act('financing.disburse', FUNDER, bodies.disburse, payer));
  const file = { file: FILE, account: ESCROW, payouts: [PAYOUT], total: cny(88_560_000) };
  stands(await ledger.act('payout.file', OPERATOR, file, cash));
  stands(await ledger.act('payout.confirm', BANK, bodies.confirm, [by(BANK, 'cash')]));
}

/** The buyer pays. */
export async function repaid(ledger: StateDouble, on: string, minor: number): Promise<Outcome> {
  ledger.businessDate = on;
  await receive(ledger, { entry: REPAYMENT, minor, payer: BUYER });
  const allocations = [{ target: 'receivable', id: CLAIM, amount: cny(minor) }] as const;
  const match = { payment: REPAYMENT, allocations, tier: 1 };
  return ledger.act('payment.match', OPERATOR, match, [by(OPERATOR, 'matcher', 9)]);
}

/** Debits and credits of every account in CNY, in minor units: `[debit, credit]`. */
export async function accountsOf(ledger: StateDouble): Promise<Record<string, [string, string]>> {
  const answer = (await ledger.ask({ kind: 'journal.trialBalance' })) as unknown as {
    balances: readonly {
      accounts: readonly { account: string; debit: { minor: string }; credit: { minor: string } }[];
    }[];
  };
  const rows = answer.balances.flatMap(({ accounts }) => accounts);
  return Object.fromEntries(
    rows.map(({ account, debit, credit }) => [account, [debit.minor, credit.minor]]),
  );
}
