import type { Entities } from '../../../domain/event/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { listCost } from '../connection.ts';
import { PayoutType } from './financing.ts';

type ReviewRow = {
  readonly object: string;
  readonly reason: string;
  readonly candidates: string[];
  readonly offers: readonly OfferRow[];
  readonly since: string;
};
type OfferRow = { readonly kind: string; readonly body: Wire };

const OfferType = builder.objectRef<OfferRow>('BankReviewOffer').implement({
  description: 'An act that would settle it, ready to be signed; one of them, not all.',
  fields: t => ({
    kind: t.exposeString('kind'),
    body: t.field({ type: 'JSON', resolve: ({ body }) => body }),
  }),
});

const BankReviewType = builder.objectRef<ReviewRow>('BankReview').implement({
  description: 'A bank entry, statement or payout that no program may decide (R-77).',
  fields: t => ({
    object: t.exposeString('object'),
    reason: t.exposeString('reason'),
    candidates: t.exposeStringList('candidates'),
    offers: t.field({ type: [OfferType], resolve: ({ offers }) => [...offers] }),
    since: t.expose('since', { type: 'Instant' }),
  }),
});

const within = (first: number): number => Math.min(100, Math.max(1, first));

builder.queryFields(t => ({
  bankReviews: t.field({
    type: [BankReviewType],
    description: 'What waits for a person of the cash desk, oldest first.',
    args: { first: t.arg.int({ required: true }) },
    complexity: listCost,
    resolve: (_root, { first }, { reading }) =>
      reading.query<ReviewRow>(
        `select object, reason, candidates, offers, seen_at as since from app.bank_review
          where closed_at is null order by seen_at, object limit $1`,
        [within(first)],
      ),
  }),
  openPayouts: t.field({
    type: [PayoutType],
    description: 'Payouts that the bank has not answered yet.',
    args: { first: t.arg.int({ required: true }) },
    complexity: listCost,
    resolve: async (_root, { first }, { reading }) => {
      const rows = await reading.query<{ body: Entities['payout'] }>(
        `select body from book.payout where status in ('instructed', 'sent')
          order by value_on, id limit $1`,
        [within(first)],
      );
      return rows.map(({ body }) => body);
    },
  }),
}));
