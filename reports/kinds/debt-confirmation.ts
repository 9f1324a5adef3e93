import { fromLedger, optional, type AmountInput, type FigureGroup } from '../figures/index.ts';
import {
  accountLeaves,
  actLeaves,
  partyLeaves,
  type AccountInput,
  type PartyInput,
  type SignedActInput,
} from './input.ts';

/**
 * DEBT_CONFIRMATION 确权书 (DOC-32): what the debtor's own key confirmed. Filled from GraphQL
 * `receivable` after its confirmation. `deductions` are the amounts known and agreed, one by one.
 */
export type DebtConfirmationFigures = {
  readonly receivableId: string;
  readonly debtor: PartyInput;
  readonly creditor: PartyInput;
  readonly face: AmountInput;
  readonly dueOn: string;
  readonly confirmedOn: string;
  readonly contract?: string;
  readonly orders: readonly string[];
  readonly deliveries: readonly string[];
  readonly invoices: readonly string[];
  readonly account: AccountInput;
  /** `irrevocable`, or `setOffReserved` with the amount reserved. */
  readonly undertaking: 'irrevocable' | 'setOffReserved';
  readonly setOff?: AmountInput;
  readonly assignable: boolean;
  readonly deductions: readonly { readonly reason: string; readonly amount: AmountInput }[];
  readonly root: string;
  readonly acts: readonly SignedActInput[];
};

export function debtConfirmationFigures(
  input: DebtConfirmationFigures,
  height: number,
): FigureGroup {
  const from = (key: string): ReturnType<typeof fromLedger> => fromLedger(key, height);
  const claim = from(`receivable~${input.receivableId}`);
  const list = (numbers: readonly string[]): string =>
    numbers.length === 0 ? '—' : numbers.join(', ');
  return {
    receivableId: claim.code(input.receivableId),
    debtor: partyLeaves(claim, input.debtor),
    creditor: partyLeaves(claim, input.creditor),
    face: claim.money(input.face),
    dueOn: claim.date(input.dueOn),
    confirmedOn: claim.date(input.confirmedOn),
    contract: claim.text(input.contract ?? '—'),
    orders: claim.text(list(input.orders)),
    deliveries: claim.text(list(input.deliveries)),
    invoices: claim.text(list(input.invoices)),
    account: accountLeaves(claim, input.account),
    undertaking: claim.code(input.undertaking),
    setOff: optional(input.setOff, claim.money),
    assignable: claim.code(input.assignable ? 'yes' : 'no'),
    deductions: input.deductions.map(({ reason, amount }) => ({
      reason: claim.text(reason),
      amount: claim.money(amount),
    })),
    root: claim.code(input.root),
    acts: actLeaves(from, input.acts),
  };
}
