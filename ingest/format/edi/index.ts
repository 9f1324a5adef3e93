export { edifactCharset, mapEdifact } from './edifact.ts';
export { mapX12 } from './x12.ts';
