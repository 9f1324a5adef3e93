/** Types that `node(id)` finds, with the letter that marks them in an opaque id. */
export const NODE_TYPES = [
  'Party',
  'Receivable',
  'RateCard',
  'Financing',
  'Attestation',
  'Document',
  'SourceDocument',
  'Load',
  'Act',
  'Statement',
  'Payment',
  'Pool',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export function globalId(type: NodeType, objectId: string): string {
  return Buffer.from(`${type}:${objectId}`, 'utf8').toString('base64url');
}

/** What an opaque id names; `null` for anything that we did not write. */
export function readGlobalId(id: string): { type: NodeType; objectId: string } | null {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const at = text.indexOf(':');
  const type = NODE_TYPES.find(name => name === text.slice(0, at));
  const objectId = text.slice(at + 1);
  return type && isObjectId(objectId) ? { type, objectId } : null;
}

/** The object id of an argument that may be opaque (of the one type) or plain; else `null`. */
export function objectIdOf(type: NodeType, id: string): string | null {
  const named = readGlobalId(id);
  if (named) return named.type === type ? named.objectId : null;
  return isObjectId(id) ? id : null;
}

function isObjectId(text: string): boolean {
  return /^[A-Za-z0-9._:~-]{1,128}$/.test(text);
}
