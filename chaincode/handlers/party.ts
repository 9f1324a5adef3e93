import {
  decideAccountRegister,
  decideAccountVerify,
  decideConsentGrant,
  decideConsentWithdraw,
  decideKeyRecover,
  decideKeyRegister,
  decideKeyRevoke,
  decideNegativeAdd,
  decideNegativeRemove,
  decidePartyAdmit,
  decidePartyApply,
  decidePartyRefuse,
  decideScreening,
  decideSweep,
  decideUserGrant,
  decideUserRevoke,
  readApplicantFile,
  subjectPreimages,
  type AdmitState,
  type ApplyState,
  type Negative,
  type NegativeState,
  type RegisterState,
  type ScreeningState,
  type SweptUser,
} from '../../domain/party/index.ts';
import type { PrivateField } from '../../domain/evidence/index.ts';
import type { Act } from '../../domain/act/index.ts';
import { handler, type Input } from '../handler.ts';
import { keyedHashOfMembers, openedFields } from '../registry.ts';
import { COLLECTION_TRADE_DETAILS, roleUseKey } from '../state-keys.ts';
import type { Tx } from '../tx.ts';

type Applied = ApplyState & { readonly shown: readonly PrivateField[] };
type State<F extends (state: never, ...others: never[]) => unknown> = Parameters<F>[0];

/** Handlers of admission, keys, users, accounts, screenings, lists and consents. */
export const partyHandlers = {
  'party.apply': handler<'party.apply', Applied>({
    load: loadApplication,
    decide: decidePartyApply,
    keep: ({ shown }, { body }) => [
      { collection: COLLECTION_TRADE_DETAILS, key: `party.${body.party}`, value: shown },
    ],
  }),
  'party.admit': handler<'party.admit', AdmitState>({
    load: async (tx, { body }) => {
      const party = await tx.entity('party', body.party);
      const screening = await tx.entity('screening', body.party);
      const firstKey = await pendingKey(tx, party?.firstKey);
      return { party, screening, firstKey, negatives: await listed(tx, party?.subjects ?? []) };
    },
    decide: decidePartyAdmit,
  }),
  'party.refuse': handler<'party.refuse', State<typeof decidePartyRefuse>>({
    load: async (tx, { body }) => ({ party: await tx.entity('party', body.party) }),
    decide: decidePartyRefuse,
  }),
  'key.register': handler<'key.register', RegisterState>({
    load: async (tx, { actor, body }) => ({
      party: await tx.entity('party', actor),
      key: await tx.entity('key', body.key),
      publicKey: await tx.entity('publicKey', body.publicKey),
    }),
    decide: decideKeyRegister,
  }),
  'key.recover': handler<'key.recover', RegisterState>({
    load: async (tx, { body }) => ({
      party: await tx.entity('party', body.party),
      key: await tx.entity('key', body.key),
      publicKey: await tx.entity('publicKey', body.publicKey),
    }),
    decide: decideKeyRecover,
  }),
  'key.revoke': handler<'key.revoke', State<typeof decideKeyRevoke>>({
    load: async (tx, { body }) => ({ key: await tx.entity('key', body.key) }),
    decide: decideKeyRevoke,
  }),
  'user.grant': handler<'user.grant', State<typeof decideUserGrant>>({
    load: async (tx, { actor }) => ({ party: await tx.entity('party', actor) }),
    decide: decideUserGrant,
  }),
  'user.revoke': handler<'user.revoke', State<typeof decideUserRevoke>>({
    load: async (tx, { actor, body }) => ({
      party: await tx.entity('party', actor),
      user: await tx.entity('user', `${actor}~${body.person}`),
    }),
    decide: decideUserRevoke,
  }),
  'user.sweep': handler<'user.sweep', State<typeof decideSweep>>({
    load: async (tx, { body }) => {
      const users: SweptUser[] = [];
      for (const { party, person } of body.persons) users.push(await sweptUser(tx, party, person));
      return { users };
    },
    decide: decideSweep,
  }),
  'account.register': handler<'account.register', State<typeof decideAccountRegister>>({
    load: async (tx, { body }) => ({
      account: await tx.entity('account', body.account),
      bank: await tx.entity('party', body.bank ?? ''),
    }),
    decide: decideAccountRegister,
  }),
  'account.verify': handler<'account.verify', State<typeof decideAccountVerify>>({
    load: async (tx, { actor, body }) => ({
      account: await tx.entity('account', body.account),
      actor: await tx.entity('party', actor),
    }),
    decide: decideAccountVerify,
  }),
  'screening.record': handler<'screening.record', ScreeningState>({
    load: async (tx, { body }) => ({
      party: await tx.entity('party', body.party),
      screening: await tx.entity('screening', body.party),
    }),
    decide: decideScreening,
  }),
  'negativeList.add': handler<'negativeList.add', NegativeState>({
    load: async (tx, { body }) => {
      const identity = await tx.entity('identity', body.subject);
      const party = identity ? await tx.entity('party', identity.party) : undefined;
      return { negative: await tx.entity('negative', body.subject), identity, party };
    },
    decide: decideNegativeAdd,
  }),
  'negativeList.remove': handler<'negativeList.remove', State<typeof decideNegativeRemove>>({
    load: async (tx, { body }) => ({ negative: await tx.entity('negative', body.subject) }),
    decide: decideNegativeRemove,
  }),
  'consent.grant': handler<'consent.grant', State<typeof decideConsentGrant>>({
    load: async (tx, { body }) => ({ to: await tx.entity('party', body.to) }),
    decide: decideConsentGrant,
  }),
  'consent.withdraw': handler<'consent.withdraw', State<typeof decideConsentWithdraw>>({
    load: async (tx, { actor, body }) => ({
      consent: await tx.entity('consent', `${actor}~${body.to}~${body.purpose}`),
    }),
    decide: decideConsentWithdraw,
  }),
};

/** The applicant's file is opened against both roots; its keyed hashes find what is known. */
async function loadApplication(tx: Tx, act: Act<'party.apply'>, input: Input): Promise<Applied> {
  const { body } = act;
  const identityFields = openedFields(input, { name: 'identity' }, body.identityRoot);
  const ownerFields = openedFields(input, { name: 'owners' }, body.ownersRoot);
  const file =
    identityFields && ownerFields ? readApplicantFile(identityFields, ownerFields) : null;
  const keyed = file ? await keyedHashOfMembers(tx) : null;
  const subjects = file && keyed ? subjectPreimages(file).map(keyed) : [];
  const identity = subjects[0] ? await tx.entity('identity', subjects[0]) : undefined;
  return {
    party: await tx.entity('party', body.party),
    publicKey: await tx.entity('publicKey', body.firstKey.publicKey),
    key: await tx.entity('key', body.firstKey.key),
    identity,
    owner: identity ? await tx.entity('party', identity.party) : undefined,
    negatives: await listed(tx, subjects),
    file,
    subjects,
    shown: [...(identityFields ?? []), ...(ownerFields ?? [])],
  };
}

async function listed(tx: Tx, subjects: readonly string[]): Promise<readonly Negative[]> {
  return [...(await tx.entities('negative', subjects)).values()];
}

async function pendingKey(tx: Tx, key: string | null | undefined) {
  return key ? tx.entity('key', key) : undefined;
}

/** A person's roles with the day on which each was last used. */
async function sweptUser(tx: Tx, party: string, person: string): Promise<SweptUser> {
  const user = await tx.entity('user', `${party}~${person}`);
  const usedOn = new Map<string, string>();
  for (const { role } of user?.roles ?? []) {
    const value = await tx.value(roleUseKey(tx.stub, { party, person, role }));
    if (value.length > 0) usedOn.set(role, Buffer.from(value).toString('utf8'));
  }
  return { party: await tx.entity('party', party), user, usedOn };
}
