import type { Act } from '../../domain/act/index.ts';
import { commitFields } from '../../domain/evidence/index.ts';
import type { ProofReport } from '../../domain/receivable/index.ts';
import {
  claimOf,
  confirm,
  confirmItem,
  confirmedClaim,
  detailsOf,
  offer,
  startTrade,
  type Claim,
  type Offered,
  type Trade,
} from '../fixture/trade.ts';
import {
  admitParty,
  mustCommit,
  personOf,
  refusalOf,
  salted,
  sha256,
  staffOf,
} from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

async function proofOf(receivable: string): Promise<ProofReport> {
  const answer = await trade.world.query({ kind: 'receivable.proof', receivable });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return JSON.parse(Buffer.from(answer.bytes).toString('utf8')) as ProofReport;
}

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
    expect(await proofOf(receivable)).toMatchObject({ holds: true });
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
    expect(await proofOf(offered.claim.receivable)).toMatchObject({ holds: true });
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

describe('claims that end before they are live', () => {
  test('a declined claim frees its invoice, which may then be offered anew', async () => {
    const { world, buyer } = trade;
    const offered = claimOf(trade, { number: 'D-1' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    await mustCommit(
      world.act('receivable.decline', {
        actor: buyer.party,
        body: { receivable, reason: 'priceDiffers', suggested: { dueOn: '2026-07-01' } },
        signers: [{ by: personOf(buyer, 'maker'), role: 'maker' }],
      }),
    );
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'declined' });
    expect(await world.entity('holding', receivable)).toMatchObject({ state: 'closed' });
    expect(await proofOf(receivable)).toMatchObject({ holds: true });
    await mustCommit(offer(trade, [claimOf(trade, { number: 'D-1' }, { replaces: receivable })]));
  });

  test('only the debtor declines, only the supplier withdraws', async () => {
    const { world, supplier, buyer } = trade;
    const offered = claimOf(trade, { number: 'D-2' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    const sellerMaker = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const buyerMaker = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const decline = world.act('receivable.decline', {
      actor: supplier.party,
      body: { receivable, reason: 'other' },
      signers: [sellerMaker],
    });
    expect(await refusalOf(decline)).toMatchObject({ code: 'NOT_THE_DEBTOR' });
    const body = { receivable, reason: 'mistake' };
    const foreign = { actor: buyer.party, body, signers: [buyerMaker] };
    const refused = await refusalOf(world.act('receivable.withdraw', foreign));
    expect(refused).toMatchObject({ code: 'NOT_FOUND' });
    const own = { actor: supplier.party, body, signers: [sellerMaker] };
    await mustCommit(world.act('receivable.withdraw', own));
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'withdrawn' });
  });

  test('the operator and the registrar record a claim at L2; the debtor may still confirm', async () => {
    const { world } = trade;
    const offered = claimOf(trade, { number: 'D-3' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    const evidence = [{ hash: sha256('ledger export'), kind: 'SUBLEDGER', bytes: 10 }];
    const body = { receivable, assurance: 'L2', evidence, matchResult: sha256('match') } as const;
    const maker = { by: staffOf(world, 'maker'), role: 'maker' } as const;
    const registrar = { by: staffOf(world, 'registrar'), role: 'registrar' } as const;
    const given = { actor: world.operator, body };
    const alone = world.act('receivable.record', { ...given, signers: [maker] });
    expect(await refusalOf(alone)).toMatchObject({ code: 'APPROVALS_MISSING' });
    await mustCommit(world.act('receivable.record', { ...given, signers: [maker, registrar] }));
    expect(await world.entity('receivable', receivable)).toMatchObject({ assurance: 'L2' });
    const item = { ...confirmItem(offered.claim, trade.payTo), expect: 2 };
    await mustCommit(
      world.act('receivable.confirm', {
        actor: trade.buyer.party,
        body: { items: [item] },
        signers: [{ by: personOf(trade.buyer, 'maker'), role: 'maker' }],
      }),
    );
    expect(await world.entity('receivable', receivable)).toMatchObject({ assurance: 'L3' });
  });
});

describe('receivable.cancel', () => {
  test('supplier and buyer end a confirmed claim together, and its invoice is free again', async () => {
    const { world, supplier, buyer } = trade;
    const { receivable } = await confirmedClaim(trade, 'X-1');
    const body = { receivable, reason: 'goodsReturned' };
    const seller = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const debtor = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const cancel = (...signers: (typeof seller | typeof debtor)[]) =>
      world.act('receivable.cancel', { actor: supplier.party, body, signers });
    expect(await refusalOf(cancel(seller))).toMatchObject({ code: 'APPROVALS_MISSING' });
    await mustCommit(cancel(seller, debtor));
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'cancelled' });
    expect(await proofOf(receivable)).toMatchObject({ holds: true });
    expect(await refusalOf(cancel(seller, debtor))).toMatchObject({ code: 'STATE_WRONG' });
  });

  // §4.1: "no encumbrance, supplier holds all"; a split of the supplier's own leaves it all with it.
  test('in parts as well as whole, but not once a part went to somebody else', async () => {
    const { world, supplier, buyer } = trade;
    const other = await admitParty(world);
    await world.nextDay();
    const seller = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const debtor = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const actor = supplier.party;
    const splitClaim = async (number: string, id: string) => {
      const { receivable } = await confirmedClaim(trade, number, 9_000_000n);
      const parts = ['4000000', '5000000'].map((minor, at) => ({
        holding: `01900000-0000-7000-8000-ccccccccc${id}${at}`,
        amount: { minor, currency: 'CNY' } as const,
      }));
      const split = { holding: receivable, parts };
      await mustCommit(world.act('holding.split', { actor, body: split, signers: [seller] }));
      return { receivable, part: parts[0]?.holding ?? '' };
    };
    const cancel = (receivable: string) => {
      const body = { receivable, reason: 'goodsReturned' };
      return world.act('receivable.cancel', { actor, body, signers: [seller, debtor] });
    };
    const kept = await splitClaim('X-2', 'aa');
    await mustCommit(cancel(kept.receivable));
    const given = await splitClaim('X-3', 'bb');
    const underlying = salted({ invoice: 'second tier 78', amount: '40000.00' });
    const root = commitFields(underlying, sha256);
    await mustCommit(
      world.act('holding.transfer', {
        actor,
        body: {
          holding: given.part,
          to: other.party,
          underlying: root,
          settles: { minor: '4000000', currency: 'CNY' },
          voluntary: true,
          recourse: 'none',
        },
        signers: [seller, { by: personOf(other, 'maker'), role: 'maker' }],
        transient: { underlying: underlying as never },
      }),
    );
    expect(await refusalOf(cancel(given.receivable))).toMatchObject({ code: 'ENCUMBERED' });
  });
});

describe('the buyer’s own line', () => {
  test('confirms up to the line and not one minor unit more', async () => {
    const buyer = '01900000-0000-7000-8000-bbbbbbbbbbbb';
    const line = { minor: '10000000', currency: 'CNY' };
    const own = await startTrade({ [`confirmLine.${buyer}`]: line }, buyer);
    try {
      const first = claimOf(own, { number: 'L-1', totalMinor: 9_000_000n });
      const over = claimOf(own, { number: 'L-2', totalMinor: 1_000_001n });
      const exact = claimOf(own, { number: 'L-3', totalMinor: 1_000_000n });
      await mustCommit(offer(own, [first, over, exact]));
      await mustCommit(confirm(own, [first.claim]));
      expect(await refusalOf(confirm(own, [over.claim]))).toMatchObject({
        code: 'CONFIRM_LINE_EXCEEDED',
        facts: { amount: 'CNY 10,000.01', excess: 'CNY 0.01' },
      });
      await mustCommit(confirm(own, [exact.claim]));
    } finally {
      await own.world.close();
    }
  });
});
