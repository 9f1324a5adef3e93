import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { parameterAt, type Context } from '../governance/context.ts';
import type { Parameter } from '../governance/state.ts';
import { claimLines, posted } from '../journal/index.ts';
import { formatMoney, money, type Currency, type MoneyWire } from '../money/index.ts';
import { coverEvents } from '../order/cover.ts';
import type { Order } from '../order/state.ts';
import { accountFault } from '../party/decide-file.ts';
import type { Account, Party } from '../party/state.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { isObject } from '../wire/index.ts';
import type { ConfirmLine, Confirmation, Receivable } from './state.ts';

type Item = Act<'receivable.confirm'>['body']['items'][number];

/** What the contract found for one claim of the batch. */
export type ConfirmedItem = {
  readonly receivable: Receivable | undefined;
  readonly account: Account | undefined;
  readonly supplier: Party | undefined;
};

export type ConfirmState = {
  readonly items: readonly ConfirmedItem[];
  /** Orders that the claims name. */
  readonly orders: ReadonlyMap<string, Order>;
  /** The buyer's own line, when it has set one: `{minor, currency}`. */
  readonly lineParameter: Parameter | undefined;
  readonly lines: ReadonlyMap<string, ConfirmLine>;
};

/** Parameter that holds the confirmation line of a buyer. */
export function confirmLineKey(buyer: string): string {
  return `confirmLine.${buyer}`;
}

/**
 * The debtor's own confirmation of a batch, all or none: its key, the exact terms of the offer, a
 * verified account, no open flag, its own line.
 */
export function decideConfirm(
  state: ConfirmState,
  act: Act<'receivable.confirm'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { items } = act.body;
  if (new Set(items.map(({ receivable }) => receivable)).size < items.length) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.items: a claim is given twice'] });
  }
  const faults = items.flatMap((item, at) =>
    itemFaults(item, state.items[at], act, context).map(({ code, facts }) => ({
      code,
      facts: { ...facts, item: at },
    })),
  );
  const refusal = firstOf(faults) ?? lineFault(state, act);
  if (refusal) return fail(refusal);
  const lined = lineOf(state, act.businessDate) !== null;
  const lines = state.items.flatMap(({ receivable }) =>
    // The debt of a recorded claim is on the books since it was recorded.
    receivable?.status === 'offered'
      ? claimLines({ ...receivable, holder: receivable.supplier })
      : [],
  );
  return ok([
    ...items.map((item, at) => {
      const receivable = state.items[at]?.receivable;
      const keys = debtorKeys(context, act.actor);
      const isDebtor = receivable?.buyer === act.actor && keys.length > 0;
      invariant('INV-R6', isDebtor, () => `${item.receivable} without its debtor's key`);
      const confirmation = confirmationOf(item, act.businessDate, keys);
      const { buyer, face } = receivable;
      const place = { receivable: item.receivable, buyer, face };
      return { kind: 'receivable.confirmed', ...place, confirmation, lined } as const;
    }),
    ...coverEvents(
      state.orders,
      state.items.flatMap(({ receivable }) => receivable ?? []),
      act.businessDate,
    ),
    ...posted(act, lines),
  ]);
}

function itemFaults(
  item: Item,
  found: ConfirmedItem | undefined,
  act: Act<'receivable.confirm'>,
  context: Context,
): Refusal[] {
  const receivable = found?.receivable;
  if (!receivable) return [{ code: 'NOT_FOUND', facts: { id: item.receivable } }];
  if (receivable.buyer !== act.actor) {
    return [{ code: 'NOT_THE_DEBTOR', facts: { buyer: receivable.buyer } }];
  }
  const { status } = receivable;
  if (status !== 'offered' && status !== 'recorded') {
    const facts = { object: item.receivable, state: status, kind: act.kind };
    return [{ code: 'STATE_WRONG', facts: { ...facts, states: 'offered or recorded' } }];
  }
  return [
    ...termFaults(item, receivable),
    ...accountFaults(item, found, act),
    ...flagFaults(receivable),
    ...conflictFaults(found, act, context),
  ];
}

function termFaults(item: Item, receivable: Receivable): Refusal[] {
  const { expect, root, face, dueOn, undertaking, setOff } = item;
  if (expect !== receivable.version) {
    const facts = { object: item.receivable, version: receivable.version };
    return [{ code: 'STATE_MOVED', facts }];
  }
  const differing: string[] = [];
  if (root !== receivable.root) differing.push('root');
  if (!isSame(face, receivable.face)) differing.push('face');
  if (dueOn !== receivable.dueOn) differing.push('dueOn');
  if ((undertaking === 'irrevocable') !== (setOff === undefined)) differing.push('setOff');
  return differing.map(field => ({ code: 'TERMS_DIFFER', facts: { field } }));
}

/** The account is a verified collect account of the supplier or of the operator. */
function accountFaults(
  item: Item,
  { account, receivable }: ConfirmedItem,
  { businessDate }: Act<'receivable.confirm'>,
): Refusal[] {
  const state = accountFault(account, businessDate) ?? purposeFault(account, receivable);
  return state === null
    ? []
    : [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: item.payTo, state } }];
}

export function purposeFault(
  account: Account | undefined,
  receivable: Pick<Receivable, 'face'> | undefined,
): string | null {
  if (account?.purpose !== 'collect') return 'no collect account';
  return account.currency === receivable?.face.currency ? null : `in ${account.currency}`;
}

function flagFaults({ flags }: Receivable): Refusal[] {
  const [first] = flags;
  if (first === undefined) return [];
  return [{ code: 'FLAG_OPEN', facts: { rule: first.split(':')[1] ?? 'near', flag: first } }];
}

/** a person of the supplier does not sign for the buyer. */
function conflictFaults(
  { supplier }: ConfirmedItem,
  { actor }: Act<'receivable.confirm'>,
  { signers }: Context,
): Refusal[] {
  const related = signers.find(
    ({ party, person }) => party === actor && supplier?.persons.includes(person),
  );
  if (!related || !supplier) return [];
  return [{ code: 'APPROVER_CONFLICT', facts: { person: related.person, object: supplier.party } }];
}

/** the faces of this act and what is used stay within the buyer's own line. */
export function lineFault(
  state: Pick<ConfirmState, 'lineParameter' | 'lines'>,
  act: Act<'receivable.confirm'> | Act<'receivable.issue'>,
): Refusal | null {
  const line = lineOf(state, act.businessDate);
  if (!line) return null;
  const asked = act.body.items
    .filter(({ face }) => face.currency === line.currency)
    .reduce((whole, { face }) => whole + BigInt(face.minor), 0n);
  const used = BigInt(state.lines.get(`${act.actor}~${line.currency}`)?.used.minor ?? '0');
  const excess = used + asked - BigInt(line.minor);
  if (excess <= 0n) return null;
  const shown = (minor: bigint): string => formatMoney(money(minor, line.currency));
  return {
    code: 'CONFIRM_LINE_EXCEEDED',
    facts: { amount: shown(asked), excess: shown(excess) },
  };
}

export function lineOf(
  { lineParameter }: Pick<ConfirmState, 'lineParameter'>,
  businessDate: string,
): MoneyWire | null {
  const value = parameterAt(lineParameter, businessDate, null);
  if (!isObject(value)) return null;
  const { minor, currency } = value;
  if (typeof minor !== 'string' || typeof currency !== 'string') return null;
  return { minor, currency: currency as Currency };
}

function confirmationOf(item: Item, on: string, keys: readonly string[]): Confirmation {
  const { payTo, undertaking, setOff, statement } = item;
  return { payTo, undertaking, setOff: setOff ?? null, statement: statement.hash, on, keys };
}

export function debtorKeys({ signers }: Context, buyer: string): readonly string[] {
  const own = signers.filter(
    ({ party, introduced, class: keyClass }) =>
      party === buyer && !introduced && keyClass !== 'service',
  );
  return own.map(({ key }) => key);
}

function isSame(a: MoneyWire, b: MoneyWire): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}
