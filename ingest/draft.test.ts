import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invoice } from '../domain/document/index.ts';
import { readFingerprintFields } from '../domain/evidence/index.ts';
import { draftClaim } from './draft.ts';
import { readFile } from './read.ts';

const FILE = join(import.meta.dirname, '../test/fixture/ingest/ok/invoice.xml');
const context = { tenant: 't', load: 'l', sha256: (text: string): string => `h${text.length}` };

function invoice(change: Partial<Invoice> = {}): Invoice {
  const read = readFile({ bytes: readFileSync(FILE), name: 'invoice.xml' }, { context });
  const document = read.ok ? read.value.records[0]?.document : undefined;
  if (document?.kind !== 'invoice') throw new Error('no invoice');
  return { ...document, ...change };
}

describe('a claim drafted from an invoice', () => {
  test('claims what is payable, with its preimages and private fields', () => {
    const draft = draftClaim(invoice(), { supplier: 'party-1', rawHash: 'aa' });
    expect(draft).toMatchObject({
      supplier: 'party-1',
      buyer: { name: 'Buyer', key: 'BUYER' },
      face: { minor: '11900', currency: 'EUR' },
      invoiceOn: '2026-03-01',
      dueOn: '2026-05-01',
      blockers: [],
    });
    expect(draft.invoices[0]?.claimed).toEqual({ minor: '11900', currency: 'EUR' });
    expect(draft.invoices[0]?.preimages.map(p => p.kind)).toEqual([
      'K1',
      'K2',
      'S1',
      'S2',
      'K4',
      'S4',
    ]);
    expect(readFingerprintFields(draft.privateFields, 0)).toMatchObject({
      number: 'A-1',
      totalMinor: 11_900n,
      type: 'INV',
    });
  });

  test('credit notes reduce the face and stand beside the full total', () => {
    const credited = { minor: 1_900n, currency: 'EUR' as const };
    const draft = draftClaim(invoice(), { supplier: 'p', credited });
    expect(draft.face.minor).toBe('10000');
    expect(draft.privateFields).toContainEqual({
      path: 'invoices[0].creditNotesMinor',
      value: '1900',
    });
    expect(readFingerprintFields(draft.privateFields, 0)?.totalMinor).toBe(11_900n);
  });

  test.each([
    ['NOT_AN_INVOICE', { kind: 'creditNote' as const }],
    ['ALREADY_ASSIGNED', { assignment: { evidence: 'payee' as const } }],
    ['VOIDED', { voidedOn: '2026-03-05' }],
    ['DUE_DATE_MISSING', { dueOn: undefined }],
  ])('%s is named', (blocker, change) => {
    const draft = draftClaim(invoice(change), { supplier: 'p' });
    expect(draft.blockers).toEqual([blocker]);
  });

  test('an invoice credited in full has nothing due', () => {
    const credited = { minor: 11_900n, currency: 'EUR' as const };
    expect(draftClaim(invoice(), { supplier: 'p', credited }).blockers).toEqual(['NOTHING_DUE']);
  });
});
