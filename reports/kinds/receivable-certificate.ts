import { addMonths, daysBetween, isAfter } from '../../domain/calendar/index.ts';
import { stop } from '../fault.ts';
import {
  fromLedger,
  optional,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
} from '../figures/index.ts';
import {
  accountLeaves,
  actLeaves,
  partyLeaves,
  type AccountInput,
  type PartyInput,
  type SignedActInput,
} from './input.ts';

/**
 * RECEIVABLE_CERTIFICATE 电子债权凭证, one page (DOC-33). Filled from GraphQL `receivable` and its
 * holdings at one height. `holding` is the part that the paper certifies: `amount` of it is in the
 * holder's hands.
 */
export type ReceivableCertificateFigures = {
  readonly receivableId: string;
  readonly holdingId: string;
  readonly debtor: PartyInput;
  readonly creditor: PartyInput;
  readonly holder: PartyInput;
  readonly guarantor?: PartyInput;
  /** Face of the whole claim, and the part that this paper certifies. */
  readonly face: AmountInput;
  readonly amount: AmountInput;
  /** Where the holding stands: all that is still owed on it is in one of the five. */
  readonly free: AmountInput;
  readonly reserved: AmountInput;
  readonly pledged: AmountInput;
  readonly sold: AmountInput;
  readonly pooled: AmountInput;
  /** Start of the tenor (earliest of invoice, acceptance, confirmation), and the due date. */
  readonly issuedOn: string;
  readonly startOn: string;
  readonly dueOn: string;
  readonly status: string;
  readonly assurance: string;
  readonly transferCount: number;
  readonly invoices: readonly string[];
  readonly account: AccountInput;
  readonly parent?: { readonly holdingId: string; readonly amount: AmountInput };
  readonly children: readonly {
    readonly holdingId: string;
    readonly holder: string;
    readonly amount: AmountInput;
    readonly status: string;
  }[];
  readonly acts: readonly SignedActInput[];
};

/** Refuses `TENOR_REFUSED` for a claim that runs for more than twelve months. */
export function receivableCertificateFigures(
  input: ReceivableCertificateFigures,
  height: number,
): FigureGroup {
  const from = (key: string): ReturnType<typeof fromLedger> => fromLedger(key, height);
  const claim = from(`receivable~${input.receivableId}`);
  const holding = from(`holding~${input.holdingId}`);
  return {
    receivableId: claim.code(input.receivableId),
    holdingId: holding.code(input.holdingId),
    debtor: partyLeaves(claim, input.debtor),
    creditor: partyLeaves(claim, input.creditor),
    holder: partyLeaves(holding, input.holder),
    guarantor: optional(input.guarantor, party => partyLeaves(claim, party)),
    face: claim.money(input.face),
    amount: holding.money(input.amount),
    free: holding.money(input.free),
    reserved: holding.money(input.reserved),
    pledged: holding.money(input.pledged),
    sold: holding.money(input.sold),
    pooled: holding.money(input.pooled),
    issuedOn: claim.date(input.issuedOn),
    dueOn: claim.date(input.dueOn),
    tenor: {
      days: claim.count(daysBetween(input.startOn, input.dueOn)),
      check: claim.code(tenorCheck(input)),
    },
    status: claim.code(input.status),
    assurance: claim.code(input.assurance),
    transferCount: holding.count(input.transferCount),
    invoices: claim.text(input.invoices.join(', ')),
    account: accountLeaves(claim, input.account),
    parts: partLeaves(input, from),
    acts: actLeaves(from, input.acts),
  };
}

function partLeaves(
  input: ReceivableCertificateFigures,
  from: (key: string) => ReturnType<typeof fromLedger>,
): readonly FigureNode[] {
  const { parent } = input;
  const rows = input.children.map(part => {
    const make = from(`holding~${part.holdingId}`);
    return {
      relation: make.code('child'),
      id: make.code(part.holdingId),
      holder: make.text(part.holder),
      amount: make.money(part.amount),
      status: make.code(part.status),
    };
  });
  if (parent === undefined) return rows;
  const make = from(`holding~${parent.holdingId}`);
  const first = {
    relation: make.code('parent'),
    id: make.code(parent.holdingId),
    holder: make.text('—'),
    amount: make.money(parent.amount),
    status: make.code('split'),
  };
  return [first, ...rows];
}

function tenorCheck(input: ReceivableCertificateFigures): string {
  const { startOn, dueOn } = input;
  if (isAfter(dueOn, addMonths(startOn, 12))) stop('TENOR_REFUSED', { startOn, dueOn });
  return isAfter(dueOn, addMonths(startOn, 6)) ? 'overSixMonths' : 'withinSixMonths';
}
