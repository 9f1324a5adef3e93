import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { readGlobalId, type NodeType } from '../global-id.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { transportError } from '../problem.ts';
import { findAct } from './act.ts';
import { findDocument } from './document.ts';
import { findFinancing, findRateCard } from './financing.ts';
import { findLoad } from './load.ts';
import { partyView } from './party.ts';
import { findPool } from './pool.ts';
import { findReceivable } from './receivable.ts';
import { viewOf } from './refs.ts';
import { findSource } from './source-document.ts';

type Find = (context: Context, id: string) => Promise<NodeView | null>;

const FINDERS: Readonly<Record<NodeType, Find>> = {
  Party: async (context, id) => {
    const view = await partyView(context, id);
    return view.row ? view : null;
  },
  Receivable: findReceivable,
  RateCard: findRateCard,
  Financing: findFinancing,
  Attestation: async ({ reading }, id) => {
    const row = await reading.entity('attestation', id);
    return row ? viewOf('Attestation', row) : null;
  },
  Document: findDocument,
  SourceDocument: findSource,
  Load: findLoad,
  Act: (context, id) => (/^[0-9a-f-]{36}$/.test(id) ? findAct(context, id) : Promise.resolve(null)),
  Statement: async ({ reading }, id) => {
    const row = await reading.entity('statement', id);
    return row ? viewOf('Statement', row) : null;
  },
  Payment: async ({ reading }, id) => {
    const row = await reading.entity('payment', id);
    return row ? viewOf('Payment', row) : null;
  },
  Pool: findPool,
};

/** What an opaque id names and the caller may see; anything else is `null`, whatever the reason. */
async function findNode(context: Context, id: string): Promise<NodeView | null> {
  const named = readGlobalId(id);
  return named ? FINDERS[named.type](context, named.objectId) : null;
}

const NODES_MAX = 100;

builder.queryFields(t => ({
  node: t.field({
    type: NodeInterface,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findNode(context, id),
  }),
  nodes: t.field({
    type: [NodeInterface],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(1, ids.length) }),
    resolve: (_root, { ids }, context) => {
      if (ids.length > NODES_MAX) throw transportError('BAD_INPUT', `At most ${NODES_MAX} ids.`);
      return Promise.all(ids.map(id => findNode(context, id)));
    },
  }),
}));
