import { addDays } from '../../domain/calendar/index.ts';
import type { Role } from '../../domain/party/index.ts';
import { makeKey, nextId, type Signing } from '../fixture/signing.ts';
import {
  addPerson,
  admitParty,
  application,
  applyAndAdmit,
  mustCommit,
  openAccount,
  personOf,
  refusalOf,
  salted,
  screen,
  sha256,
  staffOf,
  startWorld,
  type TestParty,
  type World,
} from '../fixture/world.ts';

let world: World;
let firm: TestParty;

beforeAll(async () => {
  world = await startWorld();
  firm = await admitParty(world);
  await world.nextDay();
});
afterAll(async () => {
  await world.close();
});

const by = (role: Role): Signing => ({ by: staffOf(world, role), role });

describe('user.sweep', () => {
  test('every act remembers who signed it in which role', async () => {
    const { person } = staffOf(world, 'compliance');
    const sweep = async () => {
      const persons = [{ party: world.operator, person }];
      const signers = [{ by: personOf(firm, 'admin'), role: 'admin' }] as const;
      const { code, facts } = await refusalOf(
        world.act('user.sweep', { actor: firm.party, body: { persons }, signers }),
      );
      return [code, facts['date']];
    };
    const before = await sweep();
    expect(before).not.toEqual(['TOO_EARLY', addDays(world.today(), 90)]);
    const listed = { subject: sha256('somebody'), reason: 'fraud', source: 'court' };
    const body = { ...listed, from: world.today() };
    const signers = [by('compliance')];
    await mustCommit(world.act('negativeList.add', { actor: world.operator, body, signers }));
    expect(await sweep()).toEqual(['TOO_EARLY', addDays(world.today(), 90)]);
  });
});

describe('party.apply', () => {
  test('needs the new key’s own signature', async () => {
    const party = nextId();
    const { body, transient } = application(party, makeKey(`${party}:1`));
    const signers = [by('onboarding')];
    const refused = world.act('party.apply', { actor: party, body, transient, signers });
    expect(await refusalOf(refused)).toMatchObject({ code: 'APPROVALS_MISSING' });
  });

  test('a registration number is admitted once', async () => {
    const [first, again] = [nextId(), nextId()];
    const registration = '91310000MA1FL0000X';
    await applyAndAdmit(world, first, makeKey(`${first}:1`), { registration });
    const key = makeKey(`${again}:1`);
    const { body, transient } = application(again, key, { registration: '9131 0000-ma1fl0000x' });
    const signers = [{ by: key, role: 'admin' }] as const;
    const refused = world.act('party.apply', { actor: again, body, transient, signers });
    expect(await refusalOf(refused)).toMatchObject({ code: 'PARTY_EXISTS' });
  });

  test('key bytes that were seen before are refused', async () => {
    const party = nextId();
    const known = { ...firm.admin, key: 'another-name' };
    const { body, transient } = application(party, known);
    const signers = [{ by: known, role: 'admin' }] as const;
    const refused = world.act('party.apply', { actor: party, body, transient, signers });
    expect(await refusalOf(refused)).toMatchObject({ code: 'KEY_KNOWN' });
  });

  test.each([
    ['nobody is named', {}, 1],
    ['30 % are hidden', { 'owners[0]': person('o1', 'self', 700_000) }, 1],
    ['a company with 60 % is not opened', { 'owners[0]': entity('o1', 'self', 600_000) }, 1],
    [
      'the second layer is open',
      { 'owners[0]': entity('o1', 'self', 1_000_000), 'owners[1]': person('o2', 'o1', 500_000) },
      2,
    ],
  ])('owners are looked through to persons: %s', async (_, values, layer) => {
    const party = nextId();
    const key = makeKey(`${party}:1`);
    const made = application(party, key);
    const owners = salted({ note: 'none', ...values }).slice(Object.keys(values).length ? 1 : 0);
    const { commitFields } = await import('../../domain/evidence/index.ts');
    const body = { ...made.body, ownersRoot: commitFields(owners, sha256) };
    const transient = { ...made.transient, owners } as never;
    const signers = [{ by: key, role: 'admin' }] as const;
    const refusal = await refusalOf(
      world.act('party.apply', { actor: party, body, transient, signers }),
    );
    const isEmpty = Object.keys(values).length === 0;
    expect(refusal.code).toBe(isEmpty ? 'ROOT_MISMATCH' : 'OWNERS_INCOMPLETE');
    if (!isEmpty) expect(refusal.facts).toMatchObject({ layer });
  });

  test('other private values than those committed are refused', async () => {
    const party = nextId();
    const key = makeKey(`${party}:1`);
    const { body, transient } = application(party, key);
    const refused = world.act('party.apply', {
      actor: party,
      body: { ...body, identityRoot: sha256('other') },
      transient,
      signers: [{ by: key, role: 'admin' }],
    });
    expect(await refusalOf(refused)).toMatchObject({ code: 'ROOT_MISMATCH' });
  });
});

function person(owner: string, of: string, sharePpm: number) {
  return { owner, of, kind: 'person', sharePpm, subject: `person ${owner}` };
}
function entity(owner: string, of: string, sharePpm: number) {
  return { ...person(owner, of, sharePpm), kind: 'entity' };
}

describe('party.admit', () => {
  type Evidence = { channel: 'call' | 'deposit'; hash: string; by: 'onboarding' | 'registrar' };
  const own: Evidence = { channel: 'deposit', hash: sha256('deposit'), by: 'onboarding' };
  const theirs: Evidence = { channel: 'call', hash: sha256('call'), by: 'registrar' };

  async function admit(evidence: readonly Evidence[], signers: readonly Signing[], fresh = true) {
    const party = nextId();
    const key = makeKey(`${party}:1`);
    const { body, transient } = application(party, key);
    const first = [{ by: key, role: 'admin' }] as const;
    await mustCommit(world.act('party.apply', { actor: party, body, transient, signers: first }));
    const screening = fresh ? await screen(world, party) : nextId();
    const admission = { party, evidence, kybValidUntil: '2027-01-01', screening };
    return world.act('party.admit', { actor: world.operator, body: admission, signers });
  }

  test.each([
    ['equal hashes', [own, { ...theirs, hash: own.hash }]],
    ['one channel', [own, { ...theirs, channel: 'deposit' }]],
    ['one side', [own, { ...own, channel: 'call', hash: sha256('x') }]],
  ] as const)('the proofs are independent: %s', async (_, evidence) => {
    const all = [by('onboarding'), by('compliance'), by('registrar')];
    expect(await refusalOf(admit(evidence, all))).toMatchObject({
      code: 'EVIDENCE_NOT_INDEPENDENT',
    });
  });

  test('the operator alone makes no party', async () => {
    const alone = admit([own, theirs], [by('onboarding'), by('compliance')]);
    expect(await refusalOf(alone)).toMatchObject({
      code: 'APPROVALS_MISSING',
      facts: { missing: ['association:registrar'] },
    });
  });

  test('without a clean screening of today nobody is admitted', async () => {
    const all = [by('onboarding'), by('compliance'), by('registrar')];
    expect(await refusalOf(admit([own, theirs], all, false))).toMatchObject({
      code: 'SCREENING_MISSING',
    });
  });
});

describe('keys and users', () => {
  test('with one admin a key and a role count from the next business day', async () => {
    const made = await addPerson(world, firm, 'viewer');
    const next = await world.entity('key', made.key);
    expect(next?.validFrom).toBe('2026-03-04');
    const user = await world.entity('user', `${firm.party}~${made.person}`);
    expect(user?.roles).toEqual([{ role: 'viewer', from: '2026-03-04', until: null }]);
  });

  test('nobody grants itself a role, and a firm has no role of the operator', async () => {
    const { admin, party } = firm;
    const signers = [{ by: admin, role: 'admin', stepUp: true }] as const;
    const own = { person: admin.person, role: 'checker' } as const;
    expect(
      await refusalOf(world.act('user.grant', { actor: party, body: own, signers })),
    ).toMatchObject({ code: 'APPROVER_CONFLICT' });
    const foreign = { person: personOf(firm, 'maker').person, role: 'onboarding' } as const;
    expect(
      await refusalOf(world.act('user.grant', { actor: party, body: foreign, signers })),
    ).toMatchObject({ code: 'ACT_MALFORMED' });
  });

  test('a role change needs a second factor that the step-up service confirmed', async () => {
    const { admin, party } = firm;
    const body = { person: personOf(firm, 'maker').person, role: 'viewer' } as const;
    const signers = [{ by: admin, role: 'admin' }] as const;
    expect(await refusalOf(world.act('user.grant', { actor: party, body, signers }))).toMatchObject(
      {
        code: 'STEP_UP_REQUIRED',
      },
    );
  });

  test('a party with two admins needs both', async () => {
    const twins = await admitParty(world, { roles: [] });
    const second = await addPerson(world, twins, 'admin');
    await world.nextDay();
    const made = makeKey(`${twins.party}:third`);
    const { key, publicKey, class: keyClass, person: who } = made;
    const body = { key, publicKey, class: keyClass, person: who, validUntil: '2026-12-31' };
    const first: Signing = { by: twins.admin, role: 'admin', stepUp: true };
    const other: Signing = { by: second, role: 'admin', stepUp: true };
    const possession: Signing = { by: made, role: 'maker' };
    const act = (signers: readonly Signing[]) =>
      world.act('key.register', { actor: twins.party, body, signers });
    expect(await refusalOf(act([first, possession]))).toMatchObject({
      code: 'APPROVALS_MISSING',
      facts: { have: 1, need: 2 },
    });
    expect(await refusalOf(act([first, other]))).toMatchObject({
      code: 'APPROVALS_MISSING',
      facts: { missing: ['newKey'] },
    });
    await mustCommit(act([first, other, possession]));
    expect((await world.entity('key', key))?.validFrom).toBe(world.today());
    expect(await refusalOf(act([first, other]))).toMatchObject({ code: 'KEY_KNOWN' });
  });

  test('a revoked key signs nothing more, and only its own side revokes it', async () => {
    const viewer = await addPerson(world, firm, 'checker');
    await world.nextDay();
    const body = { key: viewer.key, reason: 'lost' };
    const stranger = await admitParty(world, { roles: [] });
    const foreign = { actor: stranger.party, body, signers: [adminOf(stranger)] };
    expect(await refusalOf(world.act('key.revoke', foreign))).toMatchObject({ code: 'NOT_FOUND' });
    const own = { actor: firm.party, body, signers: [{ by: viewer, role: 'checker' }] as const };
    await mustCommit(world.act('key.revoke', own));
    expect(await refusalOf(world.act('key.revoke', own))).toMatchObject({
      code: 'KEY_INACTIVE',
      facts: { state: 'revoked' },
    });
  });

  test('a role that was taken away counts no more', async () => {
    const checker = await addPerson(world, firm, 'attestor');
    await world.nextDay();
    const body = { person: checker.person, role: 'attestor' } as const;
    await mustCommit(
      world.act('user.revoke', { actor: firm.party, body, signers: [adminOf(firm)] }),
    );
    const revoke = { key: checker.key, reason: 'left' };
    const signers = [{ by: checker, role: 'attestor' }] as const;
    const refused = world.act('key.revoke', { actor: firm.party, body: revoke, signers });
    expect(await refusalOf(refused)).toMatchObject({ code: 'ROLE_MISSING' });
  });
});

function adminOf(of: TestParty): Signing {
  return { by: of.admin, role: 'admin' };
}

describe('accounts, screenings, lists, consents', () => {
  test('an account counts one business day after its verification', async () => {
    const account = await openAccount(world, firm);
    const state = await world.entity('account', account);
    expect(state).toMatchObject({ state: 'verified', verifiedOn: world.today() });
    const usable = state?.state === 'verified' ? state.usableFrom : '';
    expect(usable > world.today()).toBe(true);
  });

  test('one cash person of the operator verifies nothing', async () => {
    const account = nextId();
    await mustCommit(
      world.act('account.register', {
        actor: firm.party,
        body: { account, bankRoot: sha256('bank'), currency: 'CNY', purpose: 'settle' },
        signers: [
          { by: personOf(firm, 'treasurer'), role: 'treasurer', stepUp: true },
          { by: personOf(firm, 'checker'), role: 'checker', stepUp: true },
        ],
      }),
    );
    const refused = world.act('account.verify', {
      actor: world.operator,
      body: { account, message: sha256('m') },
      signers: [by('cash')],
    });
    expect(await refusalOf(refused)).toMatchObject({ code: 'APPROVALS_MISSING' });
  });

  test('a hit restricts a party; one person does not clear it', async () => {
    const hit = await admitParty(world, { roles: [] });
    const body = {
      party: hit.party,
      lists: ['UN'],
      listVersion: '1',
      until: world.today(),
      evidence: sha256('hit'),
    };
    const record = (result: 'hit' | 'clear', signers: readonly Signing[]) =>
      world.act('screening.record', { actor: world.operator, body: { ...body, result }, signers });
    await mustCommit(record('hit', [by('screening')]));
    expect(await world.entity('party', hit.party)).toMatchObject({ state: 'restricted' });
    expect(await refusalOf(record('clear', [by('compliance')]))).toMatchObject({
      code: 'APPROVALS_MISSING',
    });
  });

  test('a listed registration number is refused at the door and restricts who has it', async () => {
    const [subject = ''] = (await world.entity('party', firm.party))?.subjects ?? [];
    const listed = await admitParty(world, { roles: [], registration: 'LISTED-1' });
    const [found = ''] = (await world.entity('party', listed.party))?.subjects ?? [];
    expect(found).not.toBe(subject);
    const row = { subject: found, reason: 'fraud', source: 'court', from: world.today() };
    const add = { actor: world.operator, body: row, signers: [by('compliance')] };
    await mustCommit(world.act('negativeList.add', add));
    expect(await world.entity('party', listed.party)).toMatchObject({ state: 'restricted' });
    const party = nextId();
    const key = makeKey(`${party}:1`);
    const { body, transient } = application(party, key, { registration: 'listed 1' });
    const signers = [{ by: key, role: 'admin' }] as const;
    const refused = await refusalOf(
      world.act('party.apply', { actor: party, body, transient, signers }),
    );
    expect(JSON.stringify(refused)).toContain('NEGATIVE_LIST_HIT');
    const document = { hash: sha256('court'), kind: 'COURT', bytes: 1 };
    const removal = { subject: found, reason: 'acquitted', document };
    const one = { actor: world.operator, body: removal, signers: [by('compliance')] };
    expect(await refusalOf(world.act('negativeList.remove', one))).toMatchObject({
      code: 'APPROVALS_MISSING',
    });
  });

  test('a consent ends after twelve months at the latest, and when it is withdrawn', async () => {
    const reader = await admitParty(world, { roles: [], kinds: ['funder'] });
    const grant = {
      to: reader.party,
      dataClasses: ['orders', 'invoices'],
      purpose: 'financing' as const,
      until: '2027-02-28',
    };
    const signers = [adminOf(firm)];
    await mustCommit(world.act('consent.grant', { actor: firm.party, body: grant, signers }));
    const id = `${firm.party}~${reader.party}~financing`;
    expect(await world.entity('consent', id)).toMatchObject({ withdrawnOn: null });
    const long = { ...grant, until: '2027-12-31' };
    expect(
      await refusalOf(world.act('consent.grant', { actor: firm.party, body: long, signers })),
    ).toMatchObject({ code: 'DATES_DISORDERED' });
    const end = { to: reader.party, purpose: 'financing' };
    const withdraw = { actor: firm.party, body: end, signers };
    await mustCommit(world.act('consent.withdraw', withdraw));
    expect(await world.entity('consent', id)).toMatchObject({ withdrawnOn: world.today() });
    expect(await refusalOf(world.act('consent.withdraw', withdraw))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
