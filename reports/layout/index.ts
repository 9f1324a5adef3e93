export { layOut, layoutHash, type LayoutInput } from './layout.ts';
export type { QrMark } from './blocks-head.ts';
export type { Measure } from './break.ts';
export { PAGE, type DrawOp, type Layout, type StructureNode, type Weight } from './page.ts';
