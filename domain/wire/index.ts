export {
  byCodeUnit,
  canonical,
  canonicalBytes,
  isList,
  isObject,
  type Fault,
  type Wire,
} from './wire.ts';
export { parseWire } from './parse.ts';
export { fromBase64url, toBase64url, toHex } from './base64url.ts';
