import { signatureBytes, type Act, type Signature, type SignedAct } from '../domain/act/index.ts';
import { dayNumber } from '../domain/calendar/index.ts';
import type { Refusal } from '../domain/errors/index.ts';
import type { Channel, Signer } from '../domain/governance/index.ts';
import { introducedKeys, type Key } from '../domain/party/index.ts';
import { isSigned } from './signature.ts';
import type { Tx } from './tx.ts';

type Entry = { readonly signature: Signature; readonly key: Key; readonly introduced: boolean };

/**
 * Resolves and verifies every signature of an act against the key registry: an unknown, inactive or
 * wrong one refuses the act (R-3, R-4 group "signatures and keys"), a role that the person does not
 * hold on this day likewise. Costs one P-256 verification a signature.
 */
export async function authorise(
  tx: Tx,
  signed: SignedAct,
  on: {
    readonly actHash: string;
    readonly channel: string;
    readonly founded: Channel | undefined;
  },
): Promise<{ readonly signers: readonly Signer[]; readonly refusals: readonly Refusal[] }> {
  const { act, signatures } = signed;
  const refusals: Refusal[] = [];
  const entries: Entry[] = [];
  for (const [at, signature] of signatures.entries()) {
    const entry = await resolve(tx, act, signature);
    const bytes = signatureBytes(on.channel, on.actHash, signature);
    if (!entry) refusals.push({ code: 'SIGNATURE_INVALID', facts: { n: at + 1 } });
    else if (!(await isSigned(entry.key.publicKey, bytes, signature.value))) {
      refusals.push({ code: 'SIGNATURE_INVALID', facts: { n: at + 1 } });
    } else entries.push(entry);
  }
  const users = entries.filter(({ introduced }) => !introduced).map(({ key }) => userOf(key));
  await tx.fetch(users.map(id => ['user', id]));
  for (const entry of entries) {
    const refusal = standing(entry, act) ?? (await roleFault(tx, entry, act));
    if (refusal) refusals.push(refusal);
  }
  return { signers: signersOf(entries, on.founded?.operator), refusals };
}

async function resolve(tx: Tx, act: Act, signature: Signature): Promise<Entry | null> {
  const known = await tx.entity('key', signature.key);
  if (known) return { signature, key: known, introduced: false };
  const key = introducedKeys(act).find(introduced => introduced.key === signature.key);
  return key ? { signature, key, introduced: true } : null;
}

function standing({ key, introduced }: Entry, act: Act): Refusal | null {
  if (introduced) return null;
  const { businessDate } = act;
  if (key.state === 'revoked') return inactive(key, 'revoked');
  if (key.state === 'pending' || businessDate < key.validFrom)
    return inactive(key, 'not yet valid');
  return businessDate > key.validUntil ? inactive(key, 'expired') : null;
}

function inactive(key: Key, state: string): Refusal {
  return { code: 'KEY_INACTIVE', facts: { key: key.key, state } };
}

function userOf({ party, person }: Key): string {
  return `${party}~${person}`;
}

async function roleFault(tx: Tx, entry: Entry, act: Act): Promise<Refusal | null> {
  const { signature, key, introduced } = entry;
  if (introduced) return null;
  const user = await tx.entity('user', userOf(key));
  const held = user?.roles.some(({ role, from, until }) => {
    const { businessDate } = act;
    return role === signature.role && from <= businessDate && (until ?? '9999') >= businessDate;
  });
  if (held) return null;
  const facts = { person: key.person, role: signature.role, kind: act.kind };
  return { code: 'ROLE_MISSING', facts };
}

/**
 * A step-up claim counts only with the operator's step-up service entry for that very key and the
 * very moment that the service confirmed. A key that the act itself brings is no service yet.
 */
function signersOf(entries: readonly Entry[], operator: string | undefined): readonly Signer[] {
  const confirmed = new Map(
    entries
      .filter(({ signature, key, introduced }) => {
        return signature.role === 'stepup' && key.party === operator && !introduced;
      })
      .map(({ signature }) => [signature.stepUp?.of, signature.stepUp?.at] as const),
  );
  return entries
    .filter(({ signature }) => signature.role !== 'stepup')
    .map(({ signature, key, introduced }) => ({
      key: key.key,
      party: key.party,
      person: key.person,
      role: signature.role,
      class: key.class,
      at: signature.at,
      steppedUp: isFresh(signature) && confirmed.get(key.key) === signature.stepUp?.at,
      introduced,
    }));
}

const STEP_UP_MS_MAX = 300_000;

/** The second factor came before the signature and not more than five minutes before. */
function isFresh({ at, stepUp }: Signature): boolean {
  if (!stepUp) return false;
  const age = millisecondsOf(at) - millisecondsOf(stepUp.at);
  return age >= 0 && age <= STEP_UP_MS_MAX;
}

function millisecondsOf(instant: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = instant.slice(11, 23).split(':').map(Number);
  return (
    dayNumber(instant.slice(0, 10)) * 86_400_000 +
    hours * 3_600_000 +
    minutes * 60_000 +
    Math.round(seconds * 1000)
  );
}
