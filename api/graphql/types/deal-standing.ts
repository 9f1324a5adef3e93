import type { MoneyWire } from '../../../domain/money/index.ts';
import type { DateInput, DealStanding } from '../../../domain/securitisation/ledger/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { askContract } from '../ledger-answer.ts';

/** Where a deal stands, by the contract on the ledger's state. */
export async function standingOfDeal(context: Context, deal: string): Promise<DealStanding | null> {
  const answer = await askContract(context, { kind: 'deal.standing', deal });
  return answer.ok ? (answer.value as unknown as DealStanding) : null;
}

type Flow = { readonly flow: string; readonly amount: MoneyWire };
const FlowType = builder.objectRef<Flow>('CollectedFlow').implement({
  fields: t => ({
    flow: t.exposeString('flow'),
    amount: t.expose('amount', { type: 'Money' }),
  }),
});

const InputType = builder.objectRef<DateInput>('PaymentInput').implement({
  description: 'A collection or a fixing that a payment date needs.',
  fields: t => ({
    kind: t.exposeString('kind'),
    of: t.string({
      description: 'Key of the pool, or name of the index.',
      resolve: input => (input.kind === 'collection' ? input.pool : input.index),
    }),
    on: t.expose('on', { type: 'BusinessDate' }),
    isRecorded: t.boolean({
      resolve: input => (input.kind === 'collection' ? input.entry !== null : input.ppb !== null),
    }),
    entry: t.string({
      nullable: true,
      resolve: input => (input.kind === 'collection' ? input.entry : null),
    }),
    ppb: t.int({
      nullable: true,
      resolve: input => (input.kind === 'fixing' ? input.ppb : null),
    }),
    flows: t.field({
      type: [FlowType],
      resolve: input => (input.kind === 'collection' ? [...input.flows] : []),
    }),
  }),
});

type Next = NonNullable<DealStanding['next']>;
export const NextPaymentType = builder.objectRef<Next>('NextPayment').implement({
  description: 'The next payment date of a deal with all that it needs.',
  fields: t => ({
    on: t.expose('on', { type: 'BusinessDate' }),
    inputs: t.field({ type: [InputType], resolve: ({ inputs }) => [...inputs] }),
  }),
});

type Trigger = DealStanding['triggers'][number];
type Measure = Trigger['measures'][number];

const MeasureType = builder.objectRef<Measure>('TriggerMeasure').implement({
  fields: t => ({
    value: t.exposeString('value', { description: 'Decimal of at most six places.' }),
    comparison: t.exposeString('comparison'),
    limit: t.exposeString('limit'),
    headroomPpm: t.exposeInt('headroomPpm', {
      nullable: true,
      description: '(limit − value) ÷ limit in ppm, signed so that more is safer.',
    }),
  }),
});

export const TriggerType = builder.objectRef<Trigger>('DealTrigger').implement({
  fields: t => ({
    trigger: t.exposeString('trigger'),
    fired: t.exposeBoolean('fired'),
    measures: t.field({ type: [MeasureType], resolve: ({ measures }) => [...measures] }),
  }),
});
