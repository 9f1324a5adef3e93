import { payer } from '../flow/steps.ts';
import { attempt, cashiers, cny, oneOf, type Trial } from './attempt.ts';
import * as rules from './buffer-rules.ts';
import { bank, received } from './cash-trials.ts';
import { codes } from './claim-rules.ts';
import {
  BANK,
  BUYER,
  by,
  ESCROW,
  FUNDER,
  hashOf,
  idOperatorAccount as OWN,
  idOwnLine as OWN_LINE,
  OPERATOR,
  PAYEE,
} from './names.ts';

const treasury = [by(OPERATOR, 'treasurer', 1, { steppedUp: true }), by(OPERATOR, 'checker', 2)];
const rule = by(OPERATOR, 'rule', 8, { class: 'service' });
const STEP = 1_000_000n;

export const topUp: Trial = async (sides, { a, b }) => {
  const { model } = sides;
  const minor = STEP * BigInt(1 + (a % 4)) + BigInt(b % 5);
  const [more, stranger, stale] = [b % 9 === 0, b % 9 === 1, b % 9 === 2];
  const payment = await received(sides, minor, stranger ? BUYER : OPERATOR);
  const amount = cny(minor + (more ? 1n : 0n));
  return attempt(
    'buffer.topUp',
    { buffer: 'T0', amount, payment },
    {
      actor: OPERATOR,
      signers: stale ? cashiers().map(one => ({ ...one, role: 'treasurer' })) : treasury,
      codes: codes(
        [stale, 'APPROVALS_MISSING'],
        [stale, 'STEP_UP_REQUIRED'],
        [more, 'MATCH_EXCEEDS'],
        [stranger, 'PAYER_NOT_DEBTOR'],
      ),
      apply: () => {
        model.buffer.held += minor;
        model.post(`2201 ${payment}`, rules.T0, minor);
      },
    },
  );
};

export const commitLine: Trial = ({ model }, { a }) => {
  const minor = STEP * BigInt(1 + (a % 3));
  return attempt(
    'buffer.topUp',
    { buffer: 'T1', amount: cny(minor) },
    {
      actor: OPERATOR,
      signers: treasury,
      codes: [],
      apply: () => void (model.buffer.committed += minor),
    },
  );
};

export const refill: Trial = async (sides, { a, b }) => {
  const { buffer } = sides.model;
  const left = buffer.committed - buffer.lent;
  // What the bank could not take back is lent beyond what was drawn anew since.
  const room = left > 0n ? left : 0n;
  const wide = b % 5 === 0 || room === 0n;
  const stranger = b % 5 === 1;
  const minor = wide ? room + 1n : room / BigInt(1 + (a % 2)) + 1n;
  const payment = await received(sides, minor, stranger ? BUYER : OPERATOR);
  return attempt(
    'buffer.draw',
    { buffer: 'T1', amount: cny(minor), payment },
    {
      actor: OPERATOR,
      signers: treasury,
      codes: codes([stranger, 'PAYER_NOT_DEBTOR'], [minor > room, 'LIMIT_EXCEEDED']),
      apply: () => {
        buffer.lent += minor;
        buffer.held += minor;
        sides.model.post(`2201 ${payment}`, rules.T0, minor);
      },
    },
  );
};

export const draw: Trial = ({ model, fresh }, { a, b, c }) => {
  const financing = oneOf(model.financings.values(), a, ({ status, clearedOn }) => {
    return status === 'cleared' && clearedOn === model.today;
  });
  if (!financing || rules.isNearFloor(model, rules.outlayOf(financing))) return null;
  const { advance, discount, fee } = financing;
  const [more, alone, uninstructed] = [0, 1, 2].map(at => b % 13 === at);
  const payout = fresh();
  const amount = cny(advance - discount - fee + (more ? 1n : 0n));
  const order = { financing: financing.id, payout, account: PAYEE, value: model.today };
  const signers = alone ? payer : [...payer, rule];
  return attempt(
    'buffer.draw',
    { buffer: 'T0', ...order, amount, line: OWN_LINE },
    {
      actor: uninstructed ? OPERATOR : FUNDER,
      signers: uninstructed ? [...treasury, rule] : signers,
      claim: financing.claim,
      // Requests of one block begin at slices of their own.
      hint: c,
      codes: [
        ...rules.orderFaults(model, financing),
        ...rules.drawFaults(model, financing),
        ...codes(
          [more === true, 'TERMS_DIFFER'],
          [alone === true, 'APPROVALS_MISSING'],
          [uninstructed === true, 'NOT_FOUND'],
          [['cancelled', 'expired'].includes(financing.status), 'NOT_FOUND'],
        ),
      ],
      apply: () => rules.draw(model, financing, payout),
    },
  );
};

export const repay: Trial = ({ model }, { a, b }) => {
  const found = oneOf(model.buffer.uses, a, ([, { status }]) => status === 'open');
  if (!found) return null;
  const [id, use] = found;
  const owed = use.amount - use.repaid;
  const more = b % 7 === 0;
  const part = b % 3 === 0 && owed > 1n ? owed / 2n : owed;
  const amount = more || owed === 0n ? owed + 1n : part;
  return attempt(
    'buffer.repay',
    { buffer: 'T0', financing: id, amount: cny(amount) },
    {
      actor: OPERATOR,
      signers: treasury,
      codes: codes(
        [use.status !== 'open', 'STATE_WRONG'],
        [amount > owed, 'MATCH_EXCEEDS'],
        [model.folded < amount, 'FUNDS_NOT_IN'],
      ),
      apply: () => rules.repay(model, id, { amount, funder: FUNDER }),
    },
  );
};

const giveBack: Trial = ({ model, fresh }, { a, b }) => {
  const { buffer } = model;
  const more = b % 5 === 0 || buffer.lent === 0n;
  const amount = more ? buffer.lent + 1n : buffer.lent / BigInt(1 + (a % 2)) + (b % 2 ? 0n : 1n);
  const payout = fresh();
  if (amount === 0n) return null;
  return attempt(
    'buffer.repay',
    { buffer: 'T1', payout, account: OWN, amount: cny(amount) },
    {
      actor: OPERATOR,
      signers: treasury,
      codes: codes([amount > buffer.lent, 'MATCH_EXCEEDS'], [amount > buffer.held, 'BUFFER_LOW']),
      apply: () => {
        buffer.lent -= amount;
        buffer.held -= amount;
        buffer.returns.set(payout, { id: payout, amount, status: 'instructed' });
        model.post(rules.T0, `2301 ${payout}`, amount);
      },
    },
  );
};

/** A return goes into a file, and the bank says that it is paid, or that it could not be. */
const answer: Trial = ({ model, fresh }, { a, b }) => {
  const { buffer } = model;
  const one = oneOf(buffer.returns.values(), a, ({ status }) => status !== 'over');
  if (one === undefined || one.status === 'over') return null;
  const { id, amount, status } = one;
  const name = hashOf(100_000_000 + Number.parseInt(fresh().slice(-6), 16));
  const wire = cny(amount);
  if (status === 'instructed') {
    const file = { file: name, account: ESCROW, payouts: [id], total: wire };
    return attempt('payout.file', file, {
      actor: OPERATOR,
      signers: cashiers(),
      codes: [],
      apply: () => void (one.status = 'sent'),
    });
  }
  const rest = { actor: BANK, signers: bank, codes: [] };
  if (b % 2 === 0) {
    const body = { payout: id, entry: name, account: ESCROW, amount: wire, valueOn: model.today };
    return attempt('payout.confirm', body, {
      ...rest,
      apply: () => {
        one.status = 'over';
        model.post(`2301 ${id}`, `1001 ${ESCROW}`, amount);
      },
    });
  }
  const body = { payout: id, reason: 'AC04', message: hashOf(1) };
  return attempt('payout.fail', body, {
    ...rest,
    apply: () => {
      one.status = 'over';
      buffer.held += amount;
      buffer.lent += amount;
      model.post(`2301 ${id}`, rules.T0, amount);
    },
  });
};

/** Trials of the broker's buffers, with how often each comes. */
export const BUFFER_TRIALS: readonly (readonly [number, Trial])[] = [
  [3, topUp],
  [4, commitLine],
  [3, refill],
  [20, draw],
  [16, repay],
  [7, giveBack],
  [10, answer],
];
