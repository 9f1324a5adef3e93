import {
  decideAward,
  decideDisputeOpen,
  decideDisputeWithdraw,
  decideEnforce,
  decideEnforceStep,
  decideNeutral,
  decidePause,
  decideRespond,
  decideSettle,
  type AwardState,
  type Dispute,
  type NeutralState,
  type OpenState,
} from '../../domain/dispute/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

type OneCase = { readonly dispute: Dispute | undefined };
type OfCase = { readonly body: { readonly dispute: string } };

const oneCase = async (tx: Tx, { body }: OfCase): Promise<OneCase> => ({
  dispute: await tx.entity('dispute', body.dispute),
});

async function withClaim(tx: Tx, { body }: OfCase): Promise<AwardState> {
  const dispute = await tx.entity('dispute', body.dispute);
  const receivable = await tx.entity('receivable', dispute?.receivable ?? '');
  const holdings = await tx.entities('holding', receivable?.holdings ?? []);
  return { dispute, receivable, holdings: [...holdings.values()] };
}

async function withNeutral(
  tx: Tx,
  { body }: { readonly body: { readonly dispute: string; readonly neutral: string } },
): Promise<NeutralState> {
  const dispute = await tx.entity('dispute', body.dispute);
  const sides = dispute ? [dispute.opener, dispute.other] : [];
  const parties = [...(await tx.entities('party', sides)).values()];
  return { dispute, parties, neutral: await tx.entity('party', body.neutral) };
}

/** Handlers of cases (receivables.md §11). */
export const disputeHandlers = {
  'dispute.open': handler<'dispute.open', OpenState>({
    load: async (tx, { body }) => {
      const { type, id } = body.object;
      const receivable = type === 'receivable' ? await tx.entity('receivable', id) : undefined;
      const holdings = await tx.entities('holding', receivable?.holdings ?? []);
      return {
        dispute: await tx.entity('dispute', body.dispute),
        receivable,
        holdings: [...holdings.values()],
        financing: type === 'financing' ? await tx.entity('financing', id) : undefined,
      };
    },
    decide: decideDisputeOpen,
  }),
  'dispute.respond': handler<'dispute.respond', OneCase>({ load: oneCase, decide: decideRespond }),
  'dispute.pause': handler<'dispute.pause', OneCase>({ load: oneCase, decide: decidePause }),
  'dispute.withdraw': handler<'dispute.withdraw', OneCase>({
    load: oneCase,
    decide: decideDisputeWithdraw,
  }),
  'dispute.mediate': handler<'dispute.mediate', NeutralState>({
    load: withNeutral,
    decide: decideNeutral,
  }),
  'dispute.escalate': handler<'dispute.escalate', NeutralState>({
    load: withNeutral,
    decide: decideNeutral,
  }),
  'dispute.settle': handler<'dispute.settle', AwardState>({
    load: withClaim,
    decide: decideSettle,
  }),
  'dispute.award': handler<'dispute.award', AwardState>({ load: withClaim, decide: decideAward }),
  'dispute.enforce': handler<'dispute.enforce', OneCase>({ load: oneCase, decide: decideEnforce }),
  'dispute.enforceStep': handler<'dispute.enforceStep', OneCase>({
    load: oneCase,
    decide: decideEnforceStep,
  }),
};
