import type { Entities } from '../../../domain/event/index.ts';
import { builder } from '../builder.ts';
import type { NodeType } from '../global-id.ts';
import type { NodeView } from '../node.ts';
import type { Stored } from '../reading.ts';

/** A node that is one entity of the ledger, as the read model has it. */
export type EntityView<N extends NodeType, T extends keyof Entities> = NodeView & {
  readonly type: N;
  readonly row: Stored<Entities[T]>;
};

export type ReceivableView = EntityView<'Receivable', 'receivable'>;
export type FinancingView = EntityView<'Financing', 'financing'>;
export type RateCardView = EntityView<'RateCard', 'rateCard'>;
export type AttestationView = EntityView<'Attestation', 'attestation'>;
export type StatementView = EntityView<'Statement', 'statement'>;
export type PaymentView = EntityView<'Payment', 'payment'>;
export type PoolView = EntityView<'Pool', 'pool'>;

export const ReceivableType = builder.objectRef<ReceivableView>('Receivable');
export const FinancingType = builder.objectRef<FinancingView>('Financing');
export const RateCardType = builder.objectRef<RateCardView>('RateCard');
export const AttestationType = builder.objectRef<AttestationView>('Attestation');
export const StatementType = builder.objectRef<StatementView>('Statement');
export const PaymentType = builder.objectRef<PaymentView>('Payment');
export const PoolType = builder.objectRef<PoolView>('Pool');

type EntityOf = {
  Receivable: 'receivable';
  Financing: 'financing';
  RateCard: 'rateCard';
  Attestation: 'attestation';
  Statement: 'statement';
  Payment: 'payment';
  Pool: 'pool';
};

/** The view of a row of the read model. */
export function viewOf<N extends keyof EntityOf>(
  type: N,
  row: Stored<Entities[EntityOf[N]]>,
): EntityView<N, EntityOf[N]> {
  return { type, objectId: row.id, row };
}
