import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { claimLines, posted } from '../journal/index.ts';
import { coverEvents } from '../order/cover.ts';
import type { Order } from '../order/state.ts';
import { accountFault } from '../party/decide-file.ts';
import type { Account } from '../party/state.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { stateFault } from './decide-claim.ts';
import {
  debtorKeys,
  lineFault,
  lineOf,
  purposeFault,
  type ConfirmState,
} from './decide-confirm.ts';
import { registerBatch, type OfferState } from './decide-offer.ts';
import { cancelClaims } from './effects.ts';
import { isLined } from './standing.ts';
import type { Confirmation, Receivable } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type OneClaim = { readonly receivable: Receivable | undefined };
type OrderedClaim = OneClaim & { readonly order: Order | undefined };

export type IssueState = OfferState &
  Pick<ConfirmState, 'lineParameter' | 'lines'> & {
    /** The account of each item, in its order. */
    readonly accounts: readonly (Account | undefined)[];
  };

/** The buyer makes claims on itself and signs the undertaking; each waits for its supplier. */
export function decideIssue(
  state: IssueState,
  act: Act<'receivable.issue'>,
  context: Context,
): Decision {
  const { items } = act.body;
  // Who issues in another's name is told that, and nothing of accounts.
  const own = (at: number): boolean => items[at]?.buyer === act.actor;
  const faults = items.flatMap((item, at) => {
    return own(at) ? issueFaults(item, state.accounts[at], act) : [];
  });
  const refusal =
    firstOf(faults) ?? (items.every((_, at) => own(at)) ? lineFault(state, act) : null);
  if (refusal) return fail(refusal);
  const keys = debtorKeys(context, act.actor);
  invariant('INV-R6', keys.length > 0, () => `${act.id} without its debtor's key`);
  const confirmation = (item: number): Confirmation => {
    const { payTo = '', undertaking = 'irrevocable', setOff, statement } = items[item] ?? {};
    const signed = { payTo, undertaking, setOff: setOff ?? null, on: act.businessDate, keys };
    return { ...signed, statement: statement?.hash ?? '' };
  };
  const lined = lineOf(state, act.businessDate) !== null;
  const birth = { kind: 'issued', lined, confirmation } as const;
  return registerBatch(state, { act, claims: items, side: 'buyer', birth }, context);
}

function issueFaults(
  item: Act<'receivable.issue'>['body']['items'][number],
  account: Account | undefined,
  { businessDate }: Act<'receivable.issue'>,
): readonly Refusal[] {
  const faults: Refusal[] = [];
  const state = accountFault(account, businessDate) ?? purposeFault(account, item);
  if (state !== null) {
    faults.push({ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: item.payTo, state } });
  }
  if ((item.undertaking === 'irrevocable') !== (item.setOff === undefined)) {
    faults.push({ code: 'TERMS_DIFFER', facts: { field: 'setOff' } });
  }
  return faults;
}

/** The supplier takes an issued claim as it is: it is confirmed by that (L3). */
export function decideAcceptClaim(
  { receivable, order }: OrderedClaim,
  act: Act<'receivable.accept'>,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['issued']);
  if (wrong) return fail(wrong);
  const { version, root, flags, supplier, buyer, face } = receivable;
  if (body.expect !== version) {
    return refuse('STATE_MOVED', { object: body.receivable, version });
  }
  if (body.root !== root) return refuse('ROOT_MISMATCH', { field: 'root' });
  const [flag] = flags;
  if (flag !== undefined) {
    return refuse('FLAG_OPEN', { rule: flag.split(':')[1] ?? 'near', flag });
  }
  return ok([
    { kind: 'receivable.accepted', receivable: body.receivable, buyer, on },
    ...coverEvents(new Map(order ? [[order.order, order]] : []), [receivable], on),
    ...posted(act, claimLines({ holder: supplier, buyer, face })),
  ]);
}

/** The supplier does not want it; the invoices and the buyer's line are free again. */
export function decideReject({ receivable }: OneClaim, act: Act<'receivable.reject'>): Decision {
  const { body, actor, kind, businessDate: on } = act;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['issued']);
  if (wrong) return fail(wrong);
  return ok(endClaim(receivable, { kind: 'receivable.rejected', reason: body.reason, on }));
}

/** What ends a claim that was never live: its holdings close, invoices and line are free. */
export function endClaim(
  receivable: Receivable,
  end: {
    readonly kind: 'receivable.rejected' | 'receivable.expired';
    readonly reason: string;
    readonly on: string;
  },
): readonly LedgerEvent[] {
  const { receivable: id, holdings, buyer, face } = receivable;
  const cancelled = end.kind === 'receivable.rejected' ? 'rejected' : 'expired';
  const lined = isLined(receivable);
  return [
    { ...end, receivable: id, holdings, buyer, face, lined },
    cancelClaims(receivable, cancelled),
  ];
}
