import { createHash } from 'node:crypto';
import { canonicalBytes, isObject, parseWire } from '../../domain/wire/index.ts';

/** SHA-256 of the act inside a signed text; `null` when there is none. */
export function actHashOf(signedText: string | null): string | null {
  const parsed = signedText === null ? null : parseWire(signedText);
  if (!parsed?.ok || !isObject(parsed.value)) return null;
  const act = parsed.value['act'];
  if (act === undefined) return null;
  return createHash('sha256').update(canonicalBytes(act)).digest('hex');
}
