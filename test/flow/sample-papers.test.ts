import { sha256 } from '../../chaincode/signature.ts';
import { commitFields } from '../../domain/evidence/index.ts';
import { readSignedAct } from '../../domain/act/index.ts';
import { nearest, noteSimilar, similarOf, type Similars } from '../../ingest/similar.ts';
import { describeSamples } from '../fixture/samples.ts';
import {
  confirm,
  documentsOf,
  draftOf,
  emptyTrade,
  factsOf,
  offer,
  paper,
  SECOND,
  withdraw,
} from './sample-papers.ts';
import * as steps from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import * as trade from './trade.ts';

const OASIS = 'ubl-oasis-chain';
const OIOUBL = 'oioubl-chain';
const keysOf = (name: string): ReadonlyMap<string, string> =>
  new Map(draftOf(name).draft.invoices[0]?.preimages.map(({ kind, text }) => [kind, text]));
const key = (name: string, kind: string): string => {
  const found = keysOf(name).get(kind);
  if (found === undefined) throw new Error(`${name} has no ${kind}`);
  return found;
};

describeSamples('erp', 'the sample table of documents, row by row (R-144)', () => {
  test('one invoice in four spellings of XML: one K1 and K3, four K4; the second is a duplicate', async () => {
    const names = ['Example', 'Example-NS1', 'Example-NS3', 'Enveloped'].map(
      part => `${OASIS}/UBL-Invoice-2.0-${part}.xml`,
    );
    const different = (kind: string): number => new Set(names.map(name => key(name, kind))).size;
    expect([different('K1'), different('K3'), different('K4')]).toEqual([1, 1, 4]);
    const ledger = await emptyTrade();
    const codes: string[] = [];
    for (const name of names) codes.push((await offer(ledger, draftOf(name).draft)).code);
    const twice = 'DUPLICATE_REGISTERED';
    expect(codes).toEqual(['stands', twice, twice, twice]);
  });

  test('the same invoice in two OIOUBL files: a duplicate of the same applicant', async () => {
    const ledger = await emptyTrade();
    await offer(ledger, draftOf(`${OIOUBL}/BASPRO_01_01_00_Invoice_v2p2.xml`).draft);
    const second = await offer(ledger, draftOf(`${OIOUBL}/BASPRO_03_01_06_Invoice_v2p2.xml`).draft);
    expect(second.code).toBe('DUPLICATE_REGISTERED');
    expect(factsOf(second)).toContain('same');
    expect(factsOf(second)).not.toContain('another');
  });

  test('its replacement of the same order: flagged while the first stands, clean once it is withdrawn', async () => {
    const first = draftOf(`${OIOUBL}/BASPRO_03_01_06_Invoice_v2p2.xml`).draft;
    const next = draftOf(`${OIOUBL}/BASPRO_03_01_06_Invoice_B_v2p2.xml`).draft;
    expect([first.face.minor, next.face.minor]).toEqual(['631250', '531250']);
    const beside = await emptyTrade();
    await offer(beside, first);
    const flagged = await offer(beside, next);
    // It names no delivery, so the lines are what is seen again.
    expect([flagged.code, flagged.flags]).toEqual(['stands', ['S4']]);
    await expect(confirm(beside, flagged.id)).rejects.toThrow('FLAG_OPEN');
    const after = await emptyTrade();
    await withdraw(after, (await offer(after, first)).id);
    const clean = await offer(after, next);
    expect([clean.code, clean.flags]).toEqual(['stands', []]);
  });

  test('A00095678 of two sellers is two invoices', async () => {
    const ledger = await emptyTrade();
    await offer(ledger, draftOf(`${OASIS}/UBL-Invoice-2.0-Example.xml`).draft);
    const other = draftOf(`${OIOUBL}/BASPRO_01_01_00_Invoice_v2p2.xml`).draft;
    const second = await offer(ledger, other, { supplier: SECOND });
    expect([second.code, second.flags]).toEqual(['stands', []]);
  });

  describe('TOSL108 of 729.00 and its credit note', () => {
    const name = `${OASIS}/UBL-Invoice-2.1-Example.xml`;
    const credit = `${OASIS}/UBL-CreditNote-2.1-Example.xml`;

    /** The payee has released the invoice: what the file says of another payee is taken out. */
    function released() {
      const { draft } = draftOf(name);
      const fields = draft.privateFields.filter(({ path }) => !path.endsWith('.assignment'));
      return { ...draft, privateFields: fields };
    }

    async function confirmed(): Promise<{ ledger: StateDouble; id: string }> {
      const ledger = await emptyTrade();
      const { id } = await offer(ledger, released());
      await confirm(ledger, id);
      return { ledger, id };
    }

    /** What supplier and buyer sign of the credit note. */
    const dilute = (ledger: StateDouble, receivable: string, holding: string) => {
      const amount = { minor: '72900', currency: 'EUR' as const };
      const note = draftOf(credit).draft.privateFields;
      const fields = note.map(({ path, value }) => ({
        path,
        salt: 'AAAAAAAAAAAAAAAAAAAAAA',
        value,
      }));
      const creditNote = { root: commitFields(fields, sha256), amount };
      const body = { receivable, creditNote, holdings: [{ holding, amount }] };
      const signers = [trade.by(trade.SUPPLIER, 'maker'), trade.by(trade.BUYER, 'maker')];
      const transient = new Map([['creditNote', fields]]);
      return ledger.act('receivable.dilute', trade.SUPPLIER, body, signers, { transient });
    };

    test('names another payee: it is assigned already', async () => {
      const offered = await offer(await emptyTrade(), draftOf(name).draft);
      expect(offered.code).toBe('ALREADY_ASSIGNED');
    });

    test('the credit note is no duplicate of it, and no claim', () => {
      expect(key(name, 'K1')).not.toBe(key(credit, 'K1'));
      expect(draftOf(credit).draft.blockers).toContain('NOT_AN_INVOICE');
    });

    test('takes all of it away while it is free', async () => {
      const { ledger, id } = await confirmed();
      expect(steps.codeOf(await dilute(ledger, id, id))).toBe('stands');
      expect((await ledger.entity('holding', id))?.outstanding.minor).toBe('0');
    });

    test('touches what another holds: not without its signature', async () => {
      const { ledger, id } = await confirmed();
      const child = idOf(40_001);
      const fields = [{ path: 'trade', salt: 'AAAAAAAAAAAAAAAAAAAAAA', value: 'steel' }];
      const terms = {
        to: SECOND,
        settles: { minor: '1', currency: 'EUR' as const },
        voluntary: true,
        recourse: 'none',
      } as const;
      const body = { holding: id, underlying: commitFields(fields, sha256), ...terms };
      const signers = [trade.by(trade.SUPPLIER, 'maker'), trade.by(SECOND, 'maker')];
      const transient = new Map([['underlying', fields]]);
      const given = { id: child, transient };
      steps.stands(await ledger.act('holding.transfer', trade.SUPPLIER, body, signers, given));
      expect(steps.codeOf(await dilute(ledger, id, child))).toBe('DILUTION_NOT_COVERED');
    });
  });

  test('471102 twice, other date and amount: refused as the same number, never merged', async () => {
    const plain = 'facturx-zugferd/EN16931_Einfach.ubl.xml';
    const rebated = 'facturx-zugferd/EN16931_Rabatte.ubl.xml';
    expect(key(plain, 'K1')).toBe(key(rebated, 'K1'));
    const faces = [plain, rebated].map(name => draftOf(name).draft.face.minor);
    expect(faces).toEqual(['52987', '16507']);
    const ledger = await emptyTrade();
    const first = await offer(ledger, draftOf(plain).draft);
    const second = await offer(ledger, draftOf(rebated).draft);
    expect(second.code).toBe('DUPLICATE_REGISTERED');
    expect(factsOf(second)).toMatch(/other content|otherContent/);
    expect((await ledger.entity('receivable', first.id))?.face.minor).toBe('52987');
  });

  test('TOSL108 in UBL and in CII, other amounts: the search off the ledger finds them near', () => {
    const [ubl] = documentsOf('en16931-ubl/ubl-tc434-example3.xml', 'invoice');
    const [cii] = documentsOf('en16931-cii/CII_example3.xml', 'invoice');
    if (!ubl || !cii) throw new Error('not read');
    const known: Similars = new Map();
    noteSimilar(known, similarOf(ubl));
    const { finding, isRefused } = nearest(cii, known) ?? {};
    expect([finding?.rule, isRefused]).toEqual(['DUP-11', true]);
  });

  test('an e-invoice whose factoring flag is set says so', () => {
    const [facts] = documentsOf('cn-einvoice/official-einv-xbrl-ordinary.xml', 'voucherFacts');
    expect(
      JSON.stringify(facts, (_, value: unknown) =>
        typeof value === 'bigint' ? `${value}` : value,
      ),
    ).toMatch(/"(assigned|factored|factoring)[A-Za-z]*":true/);
  });

  test('amounts with separators of a financing registry: the importer reads them, an act refuses them', () => {
    const [claim] = documentsOf('erp-json/monetago-registration-request.json', 'financingClaim');
    // 1,850,600.00 in the file.
    expect(claim?.amount).toEqual({ minor: 185_060_000n, currency: 'SGD' });
    const amount = { minor: '1,850,600', currency: 'SGD' };
    const body = { holding: idOf(1), parts: [2, 3].map(at => ({ holding: idOf(at), amount })) };
    const act = {
      id: idOf(3),
      kind: 'holding.split',
      actor: idOf(4),
      businessDate: '2026-03-03',
      body,
    };
    const read = readSignedAct({ act, signatures: [] });
    const paths = read.ok ? [] : read.error.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['act.body.parts[0].amount.minor']));
  });

  test('a payment file that counts its transactions wrong is told so', () => {
    const [record] = paper('iso20022-pain/pain.001.001.09.xml').records;
    expect(record?.accepted).toBe(false);
    expect(record?.findings.map(({ rule }) => rule)).toContain('PAY-01');
  });

  test('a bank statement that does not balance is suspect; those of MT940 that hold are not', () => {
    const suspects = (name: string) => paper(name).records.map(({ suspect }) => suspect);
    expect(suspects('iso20022-camt/camt053.v8.xml')).toEqual([true]);
    expect(suspects('bank-mt940-ofx/cmxl-mt940.sta')).not.toContain(true);
  });
});
