import { addDays, daysBetween, yearFraction } from '../../calendar/index.ts';
import { fraction, plus, roundFraction, times, type Fraction } from '../../rate/index.ts';
import { larger, smaller, speedForDays, toMinor, type Mode } from '../arithmetic.ts';
import type { Assumption, Recovery } from '../assumption/assumption.ts';
import { survivalOf } from '../assumption/speeds.ts';
import type { ReceivableAsset, ReceivableFee } from './asset.ts';
import { emptyRow, type FlowRow } from './flow.ts';

/**
 * The rows of one receivable (SEC-13, SEC-14): the face at its start, then at the due date credit
 * notes on the face, default on the rest, the fee scaled by what survived, and cash. Recoveries
 * follow by days; the loss books on the last of them.
 */
export function projectReceivable(
  asset: ReceivableAsset,
  assumption: Assumption,
  mode: Mode,
): FlowRow[] {
  const opening = emptyRow(asset.start, asset.face);
  const paysOn = addDays(asset.due, assumption.delayDays ?? 0);
  if (asset.status.kind === 'defaulted') {
    const failed = { ...emptyRow(asset.status.on ?? asset.due), default: asset.face };
    return [opening, ...withPieces(failed, assumption.recovery, mode)];
  }
  const rate = failureRate(asset, assumption, mode);
  const dilution = assumption.dilution
    ? toMinor(times({ n: asset.face, d: 1n }, assumption.dilution), mode)
    : 0n;
  const failed = toMinor(times({ n: asset.face - dilution, d: 1n }, rate), mode);
  const left = asset.face - dilution - failed;
  const fee = toMinor(times(feeOf(asset, asset.fee), survivalOf(rate)), mode);
  const feePaid = smaller(left, fee);
  const due: FlowRow = {
    ...emptyRow(paysOn),
    principal: larger(0n, left - feePaid),
    fee: feePaid,
    default: failed,
    dilution,
  };
  return [opening, ...withPieces(due, assumption.recovery, mode)];
}

function failureRate(asset: ReceivableAsset, { default: speed }: Assumption, mode: Mode): Fraction {
  if (!speed) return { n: 0n, d: 1n };
  switch (speed.kind) {
    case 'atEnd':
      return { n: 1n, d: 1n };
    case 'perPeriod':
      return speed.rate;
    case 'cdr':
    case 'cdrThenEnd':
      return speedForDays(speed.annual, daysBetween(asset.start, asset.due), mode);
    case 'vector':
      return speedForDays(
        speed.annual[0] ?? { n: 0n, d: 1n },
        daysBetween(asset.start, asset.due),
        mode,
      );
    case 'amounts':
    case 'sda':
      return { n: 0n, d: 1n };
  }
}

/** The fee before default, exact. */
function feeOf(asset: ReceivableAsset, fee: ReceivableFee | undefined): Fraction {
  if (!fee) return { n: 0n, d: 1n };
  const face = { n: asset.face, d: 1n };
  switch (fee.kind) {
    case 'fixed':
      return { n: fee.amount, d: 1n };
    case 'rate':
      return times(face, fee.part);
    case 'factor': {
      const days = fraction(BigInt(daysBetween(asset.start, asset.due)), BigInt(fee.days));
      const periods = roundFraction(days, fee.rounding);
      return times({ n: periods, d: 1n }, times(face, fee.part));
    }
    case 'advance': {
      const years = yearFraction('ACT/365F', asset.start, asset.due);
      return times(times({ n: asset.advance, d: 1n }, fee.annual), years);
    }
    case 'compound':
      return fee.fees.map(part => feeOf(asset, part)).reduce(plus, { n: 0n, d: 1n });
  }
}

function withPieces(row: FlowRow, recovery: Recovery | undefined, mode: Mode): FlowRow[] {
  if (row.default === 0n) return [row];
  if (recovery?.kind !== 'byDays') return [{ ...row, loss: row.default }];
  const back = toMinor(times({ n: row.default, d: 1n }, recovery.share), mode);
  const pieces = recovery.pieces.map(([, share]) =>
    toMinor(times({ n: back, d: 1n }, share), mode),
  );
  const last = pieces.length - 1;
  // Only where nothing may be lost does the last piece take what rounding left.
  if (mode === 'conserving') pieces[last] = back - pieces.slice(0, -1).reduce((a, b) => a + b, 0n);
  const rows = recovery.pieces.map(([days], index) => ({
    ...emptyRow(addDays(row.date, days)),
    recovery: pieces[index] ?? 0n,
    loss: index === last ? row.default - back : 0n,
  }));
  return [row, ...rows];
}
