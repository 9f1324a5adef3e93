import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import { openFor } from './decide-engagement.ts';
import type { Engagement, EsopGrant } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type GrantState = {
  readonly engagement: Engagement | undefined;
  readonly grant: EsopGrant | undefined;
};

const exceeded = (line: string, room: bigint, would: number): Decision => {
  const x = would.toString();
  return refuse('LIMIT_EXCEEDED', { line, room: room.toString(), x, would: x });
};

/** `esop.grant`: units of the pool under a commitment; Σ granted − lapsed stays within it. */
export function decideEsopGrant(
  { engagement, grant }: GrantState,
  act: Act<'esop.grant'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const isOwn = (one: Engagement): boolean => one.enterprise === actor && one.esop !== null;
  const found = openFor(engagement, act, isOwn);
  if (!found.ok) return found;
  if (grant) {
    const object = `grant ${body.grant}`;
    return refuseState(kind, { object, state: 'granted', states: ['unknown'] });
  }
  const { pool = '0', granted = '0' } = found.value.esop ?? {};
  const room = BigInt(pool) - BigInt(granted);
  if (BigInt(body.units) > room) return exceeded('pool of the plan', room, body.units);
  const { engagement: id, commitment, schedule } = body;
  const made = {
    engagement: id,
    enterprise: actor,
    grant: body.grant,
    units: body.units.toString(),
  };
  return ok([{ kind: 'esop.granted', ...made, commitment, schedule, on }]);
}

/** `esop.vest`, `esop.lapse`: never more than was granted and is neither vested nor lapsed. */
export function decideEsopChange(
  { engagement, grant }: GrantState,
  act: Act<'esop.vest' | 'esop.lapse'>,
): Decision {
  const { body, actor, businessDate: on } = act;
  const found = openFor(engagement, act, ({ enterprise }) => enterprise === actor);
  if (!found.ok) return found;
  if (!grant) return refuse('NOT_FOUND', { id: body.grant });
  const room = BigInt(grant.units) - BigInt(grant.vested) - BigInt(grant.lapsed);
  if (BigInt(body.units) > room) return exceeded(`grant ${body.grant}`, room, body.units);
  const kind = act.kind === 'esop.vest' ? 'esop.vested' : 'esop.lapsed';
  const { engagement: id, grant: of, units } = body;
  return ok([{ kind, engagement: id, grant: of, units: units.toString(), on }]);
}
