import {
  addDecimal,
  divideExact,
  floor,
  integer,
  multiplyDecimal,
  negate,
  NOT_A_NUMBER,
  remainder,
  value,
  type NumberValue,
} from './number.ts';
import type { Decimal } from '../../../domain/document/index.ts';
import type { Operator } from './syntax.ts';
import { numberValueOf, RuleFault, type Value } from './values.ts';

type Calculation = (left: readonly Value[], right: readonly Value[]) => readonly Value[];

/** The calculation of an operator; nothing on one side yields nothing. */
export function calculate(operator: Operator): Calculation {
  if (operator === 'to') return (left, right) => range(left, right);
  return (left, right) => {
    if (left.length === 0 || right.length === 0) return [];
    return [combine(operator, numberValueOf(left[0]), numberValueOf(right[0]))];
  };
}

function combine(operator: Operator, a: NumberValue, b: NumberValue): NumberValue {
  if (a.kind === 'none' || b.kind === 'none') return NOT_A_NUMBER;
  switch (operator) {
    case '+':
      return value(addDecimal(a.number, b.number));
    case '-':
      return value(addDecimal(a.number, negate(b.number)));
    case '*':
      return value(multiplyDecimal(a.number, b.number));
    case 'mod':
      return defined(remainder(a.number, b.number));
    case 'div':
      return defined(divideExact(a.number, b.number));
    default:
      return defined(whole(divideExact(a.number, b.number)));
  }
}

function whole(quotient: Decimal | undefined): Decimal | undefined {
  if (!quotient) return undefined;
  return quotient.coefficient < 0n ? negate(floor(negate(quotient))) : floor(quotient);
}

function defined(number: Decimal | undefined): NumberValue {
  if (!number) throw new RuleFault('division by zero');
  return value(number);
}

function range(left: readonly Value[], right: readonly Value[]): readonly Value[] {
  const from = wholeOf(left[0]);
  const to = wholeOf(right[0]);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => integer(from + at));
}

function wholeOf(of: Value | undefined): number {
  const found = numberValueOf(of);
  if (found.kind === 'none') throw new RuleFault('no number');
  return Number(floor(found.number).coefficient);
}
