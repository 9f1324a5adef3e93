import { builder } from './builder.ts';
import { globalId, type NodeType } from './global-id.ts';

/** A view of an object with a page of its own; `type` says which. */
export type NodeView = { readonly type: NodeType; readonly objectId: string };

export const NodeInterface = builder.interfaceRef<NodeView>('Node').implement({
  description:
    'Anything with one page of its own. `id` is opaque; `objectId` is the id as acts write it.',
  fields: t => ({
    id: t.id({ resolve: node => globalId(node.type, node.objectId) }),
  }),
  resolveType: node => node.type,
});
