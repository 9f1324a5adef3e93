import type { Language } from '../template/index.ts';

/** A4 in points; 20 mm margins. y runs down from the top edge. */
export const PAGE = { width: 595.28, height: 841.89, margin: 56.69 } as const;
export const CONTENT = {
  left: PAGE.margin,
  right: PAGE.width - PAGE.margin,
  width: PAGE.width - 2 * PAGE.margin,
  top: PAGE.margin,
  bottom: PAGE.height - PAGE.margin,
} as const;

export type Weight = 'regular' | 'bold';

export type TextStyle = {
  readonly weight: Weight;
  readonly size: number;
  readonly colour: string;
  /** Distance from one baseline to the next as a multiple of the size. */
  readonly leading: number;
};

/** What is drawn: a run of text, a filled rectangle, a ruled line, a set of QR modules. */
export type DrawOp =
  | {
      readonly op: 'text';
      readonly page: number;
      readonly x: number;
      readonly baseline: number;
      readonly text: string;
      readonly weight: Weight;
      readonly size: number;
      readonly colour: string;
    }
  | {
      readonly op: 'rect';
      readonly page: number;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
    }
  | {
      readonly op: 'line';
      readonly page: number;
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly width: number;
      readonly colour: string;
    }
  | {
      readonly op: 'modules';
      readonly page: number;
      readonly x: number;
      readonly y: number;
      readonly side: number;
      readonly rows: readonly string[];
      readonly fill: string;
    };

export type StructureTag =
  | 'Document'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Span'
  | 'Figure'
  | 'Note';

/** One element of the tagged structure with what it draws. */
export type StructureNode = {
  readonly tag: StructureTag;
  readonly language?: Language;
  readonly alt?: string;
  readonly scope?: 'Column' | 'Row';
  readonly children: StructureNode[];
  readonly ops: DrawOp[];
};

/**
 * A laid out document: the number of pages, decoration (painted first, read by no one) and the
 * structure in reading order.
 */
export type Layout = {
  readonly pages: number;
  readonly decoration: readonly DrawOp[];
  readonly root: StructureNode;
  readonly bookmarks: readonly { readonly title: string; readonly page: number }[];
};

export function structureNode(
  tag: StructureTag,
  more: Partial<Pick<StructureNode, 'language' | 'alt' | 'scope'>> = {},
): StructureNode {
  return { tag, ...more, children: [], ops: [] };
}

/** Adds a child and returns it. */
export function child(
  parent: StructureNode,
  tag: StructureTag,
  more: Partial<Pick<StructureNode, 'language' | 'alt' | 'scope'>> = {},
): StructureNode {
  const node = structureNode(tag, more);
  parent.children.push(node);
  return node;
}
