import type { Act } from '../../domain/act/index.ts';
import { startFunding, type Funding } from '../fixture/funding.ts';
import { startTestLedger } from '../fixture/ledger.ts';
import { nextId, type Signing } from '../fixture/signing.ts';
import { claimOf, confirmedClaim, offer } from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, type TestParty } from '../fixture/world.ts';

// A supplier asks for cash: the contract on its real stub, with signed acts and private collections.

let funding: Funding;

beforeAll(async () => {
  funding = await startFunding(await startTestLedger());
});
afterAll(async () => {
  await funding.trade.world.close();
});

type Request = Act<'financing.request'>['body'];

const pairOf = (party: TestParty): readonly Signing[] =>
  (['maker', 'checker'] as const).map(role => ({ by: personOf(party, role), role }));

/** A request for CNY 40,000.00 on one holding. */
function request(holding: string, change: Partial<Request> = {}): Request {
  const today = funding.trade.world.today();
  return {
    financing: nextId(),
    holdings: [holding],
    kind: 'sale',
    mode: 'discount',
    want: { minor: '4000000', currency: 'CNY' },
    fundOn: today,
    window: { until: today },
    invited: [],
    ...change,
  };
}

const ask = (body: Request, by = funding.trade.supplier, signers = pairOf(by)) =>
  funding.trade.world.act('financing.request', { actor: by.party, body, signers });

test('a request stands in public terms alone, and its holding waits for it', async () => {
  const { world, supplier } = funding.trade;
  const claim = await confirmedClaim(funding.trade, 'Q-1', 5_000_000n);
  const body = request(claim.receivable, { invited: [funding.funder.party] });
  const done = await mustCommit(ask(body));
  const financing = await world.entity('financing', body.financing);
  expect(financing).toMatchObject({ status: 'requested', holder: supplier.party });
  // INV-R25: no private value of the claim in what the channel carries.
  const carried = JSON.stringify([done.envelope, financing]);
  for (const secret of ['steel pipe', '"Q-1"', 'sellerTaxId']) {
    expect(carried).not.toContain(secret);
  }
  // The same holding cannot be asked for a second time, and the first request is as it was.
  const again = request(claim.receivable);
  expect(await refusalOf(ask(again))).toMatchObject({ code: 'HOLDING_LOCKED' });
  expect(await world.entity('financing', again.financing)).toBeNull();
  expect(await world.entity('financing', body.financing)).toEqual(financing);
});

test("nobody asks for cash on another's holding, on a claim nobody confirmed, or alone", async () => {
  const { world, supplier, buyer } = funding.trade;
  const claim = await confirmedClaim(funding.trade, 'Q-2', 5_100_000n);
  const offered = claimOf(funding.trade, { number: 'Q-3', totalMinor: 5_200_000n });
  await mustCommit(offer(funding.trade, [offered]));
  const own = request(claim.receivable);
  const early = request(offered.claim.receivable);
  const [alone] = pairOf(supplier);
  const codes = [
    await refusalOf(ask(own, buyer)),
    await refusalOf(ask(early)),
    await refusalOf(ask(own, supplier, alone ? [alone] : [])),
    await refusalOf(ask(own, supplier, pairOf(buyer))),
  ].map(({ code }) => code);
  expect(codes).toEqual([
    'NOT_HOLDER',
    'CLAIM_NOT_CLEAN',
    'APPROVALS_MISSING',
    'APPROVALS_MISSING',
  ]);
  for (const { financing } of [own, early]) {
    expect(await world.entity('financing', financing)).toBeNull();
  }
  // None of these left anything behind: the holder's own request stands.
  await mustCommit(ask(own));
});
