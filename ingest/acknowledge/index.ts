import { byteIndex, decode } from '../decode.ts';
import { edifactCharset } from '../format/edi/index.ts';
import type { FileRead } from '../read.ts';
import type { Answer } from './answer.ts';
import { controlAnswers } from './control.ts';
import { functionalAnswers } from './functional.ts';
import { levelResponse } from './response.ts';

export type { Answer } from './answer.ts';
export { invoiceResponse, type BuyerWord } from './response.ts';

/**
 * The technical answers to a file that was read: 997 for X12, CONTRL for EDIFACT, message level
 * responses for Peppol documents; none for other files, and none to an acknowledgement.
 */
export function answersTo(
  bytes: Uint8Array,
  read: FileRead,
  options: {
    readonly at: string;
    readonly nextControl: () => number;
    readonly newId: () => string;
  },
): Answer[] {
  const { format } = read.sniffed;
  const { at, nextControl, newId } = options;
  if (format === 'ubl') {
    return read.records.flatMap(r => levelResponse(r, { id: newId(), at }) ?? []);
  }
  if (format !== 'x12' && format !== 'edifact') return [];
  const charset = format === 'edifact' ? edifactCharset(bytes) : undefined;
  const decoded = decode(bytes, charset === undefined ? {} : { profile: charset });
  if (!decoded.ok) return [];
  const { text } = decoded.value;
  const by = { at, nextControl, byteAt: byteIndex(decoded.value) };
  const answer = format === 'x12' ? functionalAnswers : controlAnswers;
  return answer(text, read.records, by);
}
