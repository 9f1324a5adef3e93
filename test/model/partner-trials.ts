import { attempt, cashiers, cny, oneOf, type Trial } from './attempt.ts';
import { bank, MATCHER, received } from './cash-trials.ts';
import { codes } from './claim-rules.ts';
import {
  AUDITOR,
  BANK,
  BUYER,
  by,
  ESCROW,
  FUNDER,
  hashOf,
  idPartnerAccounts as ACCOUNTS,
  idPartners as PARTNERS,
  OPERATOR,
} from './names.ts';
import * as rules from './partner-rules.ts';

const [RISKY, ADDING] = PARTNERS;
const directors = [by(OPERATOR, 'director', 1), by(OPERATOR, 'checker', 2)];
const treasurers = [by(OPERATOR, 'treasurer', 1), by(OPERATOR, 'checker', 2)];
const accountOf = (partner: string): string => ACCOUNTS[partner === RISKY ? 0 : 1];

const earn: Trial = ({ model, fresh }, { a, b, c }) => {
  const { partners } = model;
  const known = b % 11 === 0 ? oneOf(partners.lines.keys(), a) : undefined;
  const ref = known ?? `r-${fresh().slice(-6)}`;
  const partner = a % 2 === 0 ? RISKY : ADDING;
  const own = partner === RISKY ? 'base' : 'valueAdded';
  const kind = b % 13 === 1 ? 'data' : own;
  const minor = BigInt(c) * (c % 3 === 0 ? 50_001n : 901n) + 1n;
  const base = b % 4 === 0 ? -minor : minor;
  const disbursed = BigInt(1 + (c % 40)) * 1_000_100n;
  const line = { partner, kind, base, disbursed, on: model.today };
  const wire = { source: 'api', ref, partner, kind, base: cny(base), disbursed: cny(disbursed) };
  return attempt(
    'attribution.record',
    { lines: [wire as never] },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'metering', 9, { class: 'service' })],
      codes: rules.earnFaults(model, { ref, line, risky: RISKY }),
      apply: () => void partners.lines.set(ref, line),
    },
  );
};

const deposit: Trial = async (sides, { a, b }) => {
  const { model } = sides;
  const minor = 1_000_000n + BigInt(a % 7) * 300_000n;
  const stranger = b % 7 === 0;
  const payment = await received(sides, minor, stranger ? BUYER : RISKY);
  const allocations = [{ target: 'margin', id: RISKY, amount: cny(minor) }] as const;
  return attempt(
    'payment.match',
    { payment, allocations, tier: 1 },
    {
      actor: OPERATOR,
      signers: MATCHER,
      codes: codes([stranger, 'PAYER_NOT_DEBTOR']),
      apply: () => {
        model.partners.hold(RISKY, minor);
        model.post(`2201 ${payment}`, `2601 ${RISKY}`, minor);
      },
    },
  );
};

const call: Trial = ({ model }, { b }) => {
  const { partners, today } = model;
  const target = rules.required(model, RISKY);
  const short = target - partners.heldBy(RISKY);
  const [more, soon] = [b % 5 === 0, b % 5 === 1];
  const amount = (short > 0n ? short : 1n) + (more ? 1n : 0n);
  const dueOn = soon ? today : today < '2026-04-01' ? '2026-04-09' : '2026-07-01';
  return attempt(
    'margin.call',
    { partner: RISKY, amount: cny(amount), dueOn },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'risk')],
      codes: codes([short <= 0n, 'STATE_WRONG'], [more, 'TERMS_DIFFER'], [soon, 'TOO_EARLY']),
      apply: () => void partners.called.set(RISKY, { target, dueOn }),
    },
  );
};

const release: Trial = ({ model, fresh }, { a, b }) => {
  const { partners } = model;
  const held = partners.heldBy(RISKY);
  if (!partners.held.has(RISKY)) return null;
  const spare = held - rules.required(model, RISKY);
  const [other, more] = [b % 7 === 0, b % 7 === 1];
  const amount = more ? held + 1n : spare > 0n ? spare - BigInt(a % 3) : 1n;
  if (amount <= 0n) return null;
  const id = fresh();
  const to = other ? ACCOUNTS[1] : ACCOUNTS[0];
  return attempt(
    'margin.release',
    { partner: RISKY, amount: cny(amount), to, reason: 'volume' },
    {
      id,
      actor: OPERATOR,
      signers: directors,
      codes: codes(
        [amount > held, 'MATCH_EXCEEDS'],
        [amount > spare, 'MARGIN_SHORT'],
        [other, 'ACCOUNT_NOT_VERIFIED'],
      ),
      apply: () => {
        partners.hold(RISKY, -amount);
        model.post(`2601 ${RISKY}`, `2301 ${id}`, amount);
        const order = { id, partner: RISKY, amount, of: 'margin' } as const;
        partners.orders.set(id, { ...order, status: 'instructed' });
      },
    },
  );
};

const applied: Trial = ({ model }, { a, b }) => {
  const { partners } = model;
  const held = partners.heldBy(RISKY);
  if (!partners.held.has(RISKY)) return null;
  const [alone, more] = [b % 5 === 0, b % 5 === 1 || held === 0n];
  const amount = more ? held + 1n : held / 9n + 1n;
  const harmed = a % 2 === 0;
  const body = { partner: RISKY, amount: cny(amount), reason: 'fraud' };
  return attempt(
    'margin.apply',
    { ...body, ...(harmed ? { to: FUNDER } : {}) },
    {
      actor: OPERATOR,
      signers: alone ? directors : [...directors, by(AUDITOR, 'maker')],
      codes: codes([alone, 'APPROVALS_MISSING'], [more, 'MATCH_EXCEEDS']),
      apply: () => {
        partners.hold(RISKY, -amount);
        model.post(`2601 ${RISKY}`, harmed ? `2101 ${FUNDER}` : '2701 reserve', amount);
        if (!harmed) partners.reserve += amount;
      },
    },
  );
};

const close: Trial = ({ model }, { a, b }) => {
  const kind = rules.KINDS[b % 5 === 0 ? 2 : a % 2] ?? 'base';
  const month = oneOf(rules.MONTHS, b, one => rules.closeFaults(model, one, kind).length === 0);
  if (month === undefined) return null;
  const twice = b % 11 === 0;
  const signers = [by(OPERATOR, 'maker', 1), by(OPERATOR, 'checker', twice ? 1 : 2)];
  return attempt(
    'share.close',
    { period: month, kind },
    {
      actor: OPERATOR,
      signers,
      codes: [...rules.closeFaults(model, month, kind), ...codes([twice, 'APPROVALS_MISSING'])],
      apply: () => rules.close(model, month, kind),
    },
  );
};

const dispute: Trial = ({ model }, { a, b }) => {
  const { partners } = model;
  const share = oneOf(partners.shares.values(), a, ({ status }) => status === 'computed');
  if (!share) return null;
  const [ref] = [...partners.lines].find(([, line]) => {
    return line.partner === share.partner && line.kind === share.kind;
  }) ?? [''];
  if (ref === '') return null;
  const other = b % 5 === 0;
  const actor = other === (share.partner === RISKY) ? ADDING : RISKY;
  return attempt(
    'share.dispute',
    { share: share.id, lines: [ref], reason: 'missing' },
    {
      actor,
      signers: [by(actor, 'maker')],
      codes: rules.disputeFaults(model, share, !other),
      apply: () => void (share.status = 'disputed'),
    },
  );
};

const settle: Trial = ({ model, fresh }, { a, b }) => {
  const { partners } = model;
  const share = oneOf(partners.shares.values(), a, one => {
    return one.status !== 'settled' || partners.orders.get(one.payout)?.status === 'failed';
  });
  if (!share) return null;
  const [agrees, isOwn] = [b % 3 === 0, b % 7 !== 0];
  const payout = fresh();
  const account = isOwn ? accountOf(share.partner) : ESCROW;
  return attempt(
    'share.settle',
    { share: share.id, payout, account },
    {
      actor: OPERATOR,
      signers: agrees ? [...treasurers, by(share.partner, 'director')] : treasurers,
      codes: rules.settleFaults(model, share, { agrees, isOwn }),
      apply: () => rules.settle(model, share, payout),
    },
  );
};

/** An order goes into a file; the bank pays it, or cannot. */
const answer: Trial = ({ model, fresh }, { a, b }) => {
  const { partners } = model;
  const open = [...partners.orders.values()].filter(one => one.status !== 'paid');
  const order = oneOf(open, a, ({ status }) => status !== 'failed');
  if (!order) return null;
  const { id, amount, partner, status } = order;
  const name = hashOf(100_000_000 + Number.parseInt(fresh().slice(-6), 16));
  if (status !== 'sent') {
    const body = { file: name, account: ESCROW, payouts: [id], total: cny(amount) };
    return attempt('payout.file', body, {
      actor: OPERATOR,
      signers: cashiers(),
      codes: codes([status === 'failed', 'STATE_WRONG']),
      apply: () => void (order.status = 'sent'),
    });
  }
  const rest = { actor: BANK, signers: bank, codes: [] };
  if (b % 2 === 0) {
    const place = { account: ESCROW, amount: cny(amount), valueOn: model.today };
    return attempt(
      'payout.confirm',
      { payout: id, entry: name, ...place },
      {
        ...rest,
        apply: () => {
          order.status = 'paid';
          model.post(`2301 ${id}`, `1001 ${ESCROW}`, amount);
        },
      },
    );
  }
  return attempt(
    'payout.fail',
    { payout: id, reason: 'AC04', message: hashOf(1) },
    {
      ...rest,
      apply: () => {
        order.status = 'failed';
        model.post(
          `2301 ${id}`,
          order.of === 'margin' ? `2601 ${partner}` : `2801 ${partner}`,
          amount,
        );
        if (order.of === 'margin') partners.hold(partner, amount);
      },
    },
  );
};

/** Trials of partners, with how often each comes. */
export const PARTNER_TRIALS: readonly (readonly [number, Trial])[] = [
  [50, earn],
  [14, deposit],
  [10, call],
  [10, release],
  [6, applied],
  [30, close],
  [10, dispute],
  [24, settle],
  [26, answer],
];
