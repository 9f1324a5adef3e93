import * as steps from '../flow/steps.ts';
import type { StateDouble } from '../flow/state-double.ts';
import { attempt, cashiers, cny, oneOf, type Sides, type Trial } from './attempt.ts';
import { codes, isOwed } from './claim-rules.ts';
import * as rules from './money-rules.ts';
import { payoutFailed } from './payout-rules.ts';
import { AUDITOR, BANK, BUYER, by, ESCROW, FUNDER, hashOf, OPERATOR, SUPPLIER } from './names.ts';
import { nextDayOf, type ModelFinancing, type ModelState } from './state.ts';

export const MATCHER = [by(OPERATOR, 'matcher', 9, { class: 'service' })];
export const bank = [by(BANK, 'cash')];

/** Money on the escrow account, on both sides; answers its entry. */
export async function received(sides: Sides, minor: bigint, payer: string): Promise<string> {
  const { ledger, model, fresh } = sides;
  const entry = hashOf(Number.parseInt(fresh().slice(-6), 16));
  await receive(ledger, { entry, minor, payer });
  model.post(`1001 ${ESCROW}`, `2201 ${entry}`, minor);
  return entry;
}

async function receive(
  ledger: StateDouble,
  of: { readonly entry: string; readonly minor: bigint; readonly payer: string },
): Promise<void> {
  const { entry, minor, payer } = of;
  const statement = `s-${entry.slice(-8)}`;
  const stated = { statement, account: ESCROW, sequence: '1', opening: cny(0n), suspect: false };
  const rest = { closing: cny(minor), entries: 1, file: hashOf(301) };
  steps.stands(await ledger.act('cash.statement', BANK, { ...stated, ...rest }, bank));
  const place = { entry, account: ESCROW, amount: cny(minor), valueOn: ledger.businessDate };
  const body = { ...place, payer, payerRef: hashOf(302), statement };
  steps.stands(await ledger.act('cash.receive', BANK, body, bank));
}

export const fund: Trial = async (sides, { a, b }) => {
  const minor = 10_000_000n + BigInt(a % 4) * 20_000_000n;
  const entry = await received(sides, minor, FUNDER);
  const more = b % 9 === 0;
  const amount = cny(minor + (more ? 1n : 0n));
  const allocations = [{ target: 'funding', id: FUNDER, amount }] as const;
  return attempt(
    'payment.match',
    { payment: entry, allocations, tier: 1 },
    {
      actor: OPERATOR,
      signers: MATCHER,
      codes: codes([more, 'MATCH_EXCEEDS']),
      apply: () => {
        sides.model.post(`2201 ${entry}`, `2101 ${FUNDER}`, minor);
        sides.model.pending += minor;
      },
    },
  );
};

export const fold: Trial = ({ model }) =>
  attempt(
    'balance.fold',
    { party: FUNDER, currency: 'CNY', upTo: model.today },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'system', 8, { class: 'service' })],
      codes: [],
      apply: () => {
        model.folded += model.pending;
        model.pending = 0n;
      },
    },
  );

/** All that is open; or a part of it, of which the funder's principal takes all or not. */
function amountOf(
  { outstanding, lost }: { readonly outstanding: bigint; readonly lost: bigint },
  number: number,
): bigint {
  if (number > 0 && number < 4) return lost > 0n ? outstanding : outstanding / 3n + 1n;
  if (lost === 0n && number > 9) return (outstanding * 19n) / 20n + 1n;
  return outstanding + lost;
}

export const pay: Trial = async (sides, { a, b }) => {
  const { model } = sides;
  const sold = new Set(
    [...model.holdings.values()].flatMap(part => {
      return part.state === 'sold' || part.writtenOff > 0n ? [part.claim] : [];
    }),
  );
  const claim = oneOf(model.claims.values(), a, one => {
    return isOwed(one) && (sold.has(one.id) || b % 3 === 0);
  });
  if (!claim) return null;
  const parts = model.liveOf(claim.id);
  // What a payment does to a part that waits for a financing is not said by the rules.
  if (parts.some(({ state }) => state === 'reserved')) return null;
  const { outstanding, lost } = model.openOf(claim.id);
  const more = b % 13 === 0;
  const open = outstanding + lost;
  const minor = amountOf({ outstanding, lost }, b % 13) + (more ? 1n : 0n);
  if (minor <= 0n) return null;
  const stranger = b % 13 === 4;
  const entry = await received(sides, minor, stranger ? SUPPLIER : BUYER);
  const allocations = [{ target: 'receivable', id: claim.id, amount: cny(minor) }] as const;
  return attempt(
    'payment.match',
    { payment: entry, allocations, tier: 1 },
    {
      actor: OPERATOR,
      signers: MATCHER,
      claim: claim.id,
      codes: codes(
        [!isOwed(claim), 'STATE_WRONG'],
        [minor > open, 'MATCH_EXCEEDS'],
        [stranger, 'PAYER_NOT_DEBTOR'],
      ),
      apply: () => {
        model.paid.push({ entry, minor, isBack: false });
        rules.pay(model, claim, minor, { buyer: BUYER, funder: FUNDER, entry });
      },
    },
  );
};

const financingOf = (model: ModelState, payout: string): ModelFinancing | undefined =>
  [...model.financings.values()].find(financing => financing.payout === payout);

export const file: Trial = ({ model, fresh }, { a, b }) => {
  const payout = oneOf(model.payouts.values(), a, ({ status }) => status === 'instructed');
  if (!payout) return null;
  const more = b % 4 === 0;
  const total = cny(payout.cash + (more ? 1n : 0n));
  const name = hashOf(100_000_000 + Number.parseInt(fresh().slice(-6), 16));
  return attempt(
    'payout.file',
    { file: name, account: ESCROW, payouts: [payout.id], total },
    {
      actor: OPERATOR,
      signers: cashiers(),
      codes: codes(
        [more, 'ACT_MALFORMED'],
        [payout.status === 'sent', 'PAYOUT_IN_FLIGHT'],
        [payout.status !== 'instructed', 'STATE_WRONG'],
        [payout.status !== 'instructed', 'PAYOUT_IN_FLIGHT'],
      ),
      apply: () => {
        payout.status = 'sent';
        payout.filed = true;
      },
    },
  );
};

export const paidOut: Trial = ({ model, fresh }, { a, b }) => {
  const payout = oneOf(model.payouts.values(), a, ({ status }) => status === 'sent');
  const financing = financingOf(model, payout?.id ?? 'none');
  if (!payout || !financing) return null;
  const more = b % 5 === 0;
  const twice = b % 5 === 2;
  const entry = hashOf(Number.parseInt(fresh().slice(-6), 16));
  const amount = cny(payout.cash + (more ? 1n : 0n));
  const body = { payout: payout.id, entry, account: ESCROW, amount, valueOn: model.today };
  return attempt('payout.confirm', body, {
    actor: twice ? OPERATOR : BANK,
    signers: twice ? cashiers(true) : bank,
    claim: financing.claim,
    codes: codes(
      [!twice && !payout.filed, 'NOT_FOUND'],
      [payout.status !== 'sent', 'STATE_WRONG'],
      [more, 'ENTRY_CONFLICT'],
      [twice, 'APPROVALS_MISSING'],
    ),
    apply: () => rules.paidOut(model, financing, { funder: FUNDER, bank: ESCROW }),
  });
};

export const failed: Trial = ({ model }, { a }) => {
  const payout = oneOf(model.payouts.values(), a, ({ status }) => status === 'sent');
  const financing = financingOf(model, payout?.id ?? 'none');
  if (!payout || !financing) return null;
  return attempt(
    'payout.fail',
    { payout: payout.id, reason: 'AC04', message: hashOf(1) },
    {
      // A payout that is in no file has no bank yet.
      actor: payout.filed ? BANK : OPERATOR,
      signers: payout.filed ? bank : cashiers(),
      claim: financing.claim,
      // While a financing is disbursing its payout may fail, sent or not (§6.1).
      codes: codes([!['instructed', 'sent'].includes(payout.status), 'STATE_WRONG']),
      apply: () => payoutFailed(model, financing, FUNDER),
    },
  );
};

export const defaulted: Trial = ({ model }, { a }) => {
  const financing = oneOf(model.financings.values(), a, one => {
    return one.status === 'overdue';
  });
  const claim = model.claims.get(financing?.claim ?? '');
  if (!financing || !claim) return null;
  return attempt(
    'claim.default',
    { receivable: claim.id, financing: financing.id },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      claim: claim.id,
      codes: rules.defaultFaults(model, financing),
      apply: () => {
        financing.status = 'defaulted';
        claim.status = 'defaulted';
      },
    },
  );
};

export const writeoff: Trial = ({ model }, { a, b }) => {
  const financing = oneOf(model.financings.values(), a, one => one.status === 'defaulted');
  if (!financing) return null;
  const alone = b % 7 === 0;
  const more = b % 7 === 1;
  const whole = financing.principal / (b % 2 === 0 ? 1n : 2n);
  const amount = (whole > 0n ? whole : 1n) + (more ? financing.principal : 0n);
  const two = [by(FUNDER, 'director', 1), by(FUNDER, 'checker', 2)];
  const body = {
    ...{ financing: financing.id, holdings: [financing.holding], reason: 'insolvent' },
    amount: cny(amount),
  };
  return attempt('writeoff.book', body, {
    actor: FUNDER,
    signers: alone ? two : [...two, by(AUDITOR, 'maker')],
    claim: financing.claim,
    codes: [
      ...codes([alone, 'APPROVALS_MISSING']),
      ...rules.writeoffFaults(model, financing, amount),
    ],
    apply: () => rules.writeOff(model, financing, { amount, funder: FUNDER }),
  });
};

/** The state table's window: the request's own day, else the business day after the acceptance. */
const lapse: Trial = ({ model }, { a }) => {
  const open = ['requested', 'accepted', 'committed', 'cleared'];
  const financing = oneOf(model.financings.values(), a, ({ status }) => open.includes(status));
  if (!financing) return null;
  const { requestedOn, acceptedOn, status } = financing;
  const last = status === 'requested' ? requestedOn : nextDayOf(acceptedOn);
  return attempt(
    'financing.lapse',
    { financing: financing.id, reason: 'window' },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      claim: financing.claim,
      codes: codes(
        [!open.includes(status), 'STATE_WRONG'],
        [open.includes(status) && model.today <= last, 'TOO_EARLY'],
      ),
      apply: () => {
        financing.status = 'expired';
        const holding = model.holdings.get(financing.holding);
        if (holding?.state === 'reserved') holding.state = 'free';
      },
    },
  );
};

/** Trials of bank, payments, losses, with how often each comes. */
export const CASH_TRIALS: readonly (readonly [number, Trial])[] = [
  [6, fund],
  [8, fold],
  [12, pay],
  [12, file],
  [14, paidOut],
  [7, failed],
  [6, defaulted],
  [6, writeoff],
  [3, lapse],
];
