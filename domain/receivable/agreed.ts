import { USER } from '../act/kind.ts';
import type { Refusal } from '../errors/index.ts';
import type { Context } from '../governance/context.ts';

/** True when a user of the party signed the act. */
export function hasSigned(party: string, { signers }: Pick<Context, 'signers'>): boolean {
  return signers.some(signer => {
    return signer.party === party && !signer.introduced && USER.includes(signer.role);
  });
}

/** Every party that must agree and did not sign: `APPROVALS_MISSING`; `null` when all did. */
export function agreementFault(
  parties: readonly string[],
  context: Pick<Context, 'signers'>,
): Refusal | null {
  const wanted = [...new Set(parties)];
  const missing = wanted.filter(party => !hasSigned(party, context));
  if (missing.length === 0) return null;
  const have = wanted.length - missing.length;
  const facts = { have, need: wanted.length, missing: missing.map(party => `${party}:maker`) };
  return { code: 'APPROVALS_MISSING', facts };
}
