export { layOut, layoutHash, type LayoutInput } from './layout.ts';
export { QR_SIDE, type QrMark } from './blocks-head.ts';
export { breakLines, pieces, type Measure } from './break.ts';
export { PAGE, type DrawOp, type Layout, type StructureNode, type Weight } from './page.ts';
