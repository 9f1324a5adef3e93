import { createHash } from 'node:crypto';
import { canonicalBytes, type Wire } from '../../domain/wire/index.ts';
import { stop } from '../fault.ts';
import type { DocumentHead } from '../figures/index.ts';
import type { ResolvedBlock } from '../template/index.ts';
import { amountBox, titleBox, type QrMark } from './blocks-head.ts';
import {
  headingBox,
  keyValueBoxes,
  listBoxes,
  noteBox,
  paragraphBoxes,
  signatureBox,
} from './blocks-body.ts';
import type { Measure } from './break.ts';
import { chartBoxes } from './chart.ts';
import { flow, type Box } from './flow.ts';
import { furnish } from './furniture.ts';
import { structureNode, type DrawOp, type Layout, type StructureNode } from './page.ts';
import { stylesAt } from './style.ts';
import { tableBoxes } from './table.ts';
import type { Desk } from './write.ts';

/** Everything besides the blocks that the pages show. */
export type LayoutInput = {
  readonly head: DocumentHead;
  readonly figuresHash: string;
  readonly address: string;
  readonly qr: QrMark;
  readonly measure: Measure;
  /** Refused when no size fits one page. */
  readonly isOnePage: boolean;
};

/** Sizes that a document may take to save a page, and more for a kind that must keep to one. */
const SCALES = [1, 0.96, 0.92, 0.88, 0.85] as const;
const SCALES_LIMITED = [...SCALES, 0.81, 0.77, 0.73, 0.7] as const;

/**
 * Lays blocks out on A4 pages: on one page where a size allows it, otherwise in the largest size that
 * needs no more pages than the smallest would. Refuses `PAGE_LIMIT`.
 */
export function layOut(blocks: readonly ResolvedBlock[], input: LayoutInput): Layout {
  for (const scale of input.isOnePage ? SCALES_LIMITED : SCALES) {
    const layout = layOutAt(blocks, { ...input, scale, isSigned: false });
    if (layout.pages === 1) return layout;
  }
  if (input.isOnePage) return stop('PAGE_LIMIT', { pagesMax: '1' });
  const layouts = SCALES.map(scale => layOutAt(blocks, { ...input, scale, isSigned: true }));
  const least = Math.min(...layouts.map(({ pages }) => pages));
  return layouts.find(({ pages }) => pages === least) ?? stop('PAGE_LIMIT', {});
}

/** SHA-256 over pages, boxes, runs and paths rounded to 0.01 pt, before any compression (DOC-7). */
export function layoutHash(layout: Layout): string {
  const structure = (node: StructureNode): Wire => [
    node.tag,
    node.ops.map(opWire),
    node.children.map(structure),
  ];
  const wire = [layout.pages, layout.decoration.map(opWire), structure(layout.root)];
  return createHash('sha256').update(canonicalBytes(wire)).digest('hex');
}

function opWire(op: DrawOp): Wire {
  return Object.fromEntries(
    Object.entries(op).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 100) : (value as Wire),
    ]),
  );
}

/** `isSigned`: the signature stands on a later page and carries the QR code again (DOC-22). */
type Attempt = LayoutInput & { readonly scale: number; readonly isSigned: boolean };

function layOutAt(blocks: readonly ResolvedBlock[], input: Attempt): Layout {
  const bookmarks: { title: string; page: number }[] = [];
  const desk: Desk = {
    measure: input.measure,
    styles: stylesAt(input.scale),
    root: structureNode('Document'),
    decoration: [],
    bookmark: (title, page) => bookmarks.push({ title, page }),
  };
  const boxes = blocks.flatMap(block => boxesOf(desk, block, input));
  const pages = flow(boxes);
  furnish(desk, { ...input, pages, title: bookmarks[0]?.title ?? '' });
  return { pages, decoration: desk.decoration, root: desk.root, bookmarks };
}

const BOXES: {
  readonly [K in ResolvedBlock['block']]: (
    desk: Desk,
    block: Extract<ResolvedBlock, { block: K }>,
    input: Attempt,
  ) => readonly Box[];
} = {
  title: (desk, block, { head, qr }) => [
    titleBox(desk, block, { issuerName: head.issuerName, qr }),
  ],
  amount: (desk, block) => [amountBox(desk, block)],
  keyValue: keyValueBoxes,
  heading: (desk, block) => [headingBox(desk, block)],
  para: (desk, block) => paragraphBoxes(desk, block.text),
  list: listBoxes,
  note: (desk, block) => [noteBox(desk, block)],
  table: tableBoxes,
  chart: chartBoxes,
  signature: (desk, block, { address, isSigned, qr }) => [
    signatureBox(desk, block, { address, qr: isSigned ? qr : null }),
  ],
};

function boxesOf<K extends ResolvedBlock['block']>(
  desk: Desk,
  block: Extract<ResolvedBlock, { block: K }>,
  input: Attempt,
): readonly Box[] {
  return BOXES[block.block](desk, block, input);
}
