import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import type { Currency, Money } from '../money/index.ts';
import { formatMoney } from '../money/index.ts';
import { invariant, ok, type Result } from '../result/index.ts';
import { canonicalBytes } from '../wire/index.ts';
import { journal, type JournalLine } from './posting.ts';
import type { Balance, BalanceDelta } from './state.ts';

/** Folds the credit rows of one balance up to a day; nothing to fold changes nothing. */
export function decideBalanceFold(
  state: { readonly deltas: readonly BalanceDelta[] },
  act: Act<'balance.fold'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { party, currency, upTo } = act.body;
  const rows = state.deltas.filter(({ on }) => on <= upTo);
  if (rows.length === 0) return ok([]);
  const sum = rows.reduce((total, { minor }) => total + BigInt(minor), 0n).toString();
  const acts = rows.map(row => row.act);
  const hash = context.sha256(canonicalBytes(rows));
  const folded = { party, currency: currency as Currency, upTo, sum, acts, hash };
  return ok([{ kind: 'balance.folded', ...folded }]);
}

/** One `journal.posted` for everything that an act moves; `INV-R8` holds or we stop. */
export function posted(act: Act, lines: readonly JournalLine[]): LedgerEvent[] {
  const merged = journal(lines);
  if (merged.length === 0) return [];
  const on = act.businessDate;
  return [{ kind: 'journal.posted', act: act.id, period: on.slice(0, 7), on, lines: merged }];
}

/** A debit uses folded money only: `FUNDS_NOT_IN` names what is missing (R-73, INV-R9). */
export function debitFault(balance: Balance | undefined, amount: Money): Refusal | null {
  const folded = BigInt(balance?.folded ?? '0');
  invariant('INV-R9', folded >= 0n, () => `${balance?.party ?? 'nobody'} has ${folded}`);
  if (folded >= amount.minor) return null;
  const x = formatMoney({ minor: amount.minor - folded, currency: amount.currency });
  const failed = refuse('FUNDS_NOT_IN', { x, y: formatMoney({ ...amount, minor: folded }) });
  return failed.error;
}
