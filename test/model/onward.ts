import type { Trial } from './attempt.ts';
import * as cash from './cash-trials.ts';
import { age } from './claim-trials.ts';
import * as money from './money-trials.ts';
import type { ModelFinancing, ModelState } from './state.ts';

/** A number at which no trial goes wrong on purpose, and an odd one. */
const RIGHT = 6;
const FILED = 5;
/** Numbers at which a payment is whole, nearly whole, what is outstanding alone, whole. */
const PAID = [8, 11, 2, 19] as const;
const OUTSTANDING = 2;

export type Next = (
  model: ModelState,
  financing: ModelFinancing,
  number: number,
) => readonly [Trial, number];

const paid = (number: number): number => PAID[Math.floor(number / 3) % PAID.length] ?? PAID[0];

const clearedNext: Next = (model, { clearedOn, advance, discount }, number) => {
  if (clearedOn !== model.today) {
    return [model.searchedOn === model.today ? money.clear : money.register, RIGHT];
  }
  const enough = model.folded >= advance - discount || number % 5 === 0;
  if (enough) return [money.disburse, RIGHT];
  return [model.pending > advance ? cash.fold : cash.fund, RIGHT];
};

const disbursingNext: Next = (model, { payout }, number) => {
  if (model.payouts.get(payout)?.status !== 'sent') return [cash.file, RIGHT];
  // Now and then it is put into a second file, which is refused.
  if (number % 5 === 1) return [cash.file, RIGHT];
  return [number % 9 === 0 ? cash.failed : cash.paidOut, RIGHT];
};

/** What a financing wants next, so that runs reach its end. */
const NEXT: Readonly<Record<string, Next>> = {
  requested: () => [money.accept, RIGHT],
  accepted: (_, __, number) => [number % 9 === 0 ? money.refuse : money.commit, RIGHT],
  committed: (model, { filed }) => {
    const searched = model.searchedOn === model.today;
    if (searched && filed) return [money.clear, RIGHT];
    return [money.register, searched ? FILED : RIGHT];
  },
  cleared: clearedNext,
  disbursing: disbursingNext,
  active: (model, { payOn }, number) => [model.today > payOn ? age : cash.pay, paid(number)],
  overdue: (_, __, number) => [number % 3 === 0 ? cash.pay : cash.defaulted, paid(number)],
  defaulted: (_, __, number) => [number % 5 === 0 ? cash.pay : cash.writeoff, paid(number)],
  writtenOff: (_, __, number) => {
    return [number % 3 === 0 ? cash.writeoff : cash.pay, number % 2 ? OUTSTANDING : paid(number)];
  },
};

const OPEN = ['requested', 'accepted', 'committed', 'cleared', 'disbursing'];
const LATE = ['overdue', 'defaulted', 'writtenOff'];

/** The step that brings one of the open financings on; what a campaign does otherwise, by status. */
export const onwardBut =
  (other: Readonly<Record<string, Next>>): Trial =>
  (sides, { a, b, c }) => {
    const { model } = sides;
    const all = [...model.financings.values()];
    const runs = all.filter(({ status }) => OPEN.includes(status));
    const late = all.filter(({ status, payOn }) => {
      return LATE.includes(status) || (status === 'active' && model.today > payOn);
    });
    const from = runs.length > 0 && (c % 4 > 0 || late.length === 0) ? runs : late;
    const financing = from[c % from.length];
    if (!financing) return null;
    const next = other[financing.status] ?? NEXT[financing.status];
    if (!next) return null;
    const [trial, right] = next(model, financing, c);
    return trial(sides, { a: a * 4 + 1, b: a % 3 === 0 ? b : right, c });
  };

export const onward = onwardBut({});
