import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../identity/index.ts';

/** How many points somebody may use at once, and how many come back each minute. */
export type Plan = { readonly burst: number; readonly perMinute: number };

/** Points a tenant may use by its plan (portal.md PT-1102: a member's). */
const MEMBER: Plan = { burst: 10_000, perMinute: 5_000 };
/** Sign-ins, tokens and refused requests of one address; a token lasts ten minutes. */
const ADDRESS: Plan = { burst: 600, perMinute: 300 };
/** A mutation is checked against the ledger and signed for; a query reads rows. */
const MUTATION_POINTS = 5;

export type RequestLimits = {
  /** Seconds to wait, or `null` when the tenant may ask. */
  tenant(caller: Caller, query: string): Promise<number | null>;
  /** As `tenant`, for sign-ins and tokens asked for from one address. */
  signIn(request: IncomingMessage): Promise<number | null>;
  /** As `signIn`, for requests without a good token; those with one go on to pass. */
  refused(request: IncomingMessage): Promise<number | null>;
};

/**
 * Rate of requests (T-53), kept in the memory of this process: all points come back after the time
 * that the plan takes to refill its burst. A restart forgets what was used.
 */
export function requestLimits(plans: { member?: Plan; address?: Plan } = {}): RequestLimits {
  const members = limiterOf('tenant', plans.member ?? MEMBER);
  const signIns = limiterOf('sign-in', plans.address ?? ADDRESS);
  const refusals = limiterOf('refused', plans.address ?? ADDRESS);
  return {
    tenant: ({ party }, query) =>
      take(members, party, /^\s*mutation\b/.test(query) ? MUTATION_POINTS : 1),
    signIn: request => take(signIns, addressOf(request), 1),
    refused: request => take(refusals, addressOf(request), 1),
  };
}

function limiterOf(keyPrefix: string, { burst, perMinute }: Plan): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix, points: burst, duration: (burst * 60) / perMinute });
}

async function take(
  limiter: RateLimiterMemory,
  key: string,
  points: number,
): Promise<number | null> {
  try {
    await limiter.consume(key, points);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return secondsOf(refused);
    throw refused;
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** The socket's own: what a client says of itself counts nothing. */
function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
