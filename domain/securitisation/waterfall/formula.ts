import { addMonths, daysBetween } from '../../calendar/index.ts';
import {
  compareFractions,
  fraction,
  minus,
  over,
  plus,
  roundFraction,
  times,
  type Fraction,
} from '../../rate/index.ts';
import { ppb, ppm } from '../arithmetic.ts';
import { levelOn } from '../assumption/assumption.ts';
import type { Formula } from '../deal/formula.ts';
import { accountFormulas } from './formula-account.ts';
import { bondFormulas } from './formula-bond.ts';
import { poolFormulas } from './formula-pool.ts';
import { Refused, type Run } from './run.ts';
import type { Member, Table } from './table.ts';

const constants: Table<'minor' | 'ppm' | 'ppb' | 'count' | 'date'> = {
  minor: text => fraction(BigInt(text)),
  ppm: value => ppm(value),
  ppb: value => ppb(value),
  count: value => fraction(BigInt(value)),
  date: value => fraction(BigInt(daysBetween('1970-01-01', value))),
};

const operators: Table<
  | 'sum'
  | 'minus'
  | 'product'
  | 'times'
  | 'per'
  | 'min'
  | 'max'
  | 'average'
  | 'floorAt'
  | 'capAt'
  | 'round'
  | 'abs'
  | 'if'
  | 'curve'
> = {
  sum: (parts, run) => all(parts, run).reduce(plus, { n: 0n, d: 1n }),
  minus: (parts, run) => {
    const [first = { n: 0n, d: 1n }, ...others] = all(parts, run);
    return others.reduce(minus, first);
  },
  product: (parts, run) => all(parts, run).reduce(times, { n: 1n, d: 1n }),
  times: ({ of, ppm: rate }, run) => times(evaluate(of, run), ppm(rate)),
  per: ({ of, base }, run) => {
    const divisor = evaluate(base, run);
    if (divisor.n === 0n) throw new Refused('FORMULA_DIV_ZERO', { date: run.date });
    return over(evaluate(of, run), divisor);
  },
  min: (parts, run) => all(parts, run).reduce((a, b) => (compareFractions(a, b) <= 0 ? a : b)),
  max: (parts, run) => all(parts, run).reduce((a, b) => (compareFractions(a, b) >= 0 ? a : b)),
  average: (parts, run) => {
    const sum = all(parts, run).reduce(plus, { n: 0n, d: 1n });
    return fraction(sum.n, sum.d * BigInt(parts.length));
  },
  floorAt: ({ of, floor }, run) => evaluate({ max: [of, floor] }, run),
  capAt: ({ of, cap }, run) => evaluate({ min: [of, cap] }, run),
  round: ({ of, step, mode }, run) => {
    const size = evaluate(step, run);
    const count = over(evaluate(of, run), size);
    const whole =
      mode === 'down'
        ? roundFraction(count, 'floor')
        : -roundFraction({ n: -count.n, d: count.d }, 'floor');
    return times({ n: whole, d: 1n }, size);
  },
  abs: (of, run) => {
    const { n, d } = evaluate(of, run);
    return { n: n < 0n ? -n : n, d };
  },
  if: ({ when, then, else: otherwise }, run) =>
    evaluate(run.rules.holds(when, run) ? then : otherwise, run),
  curve: ({ points }, run) => {
    const latest = points.filter(([from]) => from <= run.date).at(-1);
    return latest ? evaluate(latest[1], run) : { n: 0n, d: 1n };
  },
};

const outside: Table<
  'daysInPeriod' | 'periodNumber' | 'monthsSince' | 'monthsToMaturity' | 'index' | 'observation'
> = {
  daysInPeriod: (_args, run) => fraction(BigInt(daysBetween(run.state.paidTo, run.date))),
  periodNumber: ({ of }, { state }) =>
    fraction(BigInt(of === 'collection' ? state.collections : state.payments)),
  monthsSince: ({ date }, run) => fraction(BigInt(monthsBetween(date, run.date))),
  monthsToMaturity: ({ bond }, run) => {
    const due = run.deal.bonds[bond]?.legalMaturity ?? run.deal.dates.end;
    return fraction(BigInt(monthsBetween(run.date, due)));
  },
  index: ({ name }, run) => {
    const curve = Object.hasOwn(run.facts.curves, name) ? run.facts.curves[name] : undefined;
    if (!curve) throw new Refused('FIXING_MISSING', { index: name, date: run.date });
    return ppb(levelOn(curve, run.date, 'at'));
  },
  observation: ({ name }, run) => {
    const value = run.facts.observations[name];
    if (typeof value !== 'bigint')
      throw new Refused('OBSERVATION_MISSING', { name, date: run.date });
    return run.deal.observations[name]?.type === 'ppm' ? ppm(value) : fraction(value);
  },
};

const TABLE: Table<Member> = {
  ...constants,
  ...operators,
  ...outside,
  ...poolFormulas,
  ...bondFormulas,
  ...accountFormulas,
};

/** The exact value of a formula on the run's date. `FORMULA_DIV_ZERO` stops the run (§7.1). */
export function evaluate(formula: Formula, run: Run): Fraction {
  const [entry] = Object.entries(formula) as [Member, unknown][];
  if (!entry) throw new Refused('FORMULA_DIV_ZERO', { date: run.date });
  const rule = TABLE[entry[0]] as (args: unknown, run: Run) => Fraction;
  return rule(entry[1], run);
}

function all(parts: readonly Formula[], run: Run): Fraction[] {
  return parts.map(part => evaluate(part, run));
}

/** Whole months from `from` to `to`; a month counts once its day is reached. */
function monthsBetween(from: string, to: string): number {
  const count =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7));
  return addMonths(from, count) > to ? count - 1 : count;
}
