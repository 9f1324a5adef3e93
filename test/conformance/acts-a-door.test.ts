import { createHash } from 'node:crypto';
import { actBytes, signatureBytes, type Act, type Signature } from '../../domain/act/index.ts';
import { addDays } from '../../domain/calendar/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import {
  CHANNEL,
  makeAct,
  makeKey,
  SIGNED_AT,
  signatureOf,
  signBytes,
  type TestKey,
} from '../fixture/signing.ts';
import {
  claimOf,
  confirmItem,
  detailsOf,
  offer,
  startTrade,
  type Claim,
  type Trade,
} from '../fixture/trade.ts';
import { admitParty, mustCommit, personOf, refusalOf, staffOf } from '../fixture/world.ts';

// What stops an act before its own rules are asked: whose key, which day, which second factor.

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

async function offered(number: string, minor = '5000000'): Promise<Claim> {
  const face = { minor, currency: 'CNY' } as const;
  const one = claimOf(trade, { number, totalMinor: BigInt(minor) }, { face });
  await mustCommit(offer(trade, [one]));
  return one.claim;
}

describe('nobody but the debtor confirms', () => {
  test("a funder's key does not, neither for itself nor for the buyer", async () => {
    const { world, buyer, payTo } = trade;
    const funder = await admitParty(world, { kinds: ['funder'] });
    await world.nextDay();
    const claim = await offered('F-1');
    const body = { items: [confirmItem(claim, payTo)] };
    const signers = [{ by: personOf(funder, 'maker'), role: 'maker' }] as const;
    for (const actor of [funder.party, buyer.party]) {
      const refused = world.act('receivable.confirm', { actor, body, signers });
      expect(await refusalOf(refused)).toMatchObject({ code: 'NOT_THE_DEBTOR' });
    }
    expect(await world.entity('receivable', claim.receivable)).toMatchObject({ status: 'offered' });
  });
});

describe('a business day that is not open', () => {
  test.each([
    ['one that is closed', -1],
    ['one that was never opened', 1],
  ])('%s takes no act, and nothing of it is kept', async (name, days) => {
    const { world, supplier } = trade;
    const one = claimOf(trade, { number: `D${days < 0 ? 'C' : 'N'}-1` });
    const on = addDays(world.today(), days);
    const given = {
      actor: supplier.party,
      body: { items: [one.claim] },
      signers: [{ by: personOf(supplier, 'maker'), role: 'maker' }],
      transient: detailsOf([one]),
    } as const;
    const refused = await refusalOf(world.act('receivable.offer', { ...given, on }));
    expect([name, refused]).toMatchObject([name, { code: 'DAY_NOT_OPEN', facts: { date: on } }]);
    expect(await world.entity('receivable', one.claim.receivable)).toBeNull();
    // Its fingerprints were not taken either: the same claim stands on the open day.
    await mustCommit(world.act('receivable.offer', given));
  });
});

describe('a second factor that the server did not check', () => {
  type Forged = Partial<Pick<Signature, 'role'>> & { stepUp: NonNullable<Signature['stepUp']> };

  /** A signature entry with whatever it says of a second factor. */
  function entry(act: Act, by: TestKey, { role = 'stepup', stepUp }: Forged): Signature {
    const covered = { alg: 'p256', key: by.key, role, at: SIGNED_AT, stepUp } as const;
    const actHash = createHash('sha256').update(actBytes(act)).digest('hex');
    return { ...covered, value: signBytes(by, signatureBytes(CHANNEL, actHash, covered)) };
  }

  const at = (minutes: number): string =>
    new Date(Date.parse(SIGNED_AT) - minutes * 60_000).toISOString();
  const token = (minutes = 0, of?: string) => {
    return { method: 'token', at: at(minutes), ...(of === undefined ? {} : { of }) } as const;
  };

  /** A confirmation of band B2, which asks for one, by the buyer's maker and checker. */
  async function large(number: string) {
    const { world, buyer, payTo } = trade;
    const claim = await offered(number, '120000000');
    const body = { items: [confirmItem(claim, payTo)] };
    const act = makeAct('receivable.confirm', {
      actor: buyer.party,
      businessDate: world.today(),
      body,
    });
    const [maker, checker] = [personOf(buyer, 'maker'), personOf(buyer, 'checker')];
    const second = signatureOf(act, { by: checker, role: 'checker' });
    const own = (minutes = 0): Signature =>
      entry(act, maker, { role: 'maker', stepUp: token(minutes) });
    const service = staffOf(world, 'stepup');
    const send = (signatures: readonly Signature[]) => world.submit(canonical({ act, signatures }));
    return { act, maker, checker, own, second, service, send };
  }

  test('is none: said alone, by another key, for another act, key or moment, or too long ago', async () => {
    const { world } = trade;
    const one = await large('U-1');
    const other = await large('U-2');
    const { act, maker, checker, own, second, service, send } = one;
    const said = entry(act, service, { stepUp: token(0, maker.key) });
    const code = async (signatures: readonly Signature[]) =>
      (await refusalOf(send(signatures))).code;
    expect(await code([own(), second])).toBe('STEP_UP_REQUIRED');
    const cash = entry(act, staffOf(world, 'cash'), { stepUp: token(0, maker.key) });
    expect(await code([own(), second, cash])).toBe('ROLE_MISSING');
    const self = entry(act, maker, { stepUp: token(0, maker.key) });
    expect(await code([own(), second, self])).toBe('ROLE_MISSING');
    const ofOther = entry(other.act, service, { stepUp: token(0, maker.key) });
    expect(await code([own(), second, ofOther])).toBe('SIGNATURE_INVALID');
    const forChecker = entry(act, service, { stepUp: token(0, checker.key) });
    expect(await code([own(), second, forChecker])).toBe('STEP_UP_REQUIRED');
    expect(await code([own(1), second, said])).toBe('STEP_UP_REQUIRED');
    const old = entry(act, service, { stepUp: token(6, maker.key) });
    expect(await code([own(6), second, old])).toBe('STEP_UP_REQUIRED');
    expect(await send([own(), second, said])).toMatchObject({ kind: 'committed' });
  });

  test('is none either when the key that an act brings speaks for the service', async () => {
    const { world } = trade;
    const admin = staffOf(world, 'admin');
    const brought = makeKey('brought', { person: 'brought' });
    const { key, publicKey, class: keyClass, person } = brought;
    const validUntil = world.yearEnd;
    const act = makeAct('key.register', {
      actor: world.operator,
      businessDate: world.today(),
      body: { key, publicKey, class: keyClass, person, validUntil },
    });
    const signatures = [
      entry(act, admin, { role: 'admin', stepUp: token() }),
      signatureOf(act, { by: brought, role: 'admin' }),
      entry(act, brought, { stepUp: token(0, admin.key) }),
    ];
    const refused = await refusalOf(world.submit(canonical({ act, signatures })));
    expect(refused).toMatchObject({ code: 'STEP_UP_REQUIRED' });
  });
});
