import { nextPosition } from '../position.ts';
import type { XmlNode } from '../xml.ts';

/** A value of a JSON text as an element; `step` is its part of a JSON pointer. */
export type JsonNode = Omit<XmlNode, 'children' | 'parent'> & {
  readonly step: string;
  readonly parent: JsonNode | undefined;
  readonly children: JsonNode[];
};

/** A JSON pointer (RFC 6901) to a value. */
export function pointerOf(node: XmlNode | undefined): string {
  if (!node?.parent) return '';
  const { step } = node as JsonNode;
  return step === '' ? pointerOf(node.parent) : `${pointerOf(node.parent)}/${step}`;
}

/** Where a node begins. */
export type Made = { readonly from: number; readonly line: number; readonly column: number };
export type Written = { -readonly [N in keyof JsonNode]: JsonNode[N] };

export function makeNode(
  { name, step, parent }: { name: string; step: string; parent: JsonNode | undefined },
  { from, line, column }: Made,
): Written {
  const position = nextPosition(parent, { local: name, uri: '' });
  const own = { uri: '', local: name, step, parent, position, line, column, attributes: [] };
  return { ...own, children: [], text: '', from, to: from };
}
