import {
  optional,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
  type LeafMaker,
} from '../figures/index.ts';
import type { Attachment } from '../pdf/index.ts';

/** Figures of a document and the files that it carries beside them. */
export type Made = { readonly tree: FigureGroup; readonly attachments: readonly Attachment[] };

/** A party as its paper names it. `creditCode` is its registration number. */
export type PartyInput = {
  readonly id: string;
  readonly name: string;
  readonly creditCode?: string;
};

/** A bank account: holder, bank, number. */
export type AccountInput = {
  readonly holder: string;
  readonly bank: string;
  readonly number: string;
};

/** One signature under an act that the paper rests on. `at` is an Instant. */
export type SignedActInput = {
  readonly actId: string;
  readonly kind: string;
  readonly party: string;
  readonly role: string;
  readonly key: string;
  /** How the signer proved presence besides the key: `passkey`, `ukey`, `token`. */
  readonly stepUp?: string;
  readonly at: string;
};

export function partyLeaves(make: LeafMaker, party: PartyInput): FigureNode {
  return {
    id: make.code(party.id),
    name: make.text(party.name),
    creditCode: optional(party.creditCode, make.code),
  };
}

export function accountLeaves(make: LeafMaker, account: AccountInput): FigureNode {
  return {
    holder: make.text(account.holder),
    bank: make.text(account.bank),
    number: make.text(account.number),
  };
}

/** The evidence table: each leaf's source is the act's own key on the ledger. */
export function actLeaves(
  from: (key: string) => LeafMaker,
  acts: readonly SignedActInput[],
): readonly FigureNode[] {
  return acts.map(act => {
    const make = from(`act~${act.actId}`);
    return {
      actId: make.code(act.actId),
      kind: make.code(act.kind),
      party: make.text(act.party),
      role: make.code(act.role),
      key: make.code(act.key),
      stepUp: optional(act.stepUp, make.code),
      at: make.date(act.at),
    };
  });
}

/** Σ of amounts in one currency, for the total lines; the parts come from the ledger. */
export function totalOf(amounts: readonly AmountInput[], currency: string): AmountInput {
  const minor = amounts.reduce((sum, amount) => sum + BigInt(amount.minor), 0n);
  return { minor: minor.toString(), currency };
}
