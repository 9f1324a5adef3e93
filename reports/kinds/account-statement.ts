import {
  fromLedger,
  optional,
  type AmountInput,
  type FigureGroup,
  type LeafMaker,
} from '../figures/index.ts';
import { partyLeaves, totalOf, type PartyInput } from './input.ts';

/**
 * ACCOUNT_STATEMENT 对账单 (DOC-37) of an enterprise, funder or holder. Filled from GraphQL movements
 * of the journal's sub-ledger; `balance` of each row comes from there, nothing is added up here but
 * the totals of the printed columns.
 */
export type AccountStatementFigures = {
  readonly party: PartyInput;
  readonly accountId: string;
  /** What the account holds: `cash`, `receivables`, `financing`. */
  readonly accountKind: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly opening: AmountInput;
  readonly closing: AmountInput;
  readonly movements: readonly {
    readonly postingId: string;
    readonly on: string;
    readonly kind: string;
    readonly counterparty: string;
    readonly document: string;
    readonly debit?: AmountInput;
    readonly credit?: AmountInput;
    readonly balance: AmountInput;
  }[];
  readonly fees: readonly {
    readonly on: string;
    readonly kind: string;
    readonly payee: string;
    readonly amount: AmountInput;
  }[];
  readonly pending: readonly {
    readonly reference: string;
    readonly state: 'pending' | 'disputed';
    readonly amount: AmountInput;
  }[];
  /** Amounts due by age: `notDue`, `days1to30`, `days31to60`, `days61to90`, `over90`. */
  readonly ageing: readonly { readonly bucket: string; readonly amount: AmountInput }[];
  readonly nextDue?: { readonly on: string; readonly amount: AmountInput };
  /** Last day to object; silence is no consent to an error. */
  readonly objectBy: string;
};

export function accountStatementFigures(
  input: AccountStatementFigures,
  height: number,
): FigureGroup {
  const from = (key: string): ReturnType<typeof fromLedger> => fromLedger(key, height);
  const account = from(`account~${input.accountId}`);
  const { currency, movements } = input;
  const column = (side: 'debit' | 'credit'): AmountInput =>
    totalOf(
      movements.flatMap(movement => movement[side] ?? []),
      currency,
    );
  return {
    party: partyLeaves(account, input.party),
    accountId: account.code(input.accountId),
    accountKind: account.code(input.accountKind),
    currency: account.code(currency),
    from: account.date(input.from),
    to: account.date(input.to),
    opening: account.money(input.opening),
    closing: account.money(input.closing),
    movements: movements.map(movement => {
      const make = from(`posting~${movement.postingId}`);
      return {
        on: make.date(movement.on),
        kind: make.code(movement.kind),
        counterparty: make.text(movement.counterparty),
        document: make.text(movement.document),
        debit: make.money(movement.debit ?? { minor: '0', currency }),
        credit: make.money(movement.credit ?? { minor: '0', currency }),
        balance: make.money(movement.balance),
      };
    }),
    movementCount: account.count(movements.length),
    debits: account.money(column('debit')),
    credits: account.money(column('credit')),
    ...costLeaves(input, account),
    nextDue: optional(input.nextDue, due => ({
      on: account.date(due.on),
      amount: account.money(due.amount),
    })),
    objectBy: account.date(input.objectBy),
  };
}

/** Fees one by one, what is pending or disputed, and the age of what is due. */
function costLeaves(input: AccountStatementFigures, account: LeafMaker): FigureGroup {
  const { currency } = input;
  return {
    fees: input.fees.map(fee => ({
      on: account.date(fee.on),
      kind: account.code(fee.kind),
      payee: account.text(fee.payee),
      amount: account.money(fee.amount),
    })),
    feesTotal: account.money(
      totalOf(
        input.fees.map(fee => fee.amount),
        currency,
      ),
    ),
    pending: input.pending.map(item => ({
      reference: account.text(item.reference),
      state: account.code(item.state),
      amount: account.money(item.amount),
    })),
    ageing: input.ageing.map(row => ({
      bucket: account.code(row.bucket),
      amount: account.money(row.amount),
    })),
  };
}
