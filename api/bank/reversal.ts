import type { Act } from '../../domain/act/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import type { Sql } from '../database/index.ts';
import type { ChannelFacts } from '../service/index.ts';
import { deskAct } from './acts.ts';
import { bookRows } from './book.ts';
import type { Offer, Review } from './review.ts';
import type { BankLine } from './statement.ts';

type Payment = Entities['payment'];
type Match = Entities['match'];

/** Received money that the bank may take back, and the matches that stand. */
export type Received = {
  readonly payments: readonly Payment[];
  readonly matches: readonly Match[];
};

/** Reads what a reversal may be of; nothing when there is none among the lines. */
export async function receivedOf(sql: Sql, lines: readonly BankLine[]): Promise<Received> {
  const sizes = lines.filter(isTakenBack).map(line => sizeOf(line));
  if (sizes.length === 0) return { payments: [], matches: [] };
  const where = "status <> 'reversed' and body->'received'->>'minor' = any($1)";
  const payments = await bookRows(sql, 'payment', where, [sizes]);
  const ids = payments.map(({ payment }) => payment);
  const standing = "status = 'standing' and body->>'payment' = any($1)";
  return { payments, matches: await bookRows(sql, 'match', standing, [ids]) };
}

/**
 * A credit that the bank takes back (R-74). One credit of that account and amount is taken back
 * whole; was it matched, its matches are undone first. With several, a person says which one.
 * Money that was divided over a claim is others' by now: two persons decide that the operator's
 * balance bears it.
 */
export function decideReversal(
  line: BankLine,
  { payments, matches }: Received,
  facts: Pick<ChannelFacts, 'operator' | 'businessDate'>,
): readonly Act[] | Review {
  const { entry, account, amount, statement, valueOn } = line;
  const found = payments.filter(
    ({ account: of, received, valueOn: on }) =>
      isTakenBack(line) &&
      of === account &&
      received.minor === sizeOf(line) &&
      received.currency === amount.currency &&
      on <= valueOn,
  );
  const [only, ...others] = found;
  const reverse = ({ payment }: Payment) => ({ entry, reverses: payment, valueOn, statement });
  if (only && others.length === 0) {
    if (isFree(only)) return [deskAct(facts, 'cash.reverse', reverse(only))];
    const own = matches.filter(({ payment }) => payment === only.payment);
    if (own.length > 0 && own.every(match => mayUndo(match, facts.businessDate))) {
      return own.map(({ match }) =>
        deskAct(facts, 'payment.unmatch', { match, reason: 'bankReversal' }),
      );
    }
  }
  const candidates = found.map(({ payment }) => payment);
  const offers = found
    .filter(payment => isFree(payment) || isDivided(payment, matches, facts.businessDate))
    .map((payment): Offer => {
      const cover = isFree(payment) ? {} : { cover: payment.allocated };
      return { kind: 'cash.reverse', body: { ...reverse(payment), ...cover } };
    });
  return { object: entry, reason: 'REVERSAL', candidates, offers };
}

function isTakenBack({ isReversal, amount }: BankLine): boolean {
  return isReversal && amount.minor.startsWith('-');
}

function sizeOf({ amount }: BankLine): string {
  return amount.minor.replace('-', '');
}

/** Some of it became money that no act of the desk can undo; none of it went back. */
function isDivided(of: Payment, matches: readonly Match[], today: string): boolean {
  if (of.refunded.minor !== '0') return false;
  return matches.some(match => match.payment === of.payment && !mayUndo(match, today));
}

/** Nothing of it was used for anything. */
function isFree({ allocated, refunded }: Payment): boolean {
  return allocated.minor === '0' && refunded.minor === '0';
}

/** Only money for a funder's balance can be undone, within its month (`payment.unmatch`). */
function mayUndo({ on, allocations }: Match, today: string): boolean {
  return (
    on.slice(0, 7) === today.slice(0, 7) && allocations.every(({ target }) => target === 'funding')
  );
}
