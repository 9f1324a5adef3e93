import { compareFractions } from '../../rate/index.ts';
import type { Comparison, Condition } from '../deal/formula.ts';
import { bondsOf } from './formula-bond.ts';
import { bondOf, feeOf, isPaidOff, type Run } from './run.ts';

type MembersOf<T> = T extends unknown ? keyof T : never;
type Member = MembersOf<Condition>;
type Args<M extends Member> = Extract<Condition, Readonly<Record<M, unknown>>>[M &
  keyof Extract<Condition, Readonly<Record<M, unknown>>>];

const TABLE: { readonly [M in Member]: (args: Args<M>, run: Run) => boolean } = {
  all: (parts, run) => parts.every(part => holds(part, run)),
  any: (parts, run) => parts.some(part => holds(part, run)),
  not: (part, run) => !holds(part, run),
  compare: ([left, comparison, right], run) =>
    compared(
      compareFractions(run.rules.evaluate(left, run), run.rules.evaluate(right, run)),
      comparison,
    ),
  date: ([comparison, date], run) =>
    compared(run.date < date ? -1 : run.date > date ? 1 : 0, comparison),
  dateIn: (dates, run) => dates.includes(run.date),
  status: (status, run) => run.state.status === status,
  paidOff: ({ names }, run) => bondsOf({ names }, run).every(key => isPaidOff(bondOf(run, key))),
  feesPaid: ({ names }, run) =>
    names.every(key => feeOf(run, key).due === 0n && feeOf(run, key).arrears === 0n),
  facilitiesPaid: ({ names }, run) =>
    names.every(key => {
      const facility = run.state.facilities[key];
      return !facility || facility.drawn + facility.interest + facility.premium === 0n;
    }),
  mostSenior: ({ bond, before }, run) =>
    !isPaidOff(bondOf(run, bond)) && before.every(key => isPaidOff(bondOf(run, key))),
  fired: ({ trigger }, run) => run.state.triggers[trigger]?.fired ?? false,
  observed: ({ name }, run) => run.facts.observations[name] === true,
  always: value => value,
  lasting: (args, run) => lasting(args, run),
};

/** Whether a condition holds on the run's date, by exact comparison (§7.2). */
export function holds(condition: Condition, run: Run): boolean {
  const [entry] = Object.entries(condition) as [Member, unknown][];
  const rule = entry ? (TABLE[entry[0]] as (args: unknown, run: Run) => boolean) : () => false;
  return rule(entry?.[1], run);
}

function compared(order: number, comparison: Comparison): boolean {
  switch (comparison) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/** True once `of` held at the last `periods` looks, or at so many of the last `within`. */
function lasting({ id, of, periods, within }: Args<'lasting'>, run: Run): boolean {
  const seen = [...(run.state.lasting[id] ?? []), holds(of, run)].slice(-(within ?? periods));
  run.state.lasting[id] = seen;
  return seen.filter(Boolean).length >= periods;
}
