import { toHex, isObject, parseWire, type Wire } from '../../../domain/wire/index.ts';
import { actHashOf } from '../act-text.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { readGlobalId, type NodeType } from '../global-id.ts';
import { ledgerBlock, type LedgerBlock, type LedgerTransaction } from '../ledger-act.ts';

type Step = { readonly block: LedgerBlock; readonly tx: LedgerTransaction; readonly act: string };
type Proof = {
  readonly object: string;
  readonly objectType: string;
  readonly report: Wire;
  readonly holds: boolean | null;
  readonly steps: readonly Step[];
  readonly headBlock: bigint;
  readonly headHash: string | null;
};

const STEPS_MAX = 50;

/** Entity types by the node that shows them. */
const ENTITY_OF: Partial<Readonly<Record<NodeType, string>>> = {
  Receivable: 'receivable',
  Financing: 'financing',
  RateCard: 'rateCard',
  Payment: 'payment',
  Statement: 'statement',
  Party: 'party',
  Document: 'document',
};

const ProofStep = builder.objectRef<Step>('ProofStep').implement({
  fields: t => ({
    txId: t.string({ resolve: ({ tx }) => tx.txId }),
    block: t.int({ resolve: ({ block }) => Number(block.record.number) }),
    blockHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ block }) => toHex(block.record.hash),
    }),
    dataHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ block }) => toHex(block.record.dataHash),
    }),
    previousHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ block: { record } }) =>
        record.previousHash.length === 0 ? null : toHex(record.previousHash),
    }),
    index: t.int({ resolve: ({ tx }) => tx.index }),
    act: t.exposeString('act'),
    actHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ tx }) => actHashOf(tx.signedText),
    }),
    actText: t.string({ nullable: true, resolve: ({ tx }) => tx.signedText }),
    signatures: t.field({ type: 'JSON', resolve: ({ tx }) => tx.signatures as unknown as Wire }),
    endorsers: t.stringList({ resolve: ({ tx }) => [...tx.endorsers] }),
  }),
});

const ProofType = builder.objectRef<Proof>('Proof').implement({
  fields: t => ({
    object: t.exposeString('object'),
    objectType: t.exposeString('objectType'),
    report: t.field({
      type: 'JSON',
      nullable: true,
      description: "Answer of the ledger's own check; `null` for kinds without one.",
      resolve: ({ report }) => report,
    }),
    holds: t.exposeBoolean('holds', { nullable: true }),
    steps: t.field({ type: [ProofStep], resolve: ({ steps }) => [...steps] }),
    headBlock: t.int({
      description: "Blocks from the first step's block to the head: each names the hash before it.",
      resolve: ({ headBlock }) => Number(headBlock),
    }),
    headHash: t.expose('headHash', { type: 'Sha256', nullable: true }),
  }),
});

/** `type~id` of what is asked for: an opaque id, `type~id`, or the id of a receivable. */
function entityOf(id: string): { readonly type: string; readonly id: string } {
  const named = readGlobalId(id);
  const type = named ? ENTITY_OF[named.type] : undefined;
  if (named && type !== undefined) return { type, id: named.objectId };
  const at = id.indexOf('~');
  return at > 0 ? { type: id.slice(0, at), id: id.slice(at + 1) } : { type: 'receivable', id };
}

/** The ledger's own check of a claim: face equals its parts over all holdings. */
async function askProof(
  { services }: Context,
  entity: { readonly type: string; readonly id: string },
): Promise<Wire> {
  if (entity.type !== 'receivable') return null;
  const text = JSON.stringify({ kind: 'receivable.proof', receivable: entity.id });
  const answer = await services.ledger.evaluate({ text });
  if (answer.kind !== 'answer') return null;
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  return parsed.ok ? parsed.value : null;
}

async function stepsOf(context: Context, object: string): Promise<Step[]> {
  const rows = await context.reading.query<{ block: bigint; tx_index: number; act_id: string }>(
    `select distinct tx.block, tx.tx_index, tx.act_id
       from book.event_object o join book.tx tx using (block, tx_index)
      where o.object_id = $1 order by tx.block, tx.tx_index limit ${STEPS_MAX}`,
    [object],
  );
  const steps = await Promise.all(
    rows.map(async row => {
      const block = await ledgerBlock(context, row.block);
      const tx = block?.transactions.find(({ index }) => index === row.tx_index);
      return block && tx ? { block, tx, act: row.act_id } : null;
    }),
  );
  return steps.filter(step => step !== null);
}

builder.queryField('proof', t =>
  t.field({
    type: ProofType,
    nullable: true,
    complexity: 20,
    args: { object: t.arg.id({ required: true }) },
    resolve: async (_root, { object }, context) => {
      const entity = entityOf(object);
      const steps = await stepsOf(context, `${entity.type}~${entity.id}`);
      if (steps.length === 0) return null;
      const report = await askProof(context, entity);
      const { height, blockHash } = await context.services.ledger.info();
      return {
        object: entity.id,
        objectType: entity.type,
        report,
        holds: holdsOf(report),
        steps,
        headBlock: height - 1n,
        headHash: toHex(blockHash),
      };
    },
  }),
);

function holdsOf(report: Wire): boolean | null {
  const holds = isObject(report) ? report['holds'] : undefined;
  return typeof holds === 'boolean' ? holds : null;
}
