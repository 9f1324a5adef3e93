import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Financing } from '../financing/state.ts';
import { formatMoney, fromWire, money, multiplyPpm, toWire, type Money } from '../money/index.ts';
import { areRelated } from '../party/related.ts';
import type { Party } from '../party/state.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Label, LabelsOf } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const LABEL_MONTHS_MAX = 12;

export type ClaimState = {
  readonly label: Label | undefined;
  readonly financing: Financing | undefined;
  readonly labels: LabelsOf | undefined;
};

/**
 * `label.claim`: the supplier says which share of a financing is green. Under one taxonomy the
 * labels together stay within the financed amount; a share is rounded up to a minor unit.
 */
export function decideLabelClaim(state: ClaimState, act: Act<'label.claim'>): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const { label, financing } = state;
  if (label) {
    const object = `label ${body.label}`;
    return refuseState(kind, { object, state: label.status, states: ['none'] });
  }
  if (financing?.holder !== actor) return refuse('NOT_FOUND', { id: body.subject });
  if (!('price' in financing)) {
    const object = `financing ${body.subject}`;
    return refuseState(kind, { object, state: financing.status, states: ['accepted and later'] });
  }
  const dated = untilFault(body.until, on);
  if (dated) return fail(dated);
  const financed = fromWire(financing.price.advance);
  const amount = multiplyPpm(financed, BigInt(body.sharePpm), 'up');
  const over = overFault(state.labels, { amount, financed, taxonomy: body.taxonomy, on });
  if (over) return fail(over);
  const { taxonomy, version, code, sharePpm, until, evidence } = body;
  const claimed = { label: body.label, financing: body.subject, supplier: actor };
  const terms = { funder: financing.funder, taxonomy, version, code, sharePpm };
  const dates = { amount: toWire(amount), until, evidence, claimedOn: on };
  return ok([{ kind: 'label.claimed', ...claimed, ...terms, ...dates }]);
}

function untilFault(until: string, on: string): Refusal | null {
  const latest = addMonths(on, LABEL_MONTHS_MAX);
  if (until < on) return { code: 'DATES_DISORDERED', facts: { a: on, b: until } };
  return until > latest ? { code: 'DATES_DISORDERED', facts: { a: until, b: latest } } : null;
}

/** Σ labels of the taxonomy that have not ended, with the new one, above the financed amount. */
function overFault(
  labels: LabelsOf | undefined,
  of: {
    readonly amount: Money;
    readonly financed: Money;
    readonly taxonomy: string;
    readonly on: string;
  },
): Refusal | null {
  const { amount, financed, taxonomy, on } = of;
  const others = labels?.rows.filter(row => row.taxonomy === taxonomy && row.until >= on) ?? [];
  const total = others.reduce((sum, row) => sum + BigInt(row.amount), amount.minor);
  if (total <= financed.minor) return null;
  const x = formatMoney(money(total, financed.currency));
  return { code: 'LABEL_OVERSUBSCRIBED', facts: { x, y: formatMoney(financed) } };
}

export type AnswerState = {
  readonly label: Label | undefined;
  readonly verifier: Party | undefined;
  /** The supplier and the funder of the labelled financing. */
  readonly parties: readonly Party[];
};

/** `label.verify`, `label.refuse`: a professional who is related to neither side, on its report. */
export function decideLabelAnswer(
  { label, verifier, parties }: AnswerState,
  act: Act<'label.verify' | 'label.refuse'>,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  if (!label || !verifier) return refuse('NOT_FOUND', { id: body.label });
  if (parties.some(party => areRelated(party, verifier))) {
    return refuse('APPROVER_CONFLICT', { person: actor, object: `label ${body.label}` });
  }
  if (label.status !== 'claimed') {
    const object = `label ${body.label}`;
    return refuseState(kind, { object, state: label.status, states: ['claimed'] });
  }
  if (kind === 'label.verify' && label.until < on) {
    return refuse('LABEL_EXPIRED', { date: label.until });
  }
  const { label: id, report } = body;
  const answer = { label: id, financing: label.financing, by: actor, report: report.hash, on };
  const reason = act.kind === 'label.refuse' ? act.body.reason : null;
  const to = kind === 'label.verify' ? 'label.verified' : 'label.refused';
  return ok([{ kind: to, ...answer, reason }]);
}

/** `label.withdraw`: by who claimed or who verified it; its share is free again. */
export function decideLabelWithdraw(
  { label }: Pick<AnswerState, 'label'>,
  act: Act<'label.withdraw'>,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const isParty = label?.supplier === actor || label?.verifier === actor;
  if (!label || !isParty) return refuse('NOT_FOUND', { id: body.label });
  if (label.status !== 'claimed' && label.status !== 'verified') {
    const object = `label ${body.label}`;
    return refuseState(kind, { object, state: label.status, states: ['claimed', 'verified'] });
  }
  const { label: id, report, reason } = body;
  const answer = { label: id, financing: label.financing, by: actor, report: report.hash, on };
  return ok([{ kind: 'label.withdrawn', ...answer, reason }]);
}
