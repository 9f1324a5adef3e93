import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { emptyDraft } from '../../locator.ts';
import type { DraftDocument } from '../mapped.ts';
import type { MessageSegments } from './segment.ts';

/** LIM-11 in place of a message of more segments than may stand in memory; the others are read. */
export function tooLong(
  message: {
    readonly type: string;
    readonly segments: MessageSegments;
    readonly findings: readonly Finding[];
    readonly isHeld: boolean;
  },
  of: { readonly byteAt: (character: number) => number; readonly limits: Limits },
): DraftDocument | undefined {
  const { type, segments, findings, isHeld } = message;
  if (segments.length <= of.limits.membersMax) return undefined;
  const { from, to, line } = segments.place;
  const range = { from: of.byteAt(from), to: of.byteAt(to) };
  const at = { kind: 'edi', path: `/${type}`, ...range, escaped: true, line, column: 1 } as const;
  const found = fatal('LIM-11', { path: type, line });
  return { kind: type, draft: emptyDraft(at), findings: [...findings, found], isHeld };
}
