import {
  decideAllocate,
  decideCalculate,
  decideClose,
  decideDealFix,
  decideDealObserve,
  decideDealPublish,
  decideFail,
  decideMiss,
  decideNoteForce,
  decideNoteFreeze,
  decideNoteTransfer,
  decideNoteUnfreeze,
  decideOffer,
  decideReview,
  decideSettle,
  decideSubscribe,
  sourcesOf,
  type AllocateState,
  type CalculateState,
  type CloseState,
  type FixState,
  type ObserveState,
  type OfferState,
  type OrderState,
  type PublishState,
  type ReviewState,
  type SettleState,
  type SubscribeState,
  type TransferNoteState,
} from '../../domain/securitisation/ledger/index.ts';
import { readDeal } from '../../domain/securitisation/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { recordedOf, registersOf, termsIn } from './recorded.ts';

const issueHandlers = {
  'deal.publish': handler<'deal.publish', PublishState>({
    load: async (tx, { body }) => {
      const read = readDeal(body.terms, '');
      const sources = read.ok ? Object.values(sourcesOf(read.value)) : [];
      return {
        deal: await tx.entity('deal', body.deal),
        pools: await tx.entities('pool', [...new Set(sources)]),
      };
    },
    decide: decideDealPublish,
  }),
  'deal.fix': handler<'deal.fix', FixState>({
    load: async (tx, { body }) => ({
      deal: await tx.entity('deal', body.deal),
      book: await tx.entity('dealBook', body.deal),
    }),
    decide: decideDealFix,
  }),
  'deal.observe': handler<'deal.observe', ObserveState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const { head, deal } = await termsIn(tx, body.deal, sha256);
      return { deal: head, terms: deal, book: await tx.entity('dealBook', body.deal) };
    },
    decide: decideDealObserve,
  }),
  'issue.offer': handler<'issue.offer', OfferState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const terms = await termsIn(tx, body.deal, sha256);
      const pools = await tx.entities('pool', Object.values(terms.head?.pools ?? {}));
      const issue = await tx.entity('issue', body.issue);
      return { issue, ...terms, pools: [...pools.values()] };
    },
    decide: decideOffer,
  }),
  'issue.subscribe': handler<'issue.subscribe', SubscribeState>({
    load: async (tx, { actor, body }) => ({
      issue: await tx.entity('issue', body.issue),
      known: await tx.entity('subscription', `${body.issue}~${body.bond}~${actor}`),
    }),
    decide: decideSubscribe,
  }),
  'issue.allocate': handler<'issue.allocate', AllocateState>({
    load: async (tx, { body }) => {
      const pairs = body.lines.map(({ bond, investor }) => `${bond}~${investor}`);
      const ids = pairs.map(pair => `${body.issue}~${pair}`);
      const asked = [...(await tx.entities('subscription', ids)).values()];
      return {
        issue: await tx.entity('issue', body.issue),
        subscriptions: new Map(asked.map(one => [`${one.bond}~${one.investor}`, one])),
        registers: await registersOf(
          tx,
          body.issue,
          body.lines.map(({ bond, investor }) => ({ bond, holder: investor })),
        ),
      };
    },
    decide: decideAllocate,
  }),
  'issue.close': handler<'issue.close', CloseState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const issue = await tx.entity('issue', body.issue);
      const terms = await termsIn(tx, issue?.deal ?? '', sha256);
      const pools = await tx.entities('pool', Object.values(terms.head?.pools ?? {}));
      const registers = await registersOf(tx, body.issue, issue?.classes ?? []);
      return { issue, ...terms, pools: [...pools.values()], registers };
    },
    decide: decideClose,
  }),
  'note.transfer': handler<'note.transfer', TransferNoteState>({
    load: async (tx, { actor, body }) => ({
      issue: await tx.entity('issue', body.issue),
      to: await tx.entity('party', body.to),
      registers: await registersOf(tx, body.issue, [
        { bond: body.bond, holder: actor },
        { bond: body.bond, holder: body.to },
      ]),
    }),
    decide: decideNoteTransfer,
  }),
};

const orderHandlers = {
  'note.freeze': handler<'note.freeze', OrderState>({
    load: (tx, { body }) => orderOf(tx, body, [body.holder]),
    decide: decideNoteFreeze,
  }),
  'note.unfreeze': handler<'note.unfreeze', OrderState>({
    load: (tx, { body }) => orderOf(tx, body, [body.holder]),
    decide: decideNoteUnfreeze,
  }),
  'note.force': handler<'note.force', OrderState & Pick<TransferNoteState, 'to'>>({
    load: async (tx, { body }) => ({
      ...(await orderOf(tx, body, [body.holder, body.to])),
      to: await tx.entity('party', body.to),
    }),
    decide: decideNoteForce,
  }),
  'issue.fail': handler<'issue.fail', Pick<OrderState, 'issue'>>({
    load: async (tx, { body }) => ({ issue: await tx.entity('issue', body.issue) }),
    decide: decideFail,
  }),
  'distribution.miss': handler<'distribution.miss', Parameters<typeof decideMiss>[0]>({
    load: async (tx, { body }) => ({
      distribution: await tx.entity('distribution', body.distribution),
    }),
    decide: decideMiss,
  }),
};

async function orderOf(
  tx: Tx,
  { issue, bond }: { readonly issue: string; readonly bond: string },
  holders: readonly string[],
): Promise<OrderState> {
  return {
    issue: await tx.entity('issue', issue),
    registers: await registersOf(
      tx,
      issue,
      holders.map(holder => ({ bond, holder })),
    ),
  };
}

const distributionHandlers = {
  'distribution.calculate': handler<'distribution.calculate', CalculateState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const recorded = await recordedOf(tx, body.deal, sha256);
      return {
        recorded,
        issue: await tx.entity('issue', recorded?.head.issue ?? ''),
        known: await tx.entity('distribution', body.distribution),
      };
    },
    decide: decideCalculate,
  }),
  'distribution.review': handler<'distribution.review', ReviewState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const distribution = await tx.entity('distribution', body.distribution);
      const recorded = await recordedOf(tx, distribution?.deal ?? '', sha256);
      return { distribution, recorded };
    },
    decide: decideReview,
  }),
  'distribution.settle': handler<'distribution.settle', SettleState>({
    load: async (tx, { body }, _input, { sha256 }) => {
      const distribution = await tx.entity('distribution', body.distribution);
      const recorded = await recordedOf(tx, distribution?.deal ?? '', sha256);
      const issue = await tx.entity('issue', distribution?.issue ?? '');
      const registers = await registersOf(tx, issue?.issue ?? '', issue?.classes ?? []);
      return { distribution, recorded, issue, registers };
    },
    decide: decideSettle,
  }),
};

/** Handlers of deals, issues, notes and payment dates; every read is of a key that is named. */
export const dealHandlers = { ...issueHandlers, ...orderHandlers, ...distributionHandlers };
