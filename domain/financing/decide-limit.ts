import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { formatMoney, fromWire } from '../money/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { canonicalBytes } from '../wire/index.ts';
import { scoreIn, type CreditFile } from './credit-check.ts';
import { notFound, stateWrong } from './faults.ts';
import { capsFor, evened, takenOf } from './limit.ts';
import type { LimitDelta, Line, OwnRisk, Slice } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const MONTHS_MAX = 12;

export type LimitState = {
  readonly line: Line | undefined;
  /** All slices of the line, in their order. */
  readonly slices: readonly Slice[];
  /** Credit of the subject in the role of the line: debtor lines its buyer score, others supplier. */
  readonly credit: CreditFile;
  /** The owner's own risk line, when this act is about one. */
  readonly own: OwnRisk | undefined;
};

/**
 * `limit.set`: a new line or a new cap. A debtor or supplier line is at most the attested `limitMax`
 * (`LIMIT_ABOVE_POLICY`); a cap below what is taken is allowed and marks the line.
 */
export function decideLimitSet(state: LimitState, act: Act<'limit.set'>): Decision {
  const { body, actor } = act;
  const { line } = state;
  if (line && line.owner !== actor) return fail(notFound(body.line));
  const changed = line && changedField(line, body);
  if (changed) {
    const of = { object: `line ${body.line}`, state: `set with another ${changed}` };
    return fail(stateWrong(act, { ...of, states: `the same ${changed}` }));
  }
  const second = secondFault(state, act);
  if (second) return fail(second);
  if (body.until < body.from) return refuse('DATES_DISORDERED', { a: body.from, b: body.until });
  const latest = addMonths(body.from, MONTHS_MAX);
  if (body.until > latest) return refuse('DATES_DISORDERED', { a: body.until, b: latest });
  const policy = policyFault(state, act);
  if (policy) return fail(policy);
  const cap = BigInt(body.cap.minor);
  const taken = Array.from({ length: body.slices }, (_, at) => {
    const slice = state.slices[at];
    return slice ? takenOf(slice) : 0n;
  });
  const caps = capsFor(cap, taken);
  const sum = caps.reduce((total, part) => total + part, 0n);
  invariant('INV-R12', sum === cap, () => `slices ${sum}, line ${cap}`);
  const { line: id, kind, subject, from, until, slices } = body;
  const set = { line: id, owner: actor, kind, subject, cap: body.cap, from, until, slices };
  const over = taken.reduce((total, part) => total + part, 0n) > cap;
  const events: LedgerEvent[] = [{ kind: 'limit.set', line: set, caps: caps.map(String) }];
  if (over) events.push({ kind: 'limit.overLimit', line: id });
  return ok(events);
}

/** What a party risks is held on one line: of two, each would have the whole bound (INV-R19). */
function secondFault({ own }: LimitState, act: Act<'limit.set'>): Refusal | null {
  if (!own || own.line === act.body.line) return null;
  const of = { object: 'own risk', state: `set as line ${own.line}` };
  return stateWrong(act, { ...of, states: 'the same line' });
}

function changedField(line: Line, body: Act<'limit.set'>['body']): string | undefined {
  if (line.kind !== body.kind) return 'kind';
  if (line.subject !== body.subject) return 'subject';
  if (line.slices !== body.slices) return 'number of slices';
  return line.cap.currency === body.cap.currency ? undefined : 'currency';
}

function policyFault(state: LimitState, act: Act<'limit.set'>): Refusal | null {
  const { kind, cap } = act.body;
  if (kind !== 'debtor' && kind !== 'supplier') return null;
  const score = scoreIn(state.credit, act.businessDate);
  if (!score) {
    const body = state.credit.score?.body;
    const date = body?.kind === 'score' ? body.validUntil : 'none';
    return { code: 'ATTESTATION_EXPIRED', facts: { party: act.body.subject, date } };
  }
  const { limitMax, grade } = score;
  if (limitMax.currency !== cap.currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: cap.currency, b: limitMax.currency } };
  }
  if (BigInt(cap.minor) <= BigInt(limitMax.minor)) return null;
  const [x, y] = [formatMoney(fromWire(cap)), formatMoney(fromWire(limitMax))];
  return { code: 'LIMIT_ABOVE_POLICY', facts: { x, y, g: grade } };
}

export type FoldState = {
  readonly line: Line | undefined;
  readonly slices: readonly Slice[];
  readonly deltas: readonly LimitDelta[];
};

/** `limit.fold`: evens the slices and replaces delta rows of a month by one. */
export function decideLimitFold(
  state: FoldState,
  act: Act<'limit.fold'>,
  context: Context,
): Decision {
  const { line, slices, deltas } = state;
  const { actor, body } = act;
  if (!line || (line.owner !== actor && context.channel.operator !== actor)) {
    return fail(notFound(body.line));
  }
  const sumOf = (pick: (delta: LimitDelta) => string): string =>
    deltas.reduce((total, delta) => total + BigInt(pick(delta)), 0n).toString();
  const frozen = sumOf(delta => delta.frozen);
  const used = sumOf(delta => delta.used);
  const hash = context.sha256(canonicalBytes(deltas));
  const even = evened(slices).map(({ slice, cap, frozen: held, used: drawn }) => {
    return { slice, cap, frozen: held, used: drawn };
  });
  const acts = deltas.map(delta => delta.act);
  const folded = { line: line.line, period: body.period, slices: even, acts, frozen, used, hash };
  return ok([{ kind: 'limit.folded', ...folded }]);
}
