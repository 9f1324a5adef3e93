import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Party } from '../../party/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { wrongState } from './decide-deal.ts';
import { frozenOf, heldBy } from './register.ts';
import type { Issue, NoteRegister, OfferedClass } from './deal-state.ts';

export type TransferNoteState = {
  readonly issue: Issue | undefined;
  readonly to: Party | undefined;
  /** The pages of both holders. */
  readonly registers: readonly NoteRegister[];
};

/** Notes pass on to an admitted party; who must keep a part keeps it (INV-S11). */
export function decideNoteTransfer(
  { issue, to, registers }: TransferNoteState,
  { body, actor, kind }: Act<'note.transfer'>,
): Result<readonly LedgerEvent[], Refusal> {
  const of = issue?.classes.find(({ bond }) => bond === body.bond);
  if (!issue || !of) return refuse('NOT_FOUND', { id: issue ? body.bond : body.issue });
  const refusal = firstOf([
    ...(issue.state === 'live' ? [] : [wrongState(body.issue, issue.state, kind, 'live')]),
    ...receiverFaults(to, body.to, actor),
    ...unitFaults(of, { holder: actor, units: body.units, registers }),
  ]);
  if (refusal) return fail(refusal);
  const { bond, units, price = null } = body;
  const moved = { issue: body.issue, bond, from: actor, to: body.to, units, price };
  return ok([{ kind: 'note.transferred', ...moved }]);
}

/** Notes pass on to another party that is admitted. */
export function receiverFaults(to: Party | undefined, id: string, actor: string): Refusal[] {
  if (id === actor) {
    return [{ code: 'ACT_MALFORMED', facts: { n: 1, faults: ['act.body.to: is the holder'] } }];
  }
  if (to?.state === 'active') return [];
  return [{ code: 'PARTY_NOT_ACTIVE', facts: { party: id, state: to?.state ?? 'unknown' } }];
}

function unitFaults(
  { bond, retention }: OfferedClass,
  given: {
    readonly holder: string;
    readonly units: number;
    readonly registers: readonly NoteRegister[];
  },
): Refusal[] {
  const { holder, units, registers } = given;
  const held = heldBy(registers, bond, holder);
  if (units > held) return [{ code: 'NOT_ENOUGH_UNITS', facts: { bond, units, most: held } }];
  const frozen = frozenOf(registers, bond, holder);
  if (held - units < frozen) return [{ code: 'NOTES_FROZEN', facts: { bond, units: frozen } }];
  const kept = retention?.party === holder ? retention.units : 0;
  return held - units < kept
    ? [{ code: 'RETENTION_LOCKED', facts: { bond, units: kept, party: holder } }]
    : [];
}
