import { ANCHOR, FUNDER, OPERATOR, SUPPLIERS, type Member } from '../cast/cast.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { until } from '../robots/wait.ts';
import { accountDeed, admit, apply, staff, thirdAdmin, verifyDeed } from './admission.ts';
import { say } from './say.ts';

type Row = {
  readonly objectId: string;
  readonly status: string;
  readonly keys: readonly unknown[];
  readonly accounts: readonly { readonly objectId: string; readonly status: string }[];
};

const PARTIES = `{ parties(first: 50) { objectId status keys { objectId }
  accounts { objectId status } } }`;

async function directory(world: World): Promise<ReadonlyMap<string, Row>> {
  const { parties } = await world.client(OPERATOR).ask<{ parties: readonly Row[] }>(PARTIES);
  return new Map(parties.map(row => [row.objectId, row]));
}

/** Everybody applies, is screened and admitted, and makes its persons' keys. */
export async function admitAll(world: World, applicants: readonly Member[]): Promise<void> {
  const known = await directory(world);
  const own = applicants.filter(of => of !== ANCHOR);
  const fresh = own.filter(of => !known.has(of.party));
  await mapSide(fresh, 8, of => apply(world, of));
  await until(
    'the buyer to apply',
    60,
    async () => (await directory(world)).get(ANCHOR.party) ?? null,
  );
  const applied = await directory(world);
  const waiting = applicants.filter(of => applied.get(of.party)?.status === 'applied');
  await mapSide(waiting, 8, of => admit(world, of));
  say(`${applicants.length} parties admitted on two independent proofs each`);
  const admitted = await directory(world);
  const unstaffed = own.filter(
    of => (admitted.get(of.party)?.keys.length ?? 0) < of.persons.length,
  );
  await mapSide(unstaffed, 6, of => staff(world, of));
  await until('the buyer to make its keys', 60, async () => {
    const buyer = (await directory(world)).get(ANCHOR.party);
    return buyer && buyer.keys.length >= ANCHOR.persons.length ? buyer : null;
  });
  say('every person has a key of its own; those of a first admin alone count from tomorrow');
}

/** Accounts are registered by treasurer and checker and verified by the bank; consents given. */
export async function openAccounts(world: World, members: readonly Member[]): Promise<void> {
  const known = await directory(world);
  const accountOf = (of: Member): string | undefined =>
    known.get(of.party)?.accounts.find(({ objectId }) => objectId === of.account.id)?.status;
  const missing = members.filter(of => accountOf(of) === undefined);
  await world.performAll(
    missing.flatMap(of => [
      accountDeed(of, of === OPERATOR ? 'collect' : 'settle') as unknown as Deed,
      ...thirdAdmin(of),
    ]),
  );
  const unverified = members.filter(of => accountOf(of) !== 'verified');
  await world.performAll(unverified.map(of => verifyDeed(of) as unknown as Deed));
  const suppliers = members.filter(of => SUPPLIERS.includes(of));
  await world.performAll(suppliers.map(of => consentDeed(of) as unknown as Deed));
  say(`${members.length} accounts verified by the bank; they count from tomorrow`);
}

function consentDeed(of: Member): Deed<'consent.grant'> {
  return {
    kind: 'consent.grant',
    actor: of,
    body: {
      to: FUNDER.party,
      dataClasses: ['trade', 'credit'],
      purpose: 'financing',
      until: '2027-02-28',
    },
    by: [{ of, person: 'one', role: 'admin' }],
  };
}
