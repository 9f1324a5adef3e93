import fc from 'fast-check';
import type { FingerprintFields } from '../../domain/evidence/index.ts';
import { claimOf, confirm, offer, startTrade, type Trade } from '../fixture/trade.ts';
import { admitParty, mustCommit, personOf, refusalOf, sha256, staffOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

const BASE = { number: 'INV 2026-007', totalMinor: 7_000_000n };

/** Offers one invoice and then another; answers the second's refusal. */
async function second(
  first: Partial<FingerprintFields> & { readonly number: string },
  then: Partial<FingerprintFields> & { readonly number: string },
) {
  await mustCommit(offer(trade, [claimOf(trade, first)]));
  return refusalOf(offer(trade, [claimOf(trade, then)]));
}

describe('the same invoice is refused however it is spelled', () => {
  test.each([
    ['width', 'ＩＮＶ 2026-107', 'K1'],
    ['case', 'inv 2026-107', 'K1'],
    ['blanks', '  INV   2026-107 ', 'K1'],
    ['separators', 'INV/2026/107', 'S1'],
    ['zeros', 'INV 2026-0107', 'S1'],
    ['letters for digits', 'INV 2O26-1O7', 'S1'],
    ['without its prefix', '2026 107', 'S1'],
  ])('by %s: %s hits %s', async (how, number, key) => {
    const sellerTaxId = sha256(how).slice(0, 12);
    const first = { ...BASE, number: 'INV 2026-107', sellerTaxId };
    const refusal = await second(first, { ...first, number });
    expect(refusal).toMatchObject({
      code: 'DUPLICATE_REGISTERED',
      facts: { key, applicant: 'same', match: key === 'K1' ? 'exact' : 'normalised' },
    });
  });

  test('one number with another content is never merged', async () => {
    const first = { number: '471102', totalMinor: 52_987n, sellerTaxId: 'EN16931' };
    const refusal = await second(first, { ...first, totalMinor: 16_507n });
    expect(refusal).toMatchObject({ facts: { key: 'K1', match: 'otherContent' } });
  });

  test('another applicant meets the same authority number', async () => {
    const other = await admitParty(trade.world);
    await trade.world.nextDay();
    const authorityNumber = '24312000000012345678';
    const first = { number: 'K5-1', authorityNumber, totalMinor: 1_234_567n };
    await mustCommit(offer(trade, [claimOf(trade, first)]));
    const stolen = { ...first, number: 'K5-2', totalMinor: 2_234_567n };
    const theirs = { ...trade, supplier: other };
    expect(await refusalOf(offer(theirs, [claimOf(theirs, stolen)]))).toMatchObject({
      code: 'DUPLICATE_REGISTERED',
      facts: { key: 'K5', applicant: 'another' },
    });
  });

  test('within one batch too', async () => {
    const claims = ['IN-1', 'IN 01'].map(number => claimOf(trade, { ...BASE, number }));
    expect(await refusalOf(offer(trade, claims))).toMatchObject({
      code: 'DUPLICATE_REGISTERED',
      facts: { item: 1, key: 'S1' },
    });
  });
});

describe('what is no duplicate', () => {
  test('parts of one invoice are claimed up to its amount and not one minor unit more', async () => {
    const invoice = { number: 'PART-1', totalMinor: 10_000_000n };
    const part = (minor: string) => {
      const face = { minor, currency: 'CNY' } as const;
      const invoices = [{ fingerprintRef: 'part', claimed: face }];
      return claimOf(trade, invoice, { face, invoices });
    };
    await mustCommit(offer(trade, [part('6000000')]));
    expect(await refusalOf(offer(trade, [part('4000001')]))).toMatchObject({
      code: 'INVOICE_OVERCLAIMED',
      facts: { claimed: 'CNY 40,000.01', free: 'CNY 40,000.00' },
    });
    await mustCommit(offer(trade, [part('4000000')]));
    expect(await refusalOf(offer(trade, [part('1')]))).toMatchObject({
      code: 'DUPLICATE_REGISTERED',
    });
  });

  test('the same number next year, and from another seller', async () => {
    const first = { number: 'SAME-1', totalMinor: 3_210_000n };
    await mustCommit(offer(trade, [claimOf(trade, first)]));
    const nextYear = { ...first, fiscalYear: '2025', issuedOn: '2025-12-30' };
    await mustCommit(offer(trade, [claimOf(trade, nextYear)]));
    await mustCommit(offer(trade, [claimOf(trade, { ...first, sellerTaxId: 'OTHER-SELLER' })]));
  });
});

describe('similar invoices are flagged, and a flag blocks the confirmation', () => {
  test('S2: another number, same trade; two risk persons clear it', async () => {
    const { world, supplier } = trade;
    const first = { number: 'TRADE-1', totalMinor: 8_888_888n };
    await mustCommit(offer(trade, [claimOf(trade, first)]));
    const later = claimOf(trade, { ...first, number: 'OTHER-9' });
    const done = await mustCommit(offer(trade, [later]));
    const events = done.envelope.events as { kind: string; applicant?: string }[];
    const alert = events.find(({ kind }) => kind === 'duplicate.alerted');
    expect(alert).toMatchObject({ applicant: supplier.party, rule: 'S2' });
    const { receivable } = later.claim;
    const [flag = ''] = (await world.entity('receivable', receivable))?.flags ?? [];
    expect(await world.entity('flag', flag)).toMatchObject({ rule: 'S2', state: 'open' });
    const blocked = await refusalOf(confirm(trade, [later.claim]));
    expect(JSON.stringify(blocked)).toContain('FLAG_OPEN');

    const body = { flag, reason: 'deliveryNotesDiffer', evidence: sha256('notes') };
    const risk = { by: staffOf(world, 'risk'), role: 'risk' } as const;
    const checker = { by: staffOf(world, 'checker'), role: 'checker' } as const;
    const alone = world.act('duplicate.clear', { actor: world.operator, body, signers: [risk] });
    expect(await refusalOf(alone)).toMatchObject({ code: 'APPROVALS_MISSING' });
    const both = { actor: world.operator, body, signers: [risk, checker] };
    await mustCommit(world.act('duplicate.clear', both));
    expect((await world.entity('receivable', receivable))?.flags).toEqual([]);
    expect(await refusalOf(world.act('duplicate.clear', both))).toMatchObject({
      code: 'STATE_WRONG',
    });
  });

  test('S1 with another amount and another date is a flag, not a refusal', async () => {
    const first = { number: 'SKEL-001', totalMinor: 1_111_111n };
    await mustCommit(offer(trade, [claimOf(trade, first)]));
    const other = { number: 'SKEL/1', totalMinor: 2_222_222n, issuedOn: '2026-02-03' };
    const claim = claimOf(trade, other);
    await mustCommit(offer(trade, [claim]));
    const state = await trade.world.entity('receivable', claim.claim.receivable);
    expect(state?.flags[0]).toContain(':S1:');
  });

  test('ingest puts what it found off the ledger on a claim', async () => {
    const { world } = trade;
    const claim = claimOf(trade, { number: 'NEAR-1' });
    await mustCommit(offer(trade, [claim]));
    const { receivable } = claim.claim;
    const evidence = sha256('search');
    const body = { receivable, rule: 'near', other: sha256('other'), evidence } as const;
    const signers = [{ by: staffOf(world, 'ingest'), role: 'ingest' }] as const;
    const given = { actor: world.operator, body, signers };
    await mustCommit(world.act('duplicate.flag', given));
    expect(await refusalOf(world.act('duplicate.flag', given))).toMatchObject({
      code: 'STATE_WRONG',
    });
    const foreign = world.act('duplicate.flag', {
      actor: trade.supplier.party,
      body,
      signers: [{ by: personOf(trade.supplier, 'maker'), role: 'maker' }],
    });
    expect(await refusalOf(foreign)).toMatchObject({ code: 'ROLE_MISSING' });
  });
});

describe('queries and laws', () => {
  test('fingerprint.check answers free amount and match lines, and names no party', async () => {
    const { world, supplier, buyer } = trade;
    const known = claimOf(trade, { number: 'CHECK-1', totalMinor: 5_550_000n });
    await mustCommit(offer(trade, [known]));
    const asked = { kind: 'fingerprint.check', applicant: buyer.party, count: 1 };
    const answer = await world.query(asked, { invoice: known.details as never });
    if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
    const text = Buffer.from(answer.bytes).toString('utf8');
    expect(JSON.parse(text)).toEqual({
      invoices: [
        {
          free: { minor: '0', currency: 'CNY' },
          matches: [{ key: 'K1', match: 'exact', applicant: 'another' }],
        },
      ],
    });
    expect(text).not.toContain(supplier.party);
  });

  test('INV-R5: however claims of one invoice come and go, they never pass its amount', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.boolean()), { maxLength: 6 }),
        async steps => {
          round++;
          const invoice = { number: `LAW-${round}`, totalMinor: 100n, sellerTaxId: `LAW${round}` };
          let claimed = 0n;
          for (const [units, withdraws] of steps) {
            const face = { minor: String(units), currency: 'CNY' } as const;
            const invoices = [{ fingerprintRef: 'law', claimed: face }];
            const one = claimOf(trade, invoice, { face, invoices });
            const done = await offer(trade, [one]);
            const fits = claimed + BigInt(units) <= 100n;
            expect(done.kind).toBe(fits ? 'committed' : 'refused');
            if (!fits) continue;
            claimed += BigInt(units);
            if (!withdraws) continue;
            await mustCommit(withdraw(one.claim.receivable));
            claimed -= BigInt(units);
          }
        },
      ),
      { numRuns: 8, seed: 7 },
    );
  });

  test('the registry’s key and the private fields never reach the blocks', async () => {
    const needles = ['steel pipe', 'sellerTaxId', Buffer.alloc(32, 7).toString('base64url')];
    for await (const block of trade.world.ledger.blocks(0n)) {
      const text = Buffer.from(block.bytes).toString('latin1');
      for (const needle of needles) expect(text).not.toContain(needle);
      if (block.number + 1n === (await trade.world.ledger.info()).height) break;
    }
  });
});

function withdraw(receivable: string) {
  return trade.world.act('receivable.withdraw', {
    actor: trade.supplier.party,
    body: { receivable, reason: 'test' },
    signers: [{ by: personOf(trade.supplier, 'maker'), role: 'maker' }],
  });
}
