import type { Act } from '../../domain/act/index.ts';
import type { PrivateField } from '../../domain/evidence/index.ts';
import {
  decideClear,
  decideFlag,
  decideSplit,
  decideTransfer,
  flagId,
  HOLDING_PARAMETERS,
  type Flag,
  type Holding,
  type Receivable,
  type SplitState,
  type TransferState,
} from '../../domain/receivable/index.ts';
import { handler, type Input } from '../handler.ts';
import { openedFields } from '../registry.ts';
import { COLLECTION_TRADE_DETAILS } from '../state-keys.ts';
import type { Tx } from '../tx.ts';

type Transferred = TransferState & { readonly fields: readonly PrivateField[] | null };
type Flagged = { readonly receivable: Receivable | undefined; readonly flag: Flag | undefined };

/** Handlers of holdings and of the flags of the duplicate registry. */
export const holdingHandlers = {
  'holding.split': handler<'holding.split', SplitState>({
    parameters: HOLDING_PARAMETERS,
    load: async (tx, { body }) => {
      const holding = await tx.entity('holding', body.holding);
      const ids = body.parts.map(part => part.holding);
      return {
        holding,
        receivable: await claimOf(tx, holding),
        taken: [...(await tx.entities('holding', ids)).keys()],
        footprints: await footprintsOf(tx, holding),
      };
    },
    decide: decideSplit,
  }),
  'holding.transfer': handler<'holding.transfer', Transferred>({
    parameters: HOLDING_PARAMETERS,
    load: loadTransfer,
    decide: decideTransfer,
    keep: ({ fields }, { id }) =>
      fields
        ? [{ collection: COLLECTION_TRADE_DETAILS, key: `underlying.${id}`, value: fields }]
        : [],
  }),
  'duplicate.flag': handler<'duplicate.flag', Flagged>({
    load: async (tx, { body }) => ({
      receivable: await tx.entity('receivable', body.receivable),
      flag: await tx.entity('flag', flagId(body.receivable, body.rule, body.other)),
    }),
    decide: decideFlag,
  }),
  'duplicate.clear': handler<'duplicate.clear', Pick<Flagged, 'flag'>>({
    load: async (tx, { body }) => ({ flag: await tx.entity('flag', body.flag) }),
    decide: decideClear,
  }),
};

async function loadTransfer(
  tx: Tx,
  { body }: Act<'holding.transfer'>,
  input: Input,
): Promise<Transferred> {
  const holding = await tx.entity('holding', body.holding);
  const fields = openedFields(input, { name: 'underlying' }, body.underlying);
  const given = input.transient.has('underlying') ? 'wrong' : 'absent';
  return {
    holding,
    receivable: await claimOf(tx, holding),
    to: await tx.entity('party', body.to),
    footprints: await footprintsOf(tx, holding),
    underlying: fields ? 'opened' : given,
    fields,
  };
}

/** What a holding carries of its claim's footprint; nothing is read where none is recorded. */
async function footprintsOf(
  tx: Tx,
  holding: Holding | undefined,
): Promise<SplitState['footprints']> {
  const scopes = (await claimOf(tx, holding))?.footprints ?? [];
  const ids = scopes.map(scope => `${holding?.holding ?? ''}~${scope}`);
  return [...(await tx.entities('holdingFootprint', ids)).values()];
}

async function claimOf(
  tx: Tx,
  holding: { readonly receivable: string } | undefined,
): Promise<Receivable | undefined> {
  return holding ? tx.entity('receivable', holding.receivable) : undefined;
}
