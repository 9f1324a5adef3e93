import {
  decideParamApprove,
  decideParamPropose,
  decideParamWithdraw,
  decidePeriodClose,
  decideRate,
  decideReset,
  DIVERGE,
  decideTrip,
  decideTripReview,
  type PeriodState,
  type ProposalState,
} from '../../domain/governance/index.ts';
import {
  decidePartyExit,
  decidePartyReinstate,
  decidePartyReview,
  decidePartySuspend,
  type ExitState,
  type Party,
  type ReturnState,
} from '../../domain/party/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

type OfTrip = { readonly body: { readonly trip: string } };
type OfProposal = { readonly body: { readonly proposal: string } };
type OfParty = { readonly body: { readonly party: string } };
type OneParty = { readonly party: Party | undefined };
type Tripped = Parameters<typeof decideReset>[0];

const tripOf = async (tx: Tx, { body }: OfTrip): Promise<Tripped> => ({
  trip: await tx.entity('trip', body.trip),
});
const partyOf = async (tx: Tx, { body }: OfParty): Promise<OneParty> => ({
  party: await tx.entity('party', body.party),
});

/** A party that is to be active again, with its last screening and its rows of the negative list. */
async function returningOf(tx: Tx, { body: { party: id } }: OfParty): Promise<ReturnState> {
  const party = await tx.entity('party', id);
  const negatives = await tx.entities('negative', party?.subjects ?? []);
  const screening = await tx.entity('screening', id);
  return { party, screening, negatives: [...negatives.values()] };
}

/** What a party owes and what is kept for it, by exact prefix. */
async function obligationsOf(tx: Tx, party: string): Promise<Omit<ExitState, 'party'>> {
  const rows = await tx.range('openClaim', party);
  const ids = rows.map(({ receivable }) => receivable);
  const debts = await tx.range('openFinancing', party);
  const items = await tx.range('openItem', party);
  const folded = await tx.range('balance', party);
  const credits = await tx.range('balanceDelta', party);
  const margin = await tx.entity('margin', party);
  return {
    claims: [...(await tx.entities('receivable', ids)).values()],
    debts: debts.length + items.length,
    money: [
      ...folded.map(({ folded: minor, currency }) => ({ minor, currency })),
      ...credits.map(({ minor, currency }) => ({ minor, currency })),
      ...(margin ? [{ minor: margin.held, currency: 'CNY' as const }] : []),
    ],
  };
}

async function proposalOf(tx: Tx, { body }: OfProposal): Promise<ProposalState> {
  const proposal = await tx.entity('paramProposal', body.proposal);
  return {
    proposal,
    parameter: await tx.entity('param', proposal?.key ?? ''),
    inFlight: (await tx.range('inFlight', 'channel')).length,
  };
}

/** Handlers of breaker, parameters, periods and the standing of parties. */
export const controlHandlers = {
  'breaker.trip': handler<'breaker.trip', null>({ load: async () => null, decide: decideTrip }),
  'breaker.reset': handler<'breaker.reset', Tripped>({ load: tripOf, decide: decideReset }),
  'breaker.review': handler<'breaker.review', Tripped>({ load: tripOf, decide: decideTripReview }),
  'param.propose': handler<'param.propose', Pick<ProposalState, 'parameter'>>({
    load: async (tx, { body }) => ({ parameter: await tx.entity('param', body.key) }),
    decide: decideParamPropose,
  }),
  'param.approve': handler<'param.approve', ProposalState>({
    load: proposalOf,
    decide: decideParamApprove,
  }),
  'param.withdraw': handler<'param.withdraw', Pick<ProposalState, 'proposal'>>({
    load: async (tx, { body }) => ({ proposal: await tx.entity('paramProposal', body.proposal) }),
    decide: decideParamWithdraw,
  }),
  'rate.record': handler<'rate.record', Parameters<typeof decideRate>[0]>({
    parameters: [DIVERGE.key],
    load: async (tx, { body }) => ({ rate: await tx.entity('rate', `${body.pair}~${body.on}`) }),
    decide: decideRate,
  }),
  'period.close': handler<'period.close', PeriodState>({
    load: async (tx, { body }) => ({
      period: await tx.entity('period', body.month),
      periods: await tx.entity('periods', 'channel'),
      days: await tx.entity('openDays', 'channel'),
    }),
    decide: decidePeriodClose,
  }),
  'party.review': handler<'party.review', ReturnState>({
    load: returningOf,
    decide: decidePartyReview,
  }),
  'party.exit': handler<'party.exit', ExitState>({
    load: async (tx, { body: { party } }) => ({
      party: await tx.entity('party', party),
      ...(await obligationsOf(tx, party)),
    }),
    decide: decidePartyExit,
  }),
  'party.suspend': handler<'party.suspend', OneParty>({
    load: partyOf,
    decide: decidePartySuspend,
  }),
  'party.reinstate': handler<'party.reinstate', ReturnState>({
    load: returningOf,
    decide: decidePartyReinstate,
  }),
};
