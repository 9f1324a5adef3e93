import type { ManualLocator } from '../locator.ts';

/** An element with the character offsets of its content; `text` is its own text, joined. */
export type XmlNode = {
  readonly uri: string;
  readonly local: string;
  readonly parent: XmlNode | undefined;
  /** 1-based position among equal siblings. */
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlNode[];
  text: string;
  readonly from: number;
  to: number;
  /** A person's correction of its text. */
  manual?: ManualLocator;
};

export type XmlAttribute = {
  readonly uri: string;
  readonly local: string;
  text: string;
  readonly from: number;
  readonly to: number;
  /** A person's correction of its text. */
  manual?: ManualLocator;
};

/** XPath with positions, by local names: `/Invoice/InvoiceLine[2]/ID`. */
export function pathOf(node: XmlNode | undefined): string {
  if (!node) return '';
  const step = node.position > 1 ? `${node.local}[${node.position}]` : node.local;
  return `${pathOf(node.parent)}/${step}`;
}
