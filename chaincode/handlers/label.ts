import {
  decideFootprint,
  decideLabelAnswer,
  decideLabelClaim,
  decideLabelWithdraw,
  type AnswerState,
  type ClaimState,
  type FootprintState,
} from '../../domain/label/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

type Asked = { readonly actor: string; readonly body: { readonly label: string } };

async function answerOf(tx: Tx, { actor, body }: Asked): Promise<AnswerState> {
  const label = await tx.entity('label', body.label);
  const sides = label ? [label.supplier, label.funder] : [];
  const parties = [...(await tx.entities('party', sides)).values()];
  return { label, verifier: await tx.entity('party', actor), parties };
}

/** Handlers of green labels (receivables.md §12). */
export const labelHandlers = {
  'label.claim': handler<'label.claim', ClaimState>({
    load: async (tx, { body }) => ({
      label: await tx.entity('label', body.label),
      financing: await tx.entity('financing', body.subject),
      labels: await tx.entity('labelsOf', body.subject),
    }),
    decide: decideLabelClaim,
  }),
  'label.verify': handler<'label.verify', AnswerState>({
    load: answerOf,
    decide: decideLabelAnswer,
  }),
  'label.refuse': handler<'label.refuse', AnswerState>({
    load: answerOf,
    decide: decideLabelAnswer,
  }),
  'label.withdraw': handler<'label.withdraw', Pick<AnswerState, 'label'>>({
    load: async (tx, { body }) => ({ label: await tx.entity('label', body.label) }),
    decide: decideLabelWithdraw,
  }),
  'footprint.record': handler<'footprint.record', FootprintState>({
    load: async (tx, { actor, body }) => {
      const receivable = await tx.entity('receivable', body.subject);
      return {
        receivable,
        footprint: await tx.entity('footprint', `${body.subject}~${body.scope}`),
        holdings: [...(await tx.entities('holding', receivable?.holdings ?? [])).values()],
        supplier: await tx.entity('party', actor),
        buyer: await tx.entity('party', receivable?.buyer ?? ''),
        verifier: await tx.entity('party', body.verifier),
      };
    },
    decide: decideFootprint,
  }),
};
