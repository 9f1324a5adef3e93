import type { IncomingMessage } from 'node:http';
import type { Database } from '../database/index.ts';
import type { Caller } from '../identity/index.ts';
import { isMutation } from './mutation.ts';

/** How many points somebody may use at once, and how many come back each minute. */
export type Plan = { readonly burst: number; readonly perMinute: number };

/** Points a tenant may use by its plan (portal.md PT-1102: a member's). */
const MEMBER: Plan = { burst: 10_000, perMinute: 5_000 };
/** Sign-ins, tokens and refused requests of one address; a token lasts ten minutes. */
const ADDRESS: Plan = { burst: 600, perMinute: 300 };
/** A mutation is checked against the ledger and signed for; a query reads rows. */
const MUTATION_POINTS = 5;
const MINUTE_MS = 60_000;

export type RequestLimits = {
  /** Seconds to wait, or `null` when the tenant may ask. */
  tenant(caller: Caller, query: string): Promise<number | null>;
  /** As `tenant`, for sign-ins and tokens asked for from one address. */
  signIn(request: IncomingMessage): Promise<number | null>;
  /** As `signIn`, for requests without a good token; those with one go on to pass. */
  refused(request: IncomingMessage): Promise<number | null>;
};

/**
 * Rate of requests (T-53), counted in the database for all API processes together: all points come
 * back after the time that the plan takes to refill its burst. A process takes a hundredth of the
 * burst at a time and counts those itself, so few requests ask the database.
 */
export function requestLimits(
  database: Database,
  plans: { member?: Plan; address?: Plan } = {},
): RequestLimits {
  const members = limiterOf(database, 'tenant', plans.member ?? MEMBER);
  const signIns = limiterOf(database, 'sign-in', plans.address ?? ADDRESS);
  const refusals = limiterOf(database, 'refused', plans.address ?? ADDRESS);
  return {
    tenant: ({ party }, query) => members(party, isMutation(query) ? MUTATION_POINTS : 1),
    signIn: request => signIns(addressOf(request), 1),
    refused: request => refusals(addressOf(request), 1),
  };
}

/** Points that this process has taken for somebody and not given out yet. */
type Taken = { left: number; readonly untilMs: number };

/** Seconds to wait, or `null` when somebody may use so many points. */
type Limiter = (name: string, points: number) => Promise<number | null>;

const TAKEN_MAX = 10_000;
const WHO = { tenant: null, actor: 'request-limits' };

function limiterOf(database: Database, kind: string, { burst, perMinute }: Plan): Limiter {
  const share = Math.max(1, Math.floor(burst / 100));
  const refillMs = (burst * MINUTE_MS) / perMinute;
  const taken = new Map<string, Taken>();
  return async (name, points) => {
    const held = taken.get(name);
    if (held && held.left >= points && held.untilMs > Date.now()) {
      held.left -= points;
      return null;
    }
    const wanted = Math.max(points, share);
    const { used, ms } = await use(database, { name: `${kind} ${name}`, points: wanted, refillMs });
    const granted = Math.min(wanted, burst - (used - wanted));
    if (granted < points) return Math.max(1, Math.ceil(ms / 1000));
    if (taken.size >= TAKEN_MAX) taken.clear();
    taken.set(name, { left: granted - points, untilMs: Date.now() + ms });
    return null;
  };
}

/** Adds to what somebody has used; all of it and the milliseconds until it is forgotten. */
async function use(
  database: Database,
  { name, points, refillMs }: { name: string; points: number; refillMs: number },
): Promise<{ readonly used: number; readonly ms: number }> {
  const rows = await database.withTenant(WHO, sql =>
    sql.query<{ used: number; ms: number }>(
      `insert into app.request_points as held (name, used, ends_at)
         values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
       on conflict (name) do update set
         used = case when held.ends_at <= clock_timestamp() then $2 else held.used + $2 end,
         ends_at = case when held.ends_at <= clock_timestamp() then excluded.ends_at
           else held.ends_at end
       returning used::float8 as used,
         (extract(epoch from held.ends_at - clock_timestamp()) * 1000)::float8 as ms`,
      [name, points, refillMs],
    ),
  );
  return rows[0] ?? { used: points, ms: refillMs };
}

/** The socket's own: what a client says of itself counts nothing. */
function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
