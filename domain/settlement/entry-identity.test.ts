import { createHash } from 'node:crypto';
import {
  bankRootOf,
  entryIdentity,
  fundingReference,
  type EntryIdentity,
} from './entry-identity.ts';
import { isCreditorReference } from './reference.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ENTRY: EntryIdentity = {
  account: '019c0a00-0000-7000-8000-000000000001',
  bookedOn: '2026-03-06',
  valueOn: '2026-03-07',
  amount: { minor: '-1250', currency: 'CNY' },
  bankReference: 'B1',
  ordinal: 0,
};

describe('the identity of a bank entry', () => {
  test('is the hash of its six parts as a canonical list', () => {
    const list =
      '["019c0a00-0000-7000-8000-000000000001","2026-03-06","2026-03-07","-1250","CNY","B1","0"]';
    expect(entryIdentity(ENTRY, sha256)).toBe(createHash('sha256').update(list).digest('hex'));
  });

  test.each<[string, Partial<EntryIdentity>]>([
    ['account', { account: '019c0a00-0000-7000-8000-000000000002' }],
    ['booking date', { bookedOn: '2026-03-05' }],
    ['value date', { valueOn: '2026-03-06' }],
    ['sign', { amount: { minor: '1250', currency: 'CNY' } }],
    ['currency', { amount: { minor: '-1250', currency: 'EUR' } }],
    ['bank reference', { bankReference: 'B2' }],
    ['ordinal', { ordinal: 1 }],
  ])('changes with the %s', (_part, change) => {
    expect(entryIdentity({ ...ENTRY, ...change }, sha256)).not.toBe(entryIdentity(ENTRY, sha256));
  });

  test('NOTPROVIDED is no reference', () => {
    const without = entryIdentity({ ...ENTRY, bankReference: null }, sha256);
    expect(entryIdentity({ ...ENTRY, bankReference: 'NOTPROVIDED' }, sha256)).toBe(without);
  });
});

test('blanks and case of an account number do not matter', () => {
  const root = createHash('sha256').update('account DE89370400440532013000').digest('hex');
  expect(bankRootOf('de89 3704 0044 0532 0130 00', sha256)).toBe(root);
});

test('a funder has one valid creditor reference of its own', () => {
  const [one, other] = ['a', 'b'].map(name => fundingReference(name, sha256));
  expect([isCreditorReference(one ?? ''), one === other]).toEqual([true, false]);
});
