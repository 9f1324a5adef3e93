import type { Refusal } from '../../domain/errors/index.ts';
import type { ConsentCheck } from '../../domain/financing/index.ts';
import { isLiveConsent, type Consent } from '../../domain/party/index.ts';
import type { Tx } from '../tx.ts';

/** Purpose under which a funder reads a supplier's data. */
const FINANCING_PURPOSE = 'financing';

/** The consent of a party to another for financing. */
export async function consentOf(tx: Tx, party: string, to: string): Promise<Consent | undefined> {
  return tx.entity('consent', `${party}~${to}~${FINANCING_PURPOSE}`);
}

/** Reads the consents to some parties and answers which is missing on a day. */
export async function consentsOf(
  tx: Tx,
  of: { readonly party: string; readonly to: readonly string[]; readonly on: string },
): Promise<ConsentCheck> {
  const { party, on } = of;
  const alive = new Set<string>();
  for (const to of of.to) {
    const consent = await consentOf(tx, party, to);
    if (isLiveConsent(consent, on)) alive.add(to);
  }
  return (to): Refusal | null => {
    if (alive.has(to)) return null;
    const facts = { party, data: `to ${to}`, purpose: FINANCING_PURPOSE };
    return { code: 'CONSENT_MISSING', facts };
  };
}
