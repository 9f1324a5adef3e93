import type { Act } from '../act/index.ts';
import { USER } from '../act/kind.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { ok, type Result } from '../result/index.ts';
import { claimLines, posted, reversed } from '../journal/index.ts';
import { cancelClaims } from './effects.ts';
import type { Holding, Receivable } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type State = { readonly receivable: Receivable | undefined };

/** The debtor says no, with a coded reason; the invoices are free again. */
export function decideDecline({ receivable }: State, act: Act<'receivable.decline'>): Decision {
  const { body, actor, kind, businessDate } = act;
  if (!receivable) return refuse('NOT_FOUND', { id: body.receivable });
  if (receivable.buyer !== actor) return refuse('NOT_THE_DEBTOR', { buyer: receivable.buyer });
  const wrong = stateFault(receivable, kind, ['offered']);
  if (wrong) return { ok: false, error: wrong };
  const { suggested, reason } = body;
  const terms = suggested ? { face: suggested.face ?? null, dueOn: suggested.dueOn ?? null } : null;
  const end = endOf(receivable, reason, businessDate);
  return ok([
    { kind: 'receivable.declined', ...end, suggested: terms },
    cancelClaims(receivable, 'declined'),
  ]);
}

/** The supplier takes its offer back before anybody relied on it. */
export function decideWithdraw({ receivable }: State, act: Act<'receivable.withdraw'>): Decision {
  const { body, actor, kind, businessDate } = act;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['offered']);
  if (wrong) return { ok: false, error: wrong };
  const end = endOf(receivable, body.reason, businessDate);
  return ok([
    { kind: 'receivable.withdrawn', ...end, suggested: null },
    cancelClaims(receivable, 'withdrawn'),
  ]);
}

/** Supplier and buyer end a live claim of which nothing is encumbered, paid or passed on. */
export function decideCancel(
  { receivable, holdings }: State & { readonly holdings: readonly Holding[] },
  act: Act<'receivable.cancel'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['confirmed', 'recorded']);
  if (wrong) return { ok: false, error: wrong };
  const { buyer, face, parts, supplier } = receivable;
  const agrees = context.signers.some(({ party, role }) => party === buyer && USER.includes(role));
  if (!agrees) {
    return refuse('APPROVALS_MISSING', { have: 1, need: 2, missing: [`${buyer}:maker`] });
  }
  const isOwn = holdings.every(({ holder }) => holder === supplier);
  if (!isOwn || parts.free !== face.minor)
    return refuse('ENCUMBERED', { receivable: body.receivable, state: 'not whole' });
  const end = endOf(receivable, body.reason, businessDate);
  const lined = receivable.status === 'confirmed' && receivable.lined;
  return ok([
    { kind: 'receivable.cancelled', ...end, buyer, face, lined },
    cancelClaims(receivable, 'cancelled'),
    ...posted(act, reversed(debtLines(receivable))),
  ]);
}

/** The operator and the association record a claim without the debtor's key: L2 or L1. */
export function decideRecord({ receivable }: State, act: Act<'receivable.record'>): Decision {
  const { body, kind, businessDate } = act;
  if (!receivable) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['offered']);
  if (wrong) return { ok: false, error: wrong };
  const { assurance, matchResult } = body;
  const evidence = body.evidence.map(({ hash }) => hash);
  const recorded = { receivable: body.receivable, assurance, matchResult, evidence };
  // A recorded claim can be financed and paid: its debt is on the books from now on.
  return ok([
    { kind: 'receivable.recorded', ...recorded, on: businessDate },
    ...posted(act, debtLines(receivable)),
  ]);
}

/**
 * Takes the fingerprints of a claim back: only while the claim is not confirmed and all of
 * it is free. The claim ends with them, so that no claim stands without its fingerprints.
 */
export function decideFingerprintCancel(
  { receivable }: State,
  act: Act<'fingerprint.cancel'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (!receivable || !mayCancel(receivable, actor, context)) {
    return refuse('NOT_FOUND', { id: body.receivable });
  }
  const wrong = stateFault(receivable, kind, ['offered', 'recorded']);
  if (wrong) return { ok: false, error: wrong };
  if (receivable.parts.free !== receivable.face.minor) {
    return refuse('ENCUMBERED', { receivable: body.receivable, state: 'not all free' });
  }
  const end = endOf(receivable, body.reason, businessDate);
  return ok([
    { kind: 'receivable.withdrawn', ...end, suggested: null },
    cancelClaims(receivable, body.reason),
    ...(receivable.status === 'recorded' ? posted(act, reversed(debtLines(receivable))) : []),
  ]);
}

export function stateFault(
  { receivable, status }: Receivable,
  kind: string,
  wanted: readonly Receivable['status'][],
): Refusal | null {
  if (wanted.includes(status)) return null;
  const states = wanted.join(' or ');
  return { code: 'STATE_WRONG', facts: { object: receivable, state: status, kind, states } };
}

/** The whole debt of a claim, owed to its supplier. */
function debtLines({ supplier: holder, buyer, face }: Receivable) {
  return claimLines({ holder, buyer, face });
}

function mayCancel(
  { supplier }: Receivable,
  actor: string,
  { channel, signers }: Context,
): boolean {
  if (actor === supplier) return true;
  return signers.some(({ party, role }) => party === channel.operator && role === 'risk');
}

function endOf({ receivable, holdings }: Receivable, reason: string, on: string) {
  return { receivable, holdings, reason, on };
}
