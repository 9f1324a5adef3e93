import { FULL_SIGHT, seenBy, seenValue, type ClassesOf, type FieldClass } from './index.ts';

const INVOICE = {
  kind: 'invoice',
  id: 'd1',
  number: 'INV-7',
  issuedOn: '2026-03-01',
  currency: 'EUR',
  seller: {
    name: 'Muster GmbH',
    idents: [{ scheme: 'VAT', value: 'DE123456789' }],
    contact: { name: 'Anna Schmidt', email: 'anna@example.com', phone: '+49 30 1234567' },
    accounts: [{ iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' }],
  },
  notes: [{ text: 'Attn: Anna Schmidt' }],
  totals: { payable: { minor: '125000', currency: 'EUR' } },
  lines: [{ id: '1', item: { name: 'Steel coil' }, quantity: { value: '3', unit: 'KGM' } }],
  surprise: { iban: 'DE89370400440532013000' },
};

test('a funder sees the trade and who trades, and persons only by a letter', () => {
  const { document } = seenBy(INVOICE, { trade: 'shown', identity: 'shown', personal: 'masked' });
  expect(document).toEqual({
    ...INVOICE,
    seller: {
      ...INVOICE.seller,
      contact: { name: 'A••', email: 'a••@example.com', phone: '493••••4567' },
      accounts: [{ iban: '••••••••••••••••••3000', bic: 'COBADEFFXXX' }],
    },
    notes: [{ text: 'Attn: A••' }],
    surprise: undefined,
  });
});

test('a rating sees amounts, but neither who trades nor any person', () => {
  const { document, fields } = seenBy(INVOICE, {
    trade: 'shown',
    identity: 'masked',
    personal: 'absent',
  });
  const text = JSON.stringify(document);
  for (const hidden of ['Muster', '123456789', 'Anna', 'anna@', 'DE89', '3000']) {
    expect(text).not.toContain(hidden);
  }
  expect(text).toContain('125000');
  expect(fields).toContain('seller.idents.value');
  expect(fields).not.toContain('seller.contact.email');
});

test('for a data product only what is internal is left', () => {
  const sight = { trade: 'absent', identity: 'absent', personal: 'absent' } as const;
  expect(seenBy(INVOICE, sight)).toEqual({
    document: {
      kind: 'invoice',
      id: 'd1',
      issuedOn: '2026-03-01',
      currency: 'EUR',
      seller: { idents: [{ scheme: 'VAT' }] },
      lines: [{ id: '1' }],
    },
    fields: ['currency', 'id', 'issuedOn', 'kind', 'lines.id', 'seller.idents.scheme'],
  });
});

test('what has no class is shown to nobody, not even to the owner; an unknown kind shows nothing', () => {
  expect(JSON.stringify(seenBy(INVOICE, FULL_SIGHT))).not.toContain('surprise');
  expect(seenBy({ kind: 'other', number: '1' }, FULL_SIGHT).document).toEqual({});
});

test('a single value follows the class of its field', () => {
  const sight = { trade: 'shown', identity: 'masked', personal: 'absent' } as const;
  const of = (field: string): string | null =>
    seenValue('invoice', { field, value: 'DE89370400440532013000' }, sight);
  expect(of('lines[0].item.name')).toBe('DE89370400440532013000');
  expect(of('seller.idents[0].value')).toBe('DE••••••••••••••••3000');
  expect(of('seller.accounts[0].iban')).toBe(null);
  expect(of('nowhere')).toBe(null);
});

test('a member without a class does not compile', () => {
  type Told = { readonly name: string; readonly phone?: string };
  const told: FieldClass = { class: 'internal', mask: null };
  // @ts-expect-error phone has no class
  const classes: ClassesOf<Told> = { name: told };
  expect(Object.keys(classes)).toEqual(['name']);
});
