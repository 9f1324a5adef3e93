import fc from 'fast-check';
import { money } from '../money/index.ts';
import { readOrders, writePain001 } from './pain001.ts';
import { filesOf, type PaymentFile, type PaymentOrder } from './payout-file.ts';
import {
  creditorReference,
  endToEndIdOf,
  isCreditorReference,
  uetrOf,
  withCheckDigits,
} from './reference.ts';
import type { Payout } from './state.ts';
import { cny } from './test-objects.ts';

function order(at: number, minor: bigint): PaymentOrder {
  const hash = at.toString(16).padStart(64, 'abc');
  return {
    payout: {
      endToEndId: `e2e${at}`,
      uetr: uetrOf(hash),
      amount: cny(minor),
      reference: creditorReference(hash),
    },
    payee: { name: '上海 <A> & B', number: `62220${at}` },
  };
}

function file(orders: readonly PaymentOrder[]): PaymentFile {
  return {
    messageId: 'M1',
    createdAt: '2026-03-03T06:00:00.000Z',
    executeOn: '2026-03-03',
    currency: 'CNY',
    payer: { name: 'Escrow', iban: 'DE02120300000000202051', bic: 'BYLADEM1001' },
    orders,
  };
}

describe('payment file', () => {
  test('counts what it wrote and escapes texts', () => {
    const xml = writePain001(file([order(1, 88_560_000n), order(2, 1n)]));
    expect(xml.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>885600.01<\/CtrlSum>/g)).toHaveLength(2);
    expect(xml).toContain('<Nm>上海 &lt;A&gt; &amp; B</Nm>');
    expect(xml).toContain('<IBAN>DE02120300000000202051</IBAN>');
    expect(xml).toContain('<Othr><Id>622201</Id></Othr>');
  });

  test('is read back to equal payments, a thousand random files', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 13n }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(amounts, minors => {
        const orders = minors.map((minor, at) => order(at, minor));
        const xml = writePain001(file(orders));
        const read = readOrders(xml);
        expect(read.map(({ amount }) => amount)).toEqual(minors.map(m => money(m, 'CNY')));
        expect(read.map(({ uetr }) => uetr)).toEqual(orders.map(({ payout }) => payout.uetr));
        const sum = /<CtrlSum>([\d.]+)<\/CtrlSum>/.exec(xml)?.[1]?.replace('.', '');
        expect(BigInt(sum ?? '')).toBe(minors.reduce((a, b) => a + b, 0n));
      }),
      { numRuns: 1_000 },
    );
  });

  test('refuses an amount of another currency: that is our own fault', () => {
    const other = order(1, 5n);
    const usd = { ...other.payout, amount: { minor: '5', currency: 'USD' as const } };
    expect(() => writePain001(file([{ ...other, payout: usd }]))).toThrow('PAIN_001');
  });

  test('one file a day and currency, of instructed payouts only', () => {
    const payout = (id: string, valueOn: string, status: Payout['status'] = 'instructed') =>
      ({ payout: id, valueOn, status, amount: cny(1) }) as Payout;
    const groups = filesOf([
      payout('b', '2026-03-04'),
      payout('c', '2026-03-03'),
      payout('a', '2026-03-03'),
      payout('d', '2026-03-03', 'sent'),
    ]);
    expect(groups.map(group => group.map(({ payout: id }) => id))).toEqual([['a', 'c'], ['b']]);
  });
});

describe('references', () => {
  test.each([
    ['RF33TALLY000001', true],
    ['RF34TALLY000001', false],
    // ISO 11649 examples in use by banks.
    ['RF18539007547034', true],
    ['RF18000000000539007547034', true],
    ['RF1853900754703', false],
    ['rf18539007547034', false],
  ])('%s is %s', (text, valid) => {
    expect(isCreditorReference(text)).toBe(valid);
  });

  test('check digits of the example are 33', () => {
    expect(withCheckDigits('TALLY000001')).toBe('RF33TALLY000001');
  });

  test('a claim has a valid reference of 24 signs, whatever its hash', () => {
    const hashes = fc.array(fc.constantFrom(...'0123456789abcdef'.split('')), {
      minLength: 64,
      maxLength: 64,
    });
    fc.assert(
      fc.property(hashes, digits => {
        const reference = creditorReference(digits.join(''));
        expect(reference).toHaveLength(24);
        expect(isCreditorReference(reference)).toBe(true);
      }),
    );
  });

  test('EndToEndId has 32 signs and UETR is a UUID of version 4', () => {
    expect(endToEndIdOf('0199a5f0-0000-7000-8000-000000000047')).toBe(
      '0199a5f0000070008000000000000047',
    );
    expect(uetrOf('f'.repeat(64))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
