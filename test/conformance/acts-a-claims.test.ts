import type { Act } from '../../domain/act/index.ts';
import {
  claimOf,
  confirm,
  confirmItem,
  confirmedClaim,
  detailsOf,
  offer,
  proofOf,
  startTrade,
  type Claim,
  type Offered,
  type Trade,
} from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, sha256, staffOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

describe('receivable.offer', () => {
  test('makes a claim, its holding and its fingerprints, and keeps the details private', async () => {
    const offered = claimOf(trade, { number: 'A-1' });
    const done = await mustCommit(offer(trade, [offered]));
    const { receivable, face } = offered.claim;
    const claim = await trade.world.entity('receivable', receivable);
    expect(claim).toMatchObject({ status: 'offered', outstanding: face, version: 1 });
    const holding = await trade.world.entity('holding', receivable);
    expect(holding).toMatchObject({ state: 'free', holder: trade.supplier.party, tier: 0 });
    const invoice = await trade.world.entity('invoice', claim?.invoices[0]?.invoice ?? '');
    expect(invoice).toMatchObject({ claimed: face, applicant: trade.supplier.party });
    // INV-R25: no private value in what the channel carries.
    const carried = JSON.stringify([done.envelope, claim, holding, invoice]);
    for (const secret of ['steel pipe', 'A-1"', 'sellerTaxId'])
      expect(carried).not.toContain(secret);
    expect(await proofOf(trade, receivable)).toMatchObject({ holds: true });
  });

  test('the same act twice changes nothing; its id is used up for other content', async () => {
    const offered = claimOf(trade, { number: 'A-2' });
    const { world, supplier } = trade;
    const given = {
      actor: supplier.party,
      body: { items: [offered.claim] },
      signers: [{ by: personOf(supplier, 'maker'), role: 'maker' }],
      transient: detailsOf([offered]),
      id: '01900000-0000-7000-8000-aaaaaaaaaaaa',
    } as const;
    const first = await mustCommit(world.act('receivable.offer', given));
    const again = await mustCommit(world.act('receivable.offer', given));
    expect([again.txId, again.repeated]).toEqual([first.txId, true]);
    const other = { ...given, body: { items: [{ ...offered.claim, dueOn: '2026-07-01' }] } };
    const reused = await refusalOf(world.act('receivable.offer', other));
    expect(reused).toMatchObject({ code: 'ACT_ID_REUSED' });
  });

  type Case = readonly [string, (number: string) => Offered, Record<string, unknown>];
  const cases: readonly Case[] = [
    [
      'SAME_PARTY',
      number => claimOf(trade, { number }, { buyer: trade.supplier.party }),
      { party: expect.anything() },
    ],
    [
      'DATES_DISORDERED',
      number => claimOf(trade, { number, issuedOn: '2026-03-05' }),
      { first: 'invoiceOn', second: 'today' },
    ],
    [
      'DATES_DISORDERED',
      number => claimOf(trade, { number }, { dueOn: '2026-03-01' }),
      { first: 'today', second: 'dueOn' },
    ],
    [
      'DATES_DISORDERED',
      number => claimOf(trade, { number }, { acceptedOn: '2026-03-31' }),
      { first: 'acceptedOn' },
    ],
    [
      'TENOR_REASON_MISSING',
      number => claimOf(trade, { number }, { dueOn: '2026-08-03' }),
      { months: 7, start: '2026-02-02' },
    ],
    [
      'TENOR_OVER_YEAR',
      number => claimOf(trade, { number }, { dueOn: '2027-02-03', tenorReason: 'season' }),
      { months: 13 },
    ],
    [
      'ROOT_MISMATCH',
      number => claimOf(trade, { number }, { root: sha256('x') }),
      { field: 'root' },
    ],
    [
      'ROOT_MISMATCH',
      number => claimOf(trade, { number }, { invoiceOn: '2026-02-01' }),
      { field: 'invoiceOn' },
    ],
    ['ROOT_MISMATCH', number => claimOf(trade, { number, type: 'CRN' }), { item: 0 }],
    ['CURRENCY_MISMATCH', number => claimOf(trade, { number, currency: 'USD' }), { a: 'CNY' }],
    [
      'ALREADY_ASSIGNED',
      number => claimOf(trade, { number }, { extra: { 'invoices[0].assignment': 'xbrlFlag' } }),
      { sign: 'xbrlFlag' },
    ],
    [
      'ASSIGNMENT_BARRED',
      number => claimOf(trade, { number }, { extra: { 'invoices[0].assignable': false } }),
      { item: 0 },
    ],
    [
      'INVOICE_OVERCLAIMED',
      number => {
        const face = { minor: '9000001', currency: 'CNY' } as const;
        return claimOf(trade, { number, totalMinor: 9_000_000n }, withFace(face));
      },
      { claimed: 'CNY 90,000.01', amount: 'CNY 90,000.00', free: 'CNY 90,000.00' },
    ],
    [
      'INVOICE_OVERCLAIMED',
      number => {
        const extra = { 'invoices[0].creditNotesMinor': '1' };
        return claimOf(trade, { number, totalMinor: 9_000_001n }, { extra });
      },
      { free: 'CNY 90,000.00' },
    ],
    [
      'NOT_FOUND',
      number => claimOf(trade, { number }, { replaces: trade.world.operator }),
      { id: expect.anything() },
    ],
  ];

  test.each(cases.map((row, at) => [row[0], at] as const))('%s (case %i)', async (code, at) => {
    const [, make, facts] = cases[at] as Case;
    const refusal = await refusalOf(offer(trade, [make(`REFUSED-${at}`)]));
    expect(refusal).toMatchObject({ code, facts });
  });

  test('a batch is all or nothing', async () => {
    const good = claimOf(trade, { number: 'B-1' });
    const bad = claimOf(trade, { number: 'B-2' }, { dueOn: '2026-03-01' });
    const refusal = await refusalOf(offer(trade, [good, bad]));
    expect(refusal).toMatchObject({ code: 'DATES_DISORDERED', facts: { item: 1 } });
    expect(await trade.world.entity('receivable', good.claim.receivable)).toBeNull();
  });

  test('a party offers its own claims only, with a face that is the sum of its invoices', async () => {
    const { world, supplier, buyer } = trade;
    const offered = claimOf(trade, { number: 'B-3' }, { supplier: buyer.party });
    const signers = [{ by: personOf(supplier, 'maker'), role: 'maker' }] as const;
    const transient = detailsOf([offered]);
    const foreign = { ...offered.claim, face: { minor: '1', currency: 'CNY' } } as Claim;
    const body = { items: [foreign] };
    const given = { actor: supplier.party, body, signers, transient };
    const refusal = await refusalOf(world.act('receivable.offer', given));
    expect(refusal.code).toBe('ACT_MALFORMED');
    expect(refusal.facts['faults']).toEqual([
      'act.body.items[0].supplier: must be the actor',
      'act.body.items[0].face: must be the sum of what is claimed',
    ]);
  });
});

function withFace(face: Claim['face']): Partial<Claim> {
  return { face, invoices: [{ fingerprintRef: 'ref', claimed: face }] };
}

describe('receivable.confirm', () => {
  test('the debtor confirms with its own keys, and nobody else can', async () => {
    const offered = claimOf(trade, { number: 'C-1' });
    const { world, supplier, buyer, payTo } = trade;
    await mustCommit(offer(trade, [offered]));
    const body = { items: [confirmItem(offered.claim, payTo)] };
    const maker = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const operator = { by: staffOf(world, 'maker'), role: 'maker' } as const;
    for (const [actor, signer] of [
      [supplier.party, maker],
      [buyer.party, maker],
      [buyer.party, operator],
      [world.operator, operator],
    ] as const) {
      const refused = world.act('receivable.confirm', { actor, body, signers: [signer] });
      expect(await refusalOf(refused)).toMatchObject({ code: 'NOT_THE_DEBTOR' });
    }
    await mustCommit(confirm(trade, [offered.claim]));
    expect(await world.entity('receivable', offered.claim.receivable)).toMatchObject({
      status: 'confirmed',
      assurance: 'L3',
      confirmation: { payTo, undertaking: 'irrevocable' },
    });
    expect(await proofOf(trade, offered.claim.receivable)).toMatchObject({ holds: true });
  });

  type Item = Act<'receivable.confirm'>['body']['items'][number];
  const changes: readonly (readonly [string, Partial<Item>, Record<string, unknown>])[] = [
    ['STATE_MOVED', { expect: 2 }, { version: 1 }],
    ['TERMS_DIFFER', { root: sha256('other') }, { field: 'root' }],
    ['TERMS_DIFFER', { face: { minor: '1', currency: 'CNY' } }, { field: 'face' }],
    ['TERMS_DIFFER', { dueOn: '2026-07-31' }, { field: 'dueOn' }],
    ['TERMS_DIFFER', { setOff: { minor: '1', currency: 'CNY' } }, { field: 'setOff' }],
    [
      'ACCOUNT_NOT_VERIFIED',
      { payTo: '01900000-0000-7000-8000-00000000ffff' },
      { state: 'unknown' },
    ],
    ['NOT_FOUND', { receivable: '01900000-0000-7000-8000-00000000ffff' }, {}],
  ];

  test.each(changes)('%s', async (code, change, facts) => {
    const { world, buyer, payTo } = trade;
    const offered = claimOf(trade, { number: `C-2${JSON.stringify(change)}` });
    await mustCommit(offer(trade, [offered]));
    const refused = world.act('receivable.confirm', {
      actor: buyer.party,
      body: { items: [{ ...confirmItem(offered.claim, payTo), ...change }] },
      signers: [{ by: personOf(buyer, 'maker'), role: 'maker' }],
    });
    expect(await refusalOf(refused)).toMatchObject({ code, facts });
  });

  test('from 100,000.00 on two persons sign, from 1,000,000.00 on with a second factor', async () => {
    const { world, buyer, payTo } = trade;
    const b1 = claimOf(trade, { number: 'C-B1', totalMinor: 10_000_000n });
    const b2 = claimOf(trade, { number: 'C-B2', totalMinor: 100_000_000n });
    await mustCommit(offer(trade, [b1, b2]));
    const maker = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const checker = { by: personOf(buyer, 'checker'), role: 'checker' } as const;
    const by = (claim: Claim, signers: Parameters<typeof world.act>[1]['signers']) =>
      world.act('receivable.confirm', {
        actor: buyer.party,
        body: { items: [confirmItem(claim, payTo)] },
        signers,
      });
    expect(await refusalOf(by(b1.claim, [maker]))).toMatchObject({
      code: 'APPROVALS_MISSING',
      facts: { have: 1, need: 2, band: 'B1' },
    });
    await mustCommit(by(b1.claim, [maker, checker]));
    expect(await refusalOf(by(b2.claim, [maker, checker]))).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      facts: { band: 'B2' },
    });
    await mustCommit(by(b2.claim, [maker, { ...checker, stepUp: true }]));
  });

  test('a confirmed claim is not confirmed again', async () => {
    const claim = await confirmedClaim(trade, 'C-3');
    const item = { ...confirmItem(claim, trade.payTo), expect: 2 };
    const refused = trade.world.act('receivable.confirm', {
      actor: trade.buyer.party,
      body: { items: [item] },
      signers: [{ by: personOf(trade.buyer, 'maker'), role: 'maker' }],
    });
    expect(await refusalOf(refused)).toMatchObject({ code: 'STATE_WRONG' });
  });
});
