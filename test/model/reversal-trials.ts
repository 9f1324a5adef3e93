import { attempt, cny, type Trial } from './attempt.ts';
import { bank, MATCHER, received } from './cash-trials.ts';
import { codes } from './claim-rules.ts';
import { BANK, by, ESCROW, hashOf, OPERATOR } from './names.ts';

// What the bank takes back of a payment that was divided is paid by the operator's own balance.

const DESK = [by(OPERATOR, 'cash', 1), by(OPERATOR, 'director', 2)];
const OWN = `2101 ${OPERATOR}`;

/** The operator's own money for its own balance. */
const ownFund: Trial = async (sides, { a }) => {
  const { model } = sides;
  const minor = 20_000_000n + BigInt(a % 5) * 30_000_000n;
  const entry = await received(sides, minor, OPERATOR);
  const allocations = [{ target: 'funding', id: OPERATOR, amount: cny(minor) }] as const;
  return attempt(
    'payment.match',
    { payment: entry, allocations, tier: 1 },
    {
      actor: OPERATOR,
      signers: MATCHER,
      codes: [],
      apply: () => model.post(`2201 ${entry}`, OWN, minor),
    },
  );
};

const ownFold: Trial = ({ model }) =>
  attempt(
    'balance.fold',
    { party: OPERATOR, currency: 'CNY', upTo: model.today },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'system', 8, { class: 'service' })],
      codes: [],
      apply: () => {
        model.ownFolded = -(model.accounts.get(OWN) ?? 0n);
      },
    },
  );

const takenBack: Trial = ({ model, fresh }, { a, b }) => {
  const paid = model.paid[a % (model.paid.length || 1)];
  if (!paid) return null;
  const { entry: reverses, minor } = paid;
  const [isBare, isOther, isAlone] = [b % 7 === 1, b % 7 === 2, b % 7 === 3];
  const isNothing = b % 7 === 4;
  const cover = isBare ? {} : { cover: cny(isNothing ? 0n : minor - (isOther ? 1n : 0n)) };
  const entry = hashOf(200_000_000 + Number.parseInt(fresh().slice(-6), 16));
  const statement = `s-${reverses.slice(-8)}`;
  return attempt(
    'cash.reverse',
    { entry, reverses, valueOn: model.today, statement, ...cover },
    {
      actor: BANK,
      signers: isAlone ? bank : [...bank, ...DESK],
      codes: codes(
        [isNothing, 'ACT_MALFORMED'],
        [isAlone, 'APPROVALS_MISSING'],
        [paid.isBack || isBare, 'STATE_WRONG'],
        [isOther, 'TERMS_DIFFER'],
        [model.ownFolded < minor, 'FUNDS_NOT_IN'],
      ),
      apply: () => {
        paid.isBack = true;
        model.ownFolded -= minor;
        model.post(OWN, `1001 ${ESCROW}`, minor);
      },
    },
  );
};

/** Trials of what the bank takes back, with how often each comes. */
export const REVERSAL_TRIALS: readonly (readonly [number, Trial])[] = [
  [1, ownFund],
  [1, ownFold],
  [3, takenBack],
];
