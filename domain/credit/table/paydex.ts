import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';
import { days, months } from './schema.ts';

/** The payment index of CR-20: value by days beyond terms, linear between the points. */
export type PaydexTable = {
  readonly id: string;
  readonly version: number;
  readonly points: readonly { readonly days: number; readonly value: number }[];
  readonly daysPerPointBeyond: number;
  readonly floor: number;
  readonly experiencesMin: number;
  readonly counterpartiesMin: number;
  readonly halfLifeMonths: number;
  readonly windowsMonths: readonly number[];
  readonly risk: readonly { readonly from: number; readonly level: 'low' | 'medium' | 'high' }[];
};

const value100 = schema.count(0, 100);
const PAYDEX = schema.object({
  id: schema.code(),
  version: schema.count(1, 1_000_000),
  points: schema.list(schema.object({ days: schema.count(-365, 3660), value: value100 }), 2, 60),
  daysPerPointBeyond: schema.count(1, 365),
  floor: value100,
  experiencesMin: days,
  counterpartiesMin: days,
  halfLifeMonths: months,
  windowsMonths: schema.list(months, 1, 6),
  risk: schema.list(
    schema.object({ from: value100, level: schema.oneOf('low', 'medium', 'high') }),
    1,
    6,
  ),
}) as unknown as Schema<PaydexTable>;

/** Reads the table or refuses it with every fault: days must rise and values must fall. */
export function readPaydexTable(value: Wire): Result<PaydexTable, Fault[]> {
  const faults: Fault[] = [];
  const table = PAYDEX.read(value, '', faults);
  if (!table || faults.length > 0) return fail(faults);
  table.points.forEach((point, at) => {
    const before = table.points[at - 1];
    if (before && (point.days <= before.days || point.value >= before.value)) {
      faults.push({ path: `points[${at}]`, fault: 'days must rise and values must fall' });
    }
  });
  const last = table.risk.at(-1);
  if (last?.from !== 0) faults.push({ path: 'risk', fault: 'leaves a gap down to 0' });
  return faults.length > 0 ? fail(faults) : ok(table);
}
