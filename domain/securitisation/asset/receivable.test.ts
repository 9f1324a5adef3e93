import { describeSamples, sampleJson } from '../../../test/fixture/samples.ts';
import { fractionOf } from '../../rate/index.ts';
import type { Mode } from '../arithmetic.ts';
import type { Assumption } from '../assumption/assumption.ts';
import type { ReceivableAsset } from './asset.ts';
import { projectPool } from './project.ts';

const FILE = 'abs/hastructure/receivable-vectors.json';
const part = (value: number) => fractionOf(String(value))!;
const minor = (value: number): bigint => BigInt(Math.round(value * 100));

type Vector = {
  id: string;
  asset: {
    start: string;
    originBalance: number;
    originAdvance: number;
    dueDate: string;
    fee?: { fixed: number };
  };
  assumption: {
    asOf: string;
    default?: 'DefaultAtEnd' | { CDR: number } | null;
    recovery?: { rate: number; byDays: [number, number][] } | null;
  };
  rows: (string | number)[][];
};

function assumptionOf({ default: speed, recovery }: Vector['assumption']): Assumption {
  return {
    ...(speed === 'DefaultAtEnd' ? { default: { kind: 'atEnd' as const } } : {}),
    ...(speed && typeof speed === 'object'
      ? { default: { kind: 'cdr' as const, annual: part(speed.CDR) } }
      : {}),
    ...(recovery
      ? {
          recovery: {
            kind: 'byDays' as const,
            share: part(recovery.rate),
            pieces: recovery.byDays.map(([days, share]) => [days, part(share)] as const),
          },
        }
      : {}),
  };
}

function rowsOf(vector: Vector, mode: Mode) {
  const { asset, assumption } = vector;
  const receivable: ReceivableAsset = {
    type: 'receivable',
    id: vector.id,
    face: minor(asset.originBalance),
    advance: minor(asset.originAdvance),
    start: asset.start,
    due: asset.dueDate,
    ...(asset.fee ? { fee: { kind: 'fixed' as const, amount: minor(asset.fee.fixed) } } : {}),
    status: { kind: 'current' },
  };
  const terms = { asOf: assumption.asOf, assumption: assumptionOf(assumption), curves: {}, mode };
  const projected = projectPool([receivable], terms);
  if (!projected.ok) throw new Error(projected.error.code);
  return projected.value;
}

describeSamples(FILE, 'receivables as Hastructure projects them', () => {
  const vectors: Vector[] = sampleJson(FILE).vectors;

  test('the sample holds five', () => expect(vectors).toHaveLength(5));

  test.each(vectors)('$id, compatible: every row exactly', vector => {
    const found = rowsOf(vector, 'compatible').map(row => [
      row.date,
      row.balance,
      row.principal,
      row.fee,
      row.default,
      row.recovery,
      row.loss,
      ...row.cumulative!.slice(3),
    ]);
    // The source adds the accrued fee, always zero here, where its column says principal.
    const expected = vector.rows.map(row => [
      row[0],
      ...[1, 3, 4, 5, 6, 7, 11, 12, 13].map(at => minor(Number(row[at]))),
    ]);
    expect(found).toEqual(expected);
  });

  test.each(vectors)('$id, conserving: recoveries and loss are the default', vector => {
    const rows = rowsOf(vector, 'conserving');
    const sum = (of: 'default' | 'recovery' | 'loss' | 'principal' | 'fee'): bigint =>
      rows.reduce((total, row) => total + row[of], 0n);
    expect(sum('recovery') + sum('loss')).toBe(sum('default'));
    expect(sum('principal') + sum('fee') + sum('default')).toBe(minor(vector.asset.originBalance));
  });

  test('the lost cent of the published case comes back with the last recovery', () => {
    const vector = vectors.at(-1)!;
    const rows = (mode: Mode) => rowsOf(vector, mode).map(({ recovery, loss }) => [recovery, loss]);
    expect(rows('compatible').slice(2)).toEqual([
      [83n, 0n],
      [83n, 168n],
    ]);
    const [first, second] = rows('conserving').slice(2);
    // 3.3565 of default is 3.35 when cut off and 3.36 when rounded.
    expect(first![0]! + second![0]! + second![1]!).toBe(336n);
  });
});
