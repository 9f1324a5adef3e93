import fc from 'fast-check';
import { commitFields } from '../../domain/evidence/index.ts';
import type { ProofReport } from '../../domain/receivable/index.ts';
import { makeAct, nextId, signedText, type Signing } from '../fixture/signing.ts';
import { claimOf, confirmedClaim, offer, startTrade, type Trade } from '../fixture/trade.ts';
import {
  admitParty,
  mustCommit,
  personOf,
  refusalOf,
  salted,
  sha256,
  type TestParty,
} from '../fixture/world.ts';

let trade: Trade;
let second: TestParty;

beforeAll(async () => {
  trade = await startTrade();
  second = await admitParty(trade.world);
  await trade.world.nextDay();
});
afterAll(async () => {
  await trade.world.close();
});

const cny = (minor: bigint | number) => ({ minor: String(minor), currency: 'CNY' }) as const;
const makerOf = (of: TestParty): Signing => ({ by: personOf(of, 'maker'), role: 'maker' });

async function proofOf(receivable: string): Promise<ProofReport> {
  const answer = await trade.world.query({ kind: 'receivable.proof', receivable });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return JSON.parse(Buffer.from(answer.bytes).toString('utf8')) as ProofReport;
}

function split(holding: string, minors: readonly (bigint | number)[], by = trade.supplier) {
  const parts = minors.map(minor => ({ holding: nextId(), amount: cny(minor) }));
  const done = trade.world.act('holding.split', {
    actor: by.party,
    body: { holding, parts },
    signers: [makerOf(by)],
  });
  return { parts, done };
}

describe('holding.split', () => {
  test('the parts stand in the place of the whole, and the claim’s proof holds', async () => {
    const claim = await confirmedClaim(trade, 'H-1', 9_000_000n);
    const { parts, done } = split(claim.receivable, [4_000_000, 3_000_000, 2_000_000]);
    await mustCommit(done);
    const state = await trade.world.entity('receivable', claim.receivable);
    expect(state?.holdings).toEqual(parts.map(({ holding }) => holding));
    expect(await trade.world.entity('holding', claim.receivable)).toMatchObject({
      state: 'split',
      outstanding: cny(0),
      splitOut: cny(9_000_000),
    });
    const proof = await proofOf(claim.receivable);
    expect([proof.holds, proof.holdings.length]).toEqual([true, 4]);
    expect(proof.laws.map(({ id }) => id)).toContain('INV-R2');
  });

  test.each([
    ['SPLIT_NOT_WHOLE', [4_000_000, 4_999_999], {}],
    ['SPLIT_NOT_WHOLE', [4_000_000, 5_000_001], {}],
    ['PART_TOO_SMALL', [8_990_001, 9_999], { min: 'CNY 100.00' }],
  ])('%s: %j', async (code, minors, facts) => {
    const claim = await confirmedClaim(trade, `H-2 ${minors.join()}`, 9_000_000n);
    const { done } = split(claim.receivable, minors);
    expect(await refusalOf(done)).toMatchObject({ code, facts });
  });

  test('of a small claim a part may be one hundredth of the face', async () => {
    const claim = await confirmedClaim(trade, 'H-3', 10_000n);
    const tooSmall = split(claim.receivable, [9_901, 99]);
    expect(await refusalOf(tooSmall.done)).toMatchObject({ code: 'PART_TOO_SMALL' });
    await mustCommit(split(claim.receivable, [9_900, 100]).done);
  });

  test('only the holder, only once, only with new ids', async () => {
    const claim = await confirmedClaim(trade, 'H-4', 9_000_000n);
    const foreign = split(claim.receivable, [4_000_000, 5_000_000], second);
    expect(await refusalOf(foreign.done)).toMatchObject({ code: 'NOT_HOLDER' });
    const { parts, done } = split(claim.receivable, [4_000_000, 5_000_000]);
    await mustCommit(done);
    const again = split(claim.receivable, [4_000_000, 5_000_000]);
    expect(await refusalOf(again.done)).toMatchObject({ code: 'HOLDING_LOCKED' });
    const [first] = parts;
    const used = trade.world.act('holding.split', {
      actor: trade.supplier.party,
      body: {
        holding: first?.holding ?? '',
        parts: [
          { holding: first?.holding ?? '', amount: cny(1_000_000) },
          { holding: nextId(), amount: cny(3_000_000) },
        ],
      },
      signers: [makerOf(trade.supplier)],
    });
    expect(await refusalOf(used)).toMatchObject({ code: 'ACT_MALFORMED' });
  });

  test('INV-R2: whatever the parts, their sum is the whole to the minor unit', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: 10_000n, max: 900_000n }), { minLength: 2, maxLength: 6 }),
        async minors => {
          const face = minors.reduce((whole, minor) => whole + minor, 0n);
          const claim = await confirmedClaim(trade, `LAW-${round++}`, face);
          await mustCommit(split(claim.receivable, minors).done);
          expect((await proofOf(claim.receivable)).holds).toBe(true);
        },
      ),
      { numRuns: 5, seed: 3 },
    );
  });
});

describe('holding.transfer', () => {
  const underlying = salted({ invoice: 'second tier 77', amount: '50000.00' });
  const root = commitFields(underlying, sha256);

  function transfer(
    holding: string,
    change: Partial<{ to: string; voluntary: boolean; underlying: string }> = {},
    given: { signers?: readonly Signing[]; bare?: boolean } = {},
  ) {
    return trade.world.act('holding.transfer', {
      actor: trade.supplier.party,
      body: {
        holding,
        to: second.party,
        underlying: root,
        settles: cny(1),
        voluntary: true,
        recourse: 'none',
        ...change,
      },
      signers: given.signers ?? [makerOf(trade.supplier), makerOf(second)],
      ...(given.bare ? {} : { transient: { underlying: underlying as never } }),
    });
  }

  test('goes to a party that agreed, one tier on, and the proof holds', async () => {
    const claim = await confirmedClaim(trade, 'T-1', 9_000_000n);
    await mustCommit(transfer(claim.receivable));
    const state = await trade.world.entity('receivable', claim.receivable);
    const child = await trade.world.entity('holding', state?.holdings[0] ?? '');
    expect(child).toMatchObject({
      holder: second.party,
      tier: 1,
      state: 'free',
      parent: claim.receivable,
      outstanding: cny(9_000_000),
    });
    expect((await proofOf(claim.receivable)).holds).toBe(true);
  });

  test('never without the receiver’s key, its free will, or a trade', async () => {
    const { receivable } = await confirmedClaim(trade, 'T-2');
    const alone = { signers: [makerOf(trade.supplier)] };
    expect(await refusalOf(transfer(receivable, {}, alone))).toMatchObject({
      code: 'APPROVALS_MISSING',
    });
    expect(await refusalOf(transfer(receivable, { voluntary: false }))).toMatchObject({
      code: 'NOT_VOLUNTARY',
    });
    expect(await refusalOf(transfer(receivable, {}, { bare: true }))).toMatchObject({
      code: 'UNDERLYING_MISSING',
    });
    expect(await refusalOf(transfer(receivable, { underlying: sha256('x') }))).toMatchObject({
      code: 'ROOT_MISMATCH',
    });
  });

  test('not before the debtor confirmed', async () => {
    const offered = claimOf(trade, { number: 'T-3' });
    await mustCommit(offer(trade, [offered]));
    expect(await refusalOf(transfer(offered.claim.receivable))).toMatchObject({
      code: 'ASSURANCE_TOO_LOW',
      facts: { need: 'L3 irrevocable', have: 'offered' },
    });
  });
});

describe('what two organisations endorse', () => {
  test('a confirmed claim moves only with the endorsement of Enterprises', async () => {
    const claim = await confirmedClaim(trade, 'E-1', 9_000_000n);
    const { ledger } = trade.world;
    const info = await ledger.info();
    expect(info.organisations).toEqual(['BrokerMSP', 'EnterprisesMSP', 'AuditorsMSP']);
    const { done } = split(claim.receivable, [4_000_000, 5_000_000]);
    const committed = await mustCommit(done);
    for await (const block of ledger.blocks(committed.block)) {
      const tx = block.txs.find(({ txId }) => txId === committed.txId);
      expect([...(tx?.endorsers ?? [])].sort()).toEqual(['BrokerMSP', 'EnterprisesMSP']);
      const policies = tx?.writes.filter(({ kind }) => kind === 'metadata') ?? [];
      expect(policies.length).toBe(2);
      break;
    }
  });

  test('Broker and Auditors alone, or Enterprises alone, move nothing of it: code 10', async () => {
    const { world, supplier } = trade;
    const claim = await confirmedClaim(trade, 'E-2', 9_000_000n);
    for (const organisations of [['BrokerMSP', 'AuditorsMSP'], ['EnterprisesMSP']]) {
      const parts = ['4000000', '5000000'].map(minor => {
        return { holding: nextId(), amount: { minor, currency: 'CNY' } as const };
      });
      const act = makeAct('holding.split', {
        actor: supplier.party,
        businessDate: world.today(),
        body: { holding: claim.receivable, parts },
      });
      const text = signedText(act, [makerOf(supplier)]);
      const record = (): Promise<void> => Promise.resolve();
      const done = await world.ledger.submit({ id: act.id, text }, { organisations, record });
      expect(done).toMatchObject({ kind: 'invalid', code: 10 });
    }
    expect(await world.entity('holding', claim.receivable)).toMatchObject({ state: 'free' });
  });
});
