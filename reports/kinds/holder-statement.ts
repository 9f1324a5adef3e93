import {
  fromLedger,
  type AmountInput,
  type FigureGroup,
  type LeafMaker,
} from '../figures/index.ts';
import { pageOf } from '../../domain/securitisation/ledger/index.ts';
import { partyLeaves, totalOf, type PartyInput } from './input.ts';

/**
 * HOLDER_STATEMENT 持有人对账单: one holder's notes of an issue and every payment on them. Filled from
 * the holder's own rows of the register; a stranger's are never read.
 */
export type HolderStatementFigures = {
  readonly issueId: string;
  readonly dealId: string;
  readonly dealHash: string;
  readonly name: string;
  readonly holder: PartyInput;
  readonly currency: string;
  readonly positions: readonly {
    readonly bond: string;
    readonly name: string;
    readonly units: number;
    readonly nominal: AmountInput;
    /** Units times the nominal amount of one, as the issue offers it. */
    readonly original: AmountInput;
  }[];
  readonly payments: readonly {
    readonly distributionId: string;
    readonly on: string;
    readonly settledOn: string;
    readonly bond: string;
    readonly units: number;
    readonly interest: AmountInput;
    readonly principal: AmountInput;
  }[];
};

export function holderStatementFigures(input: HolderStatementFigures, height: number): FigureGroup {
  const from = (key: string): LeafMaker => fromLedger(key, height);
  const issue = from(`issue~${input.issueId}`);
  const sum = (side: 'interest' | 'principal'): AmountInput =>
    totalOf(
      input.payments.map(payment => payment[side]),
      input.currency,
    );
  return {
    issueId: issue.code(input.issueId),
    dealId: issue.code(input.dealId),
    dealHash: issue.code(input.dealHash),
    name: issue.text(input.name),
    holder: partyLeaves(issue, input.holder),
    positions: input.positions.map(position => {
      const make = from(`noteHolding~${input.issueId}~${position.bond}~${input.holder.id}`);
      return {
        bond: make.code(position.bond),
        name: issue.text(position.name),
        units: make.count(position.units),
        nominal: issue.money(position.nominal),
        original: make.money(position.original),
      };
    }),
    payments: input.payments.map(payment => {
      const make = from(`notePage~${payment.distributionId}~${pageOf(input.holder.id)}`);
      return {
        on: make.date(payment.on),
        settledOn: make.date(payment.settledOn),
        bond: make.code(payment.bond),
        units: make.count(payment.units),
        interest: make.money(payment.interest),
        principal: make.money(payment.principal),
      };
    }),
    interest: issue.money(sum('interest')),
    principal: issue.money(sum('principal')),
    received: issue.money(totalOf([sum('interest'), sum('principal')], input.currency)),
  };
}
