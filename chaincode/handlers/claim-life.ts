import type { Act } from '../../domain/act/index.ts';
import {
  confirmLineKey,
  decideAcceptClaim,
  decideDilute,
  decideFreeze,
  decideIssue,
  decideReject,
  decideReschedule,
  decideUnfreeze,
  TENOR_PARAMETERS,
  type ClaimHoldings,
  type DiluteState,
  type IssueState,
  type RescheduleState,
} from '../../domain/receivable/index.ts';
import type { PrivateField } from '../../domain/evidence/index.ts';
import { handler, type Input } from '../handler.ts';
import { openedFields } from '../registry.ts';
import { COLLECTION_TRADE_DETAILS } from '../state-keys.ts';
import { keptDetails } from '../trade-details.ts';
import type { Tx } from '../tx.ts';
import { claimsOf } from './claims.ts';
import { liensOf } from './loss.ts';
import { loadClaims, type Opened } from './receivable.ts';

type OneClaim = Pick<ClaimHoldings, 'receivable'>;
type OfClaim = { readonly body: { readonly receivable: string } };
type Issued = IssueState & Opened;
type Diluted = DiluteState & { readonly fields: readonly PrivateField[] | null };

const oneClaim = async (tx: Tx, { body }: OfClaim): Promise<OneClaim> => ({
  receivable: await tx.entity('receivable', body.receivable),
});

async function withHoldings(tx: Tx, { body }: OfClaim): Promise<ClaimHoldings> {
  const receivable = await tx.entity('receivable', body.receivable);
  const holdings = await tx.entities('holding', receivable?.holdings ?? []);
  return { receivable, holdings: [...holdings.values()] };
}

/** Managers of the pools that holdings are reserved for, once a pool is sealed. */
async function managersOf(
  tx: Tx,
  holdings: ClaimHoldings['holdings'],
): Promise<ReadonlyMap<string, string>> {
  const pools = holdings.flatMap(holding =>
    holding.state === 'reserved' && holding.lockedFor.kind === 'pool' ? [holding.lockedFor.id] : [],
  );
  const found = await tx.entities('pool', [...new Set(pools)]);
  return new Map(
    [...found].flatMap(([id, pool]) =>
      pool.state === 'draft' ? [] : [[id, pool.manager] as const],
    ),
  );
}

/** Handlers of what a claim goes through beside offer, confirmation and payment. */
export const claimLifeHandlers = {
  'receivable.issue': handler<'receivable.issue', Issued>({
    parameters: TENOR_PARAMETERS,
    load: loadIssue,
    decide: decideIssue,
    keep: ({ details }, { id }) => keptDetails(details, id),
  }),
  'receivable.accept': handler<'receivable.accept', Parameters<typeof decideAcceptClaim>[0]>({
    load: async (tx, act) => {
      const { receivable } = await oneClaim(tx, act);
      return { receivable, order: await tx.entity('order', receivable?.order ?? '') };
    },
    decide: decideAcceptClaim,
  }),
  'receivable.reject': handler<'receivable.reject', OneClaim>({
    load: oneClaim,
    decide: decideReject,
  }),
  'receivable.dilute': handler<'receivable.dilute', Diluted>({
    load: async (tx, act, input) => {
      const fields = openedFields(input, { name: 'creditNote' }, act.body.creditNote.root);
      const loaded = await withHoldings(tx, act);
      const managers = await managersOf(tx, loaded.holdings);
      return { ...loaded, managers, opened: fields !== null, fields };
    },
    decide: decideDilute,
    keep: ({ fields }, { id }) =>
      fields
        ? [{ collection: COLLECTION_TRADE_DETAILS, key: `creditNote.${id}`, value: fields }]
        : [],
  }),
  'receivable.reschedule': handler<'receivable.reschedule', RescheduleState>({
    load: loadReschedule,
    decide: decideReschedule,
  }),
  'receivable.freeze': handler<'receivable.freeze', OneClaim>({
    load: oneClaim,
    decide: decideFreeze,
  }),
  'receivable.unfreeze': handler<'receivable.unfreeze', OneClaim>({
    load: oneClaim,
    decide: decideUnfreeze,
  }),
};

async function loadIssue(tx: Tx, act: Act<'receivable.issue'>, input: Input): Promise<Issued> {
  const loaded = await loadClaims(tx, act.body.items, input);
  const accounts = [];
  for (const { payTo } of act.body.items) accounts.push(await tx.entity('account', payTo));
  const lineParameter = await tx.entity('param', confirmLineKey(act.actor));
  const places = act.body.items.map(({ face }) => `${act.actor}~${face.currency}`);
  const lines = lineParameter
    ? await tx.entities('confirmLine', [...new Set(places)])
    : new Map<string, never>();
  return { ...loaded, accounts, lineParameter, lines };
}

async function loadReschedule(tx: Tx, act: Act<'receivable.reschedule'>): Promise<RescheduleState> {
  const loaded = await withHoldings(tx, act);
  const financings = [];
  for (const { financing, holder, buyer, payOn, holdings } of await liensOf(
    tx,
    loaded.receivable,
  )) {
    const others = holdings
      .map(({ receivable }) => receivable)
      .filter(id => id !== act.body.receivable);
    const dates = (await claimsOf(tx, others)).map(({ dueOn }) => dueOn).sort();
    financings.push({ financing, holder, buyer, payOn, othersDueOn: dates.at(-1) ?? '' });
  }
  return { ...loaded, financings };
}
