export { fontMeasure } from './fonts.ts';
export { paint, RENDERER, type Attachment } from './paint.ts';
export { qrRows } from './qr.ts';
