export { edifactCharset, mapEdifact } from './edifact.ts';
export { mapX12 } from './x12.ts';
export { readEdifact, type EdifactMessage } from './edifact-envelope.ts';
export { textOf, type Segment } from './segment.ts';
export { readX12, type X12Message } from './x12-envelope.ts';
