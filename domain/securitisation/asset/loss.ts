import { fraction, times } from '../../rate/index.ts';
import { toMinor, type Mode } from '../arithmetic.ts';
import type { Recovery } from '../assumption/assumption.ts';
import { emptyRow, type FlowRow } from './flow.ts';

/** Periods after the last payment that a recovery still needs. */
export function recoveryPeriods(recovery: Recovery | undefined): number {
  if (recovery?.kind === 'lag') return recovery.periods;
  return recovery?.kind === 'timing' ? recovery.shares.length : 0;
}

/**
 * Writes recoveries and losses into rows, by the periods of the assumption. Without one everything
 * that defaults is lost at once. `conserving`: recoveries and loss are the default, exactly; the
 * other mode floors each piece.
 */
export function withRecoveries(
  rows: readonly FlowRow[],
  recovery: Recovery | undefined,
  mode: Mode,
): FlowRow[] {
  const patched = rows.map(row => ({ ...row, recovery: 0n, loss: 0n }));
  const place = (index: number, part: Partial<FlowRow>): void => {
    const row = patched[index];
    if (!row) return;
    row.recovery += part.recovery ?? 0n;
    row.loss += part.loss ?? 0n;
  };
  rows.forEach((row, index) => {
    if (row.default === 0n) return;
    if (recovery?.kind === 'lag') {
      const [back, lost] = divided(row.default, recovery.share, mode);
      place(index + recovery.periods, { recovery: back, loss: lost });
    } else if (recovery?.kind === 'timing') {
      spread(row.default, recovery, mode, (offset, part) => place(index + offset, part));
    } else place(index, { loss: row.default });
  });
  return patched;
}

function spread(
  failed: bigint,
  recovery: Extract<Recovery, { kind: 'timing' }>,
  mode: Mode,
  place: (offset: number, part: Partial<FlowRow>) => void,
): void {
  const [back, lost] = divided(failed, recovery.share, mode);
  const pieces = recovery.shares.map(share =>
    toMinor(times({ n: failed, d: 1n }, times(share, recovery.share)), mode),
  );
  const last = pieces.length - 1;
  if (mode === 'conserving') pieces[last] = back - pieces.slice(0, -1).reduce((a, b) => a + b, 0n);
  pieces.forEach((piece, offset) => place(offset, { recovery: piece }));
  place(Math.max(0, last), { loss: lost });
}

function divided(failed: bigint, share: { n: bigint; d: bigint }, mode: Mode): [bigint, bigint] {
  const back = toMinor(times({ n: failed, d: 1n }, share), mode);
  if (mode === 'conserving') return [back, failed - back];
  const rest = fraction(share.d - share.n, share.d);
  return [back, toMinor(times({ n: failed, d: 1n }, rest), mode)];
}

/** Empty rows for dates on which only recoveries may come. */
export function recoveryRows(dates: readonly string[]): FlowRow[] {
  return dates.map(date => emptyRow(date));
}
