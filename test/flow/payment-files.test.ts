import fc from 'fast-check';
import { writePain001, type PaymentFile } from '../../domain/settlement/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import { sha256 } from '../../chaincode/signature.ts';
import { decode } from '../../ingest/decode.ts';
import { readXml, type XmlNode } from '../../ingest/format/xml.ts';
import { LIMITS } from '../../ingest/limits.ts';
import { readFile } from '../../ingest/read.ts';
import { painFaults } from '../fixture/pain-definition.ts';

const FILES = 1_000;

const hex = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: length,
    maxLength: length,
  });
const capitals = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('ABCDEFGHJKMNPQRSTUVWXYZ')),
    minLength: length,
    maxLength: length,
  });
/** Names as people write them: several scripts, signs that XML escapes, and signs of two halves. */
const name = fc
  .array(
    fc.constantFrom('上海', '钢', '𠮷', 'Ä', 'b', '&', '<', '>', '"', "'", ' ', 'Ω', '-', '.'),
    {
      minLength: 1,
      maxLength: 200,
    },
  )
  .map(signs => `N${signs.join('')}N`);
const bank = capitals(6).map(text => `${text}2L`);
const account = fc.oneof(
  fc.record({ name, number: hex(18), bic: bank }),
  fc.record({ name, number: hex(34) }),
  fc.record({ name, iban: hex(18).map(text => `DE02${text.toUpperCase()}`), bic: bank }),
);

const uuid = hex(32).map(
  text =>
    `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`,
);
const order = (currency: Currency) =>
  fc.record({
    payout: fc.record({
      endToEndId: hex(32),
      uetr: uuid,
      amount: fc
        .bigInt({ min: 1n, max: 10n ** 13n })
        .map(minor => ({ minor: minor.toString(), currency })),
      reference: hex(20).map(text => `RF18${text.toUpperCase()}`),
    }),
    payee: account,
  });
const files: fc.Arbitrary<PaymentFile> = fc
  .constantFrom<Currency>('CNY', 'USD', 'JPY', 'KWD')
  .chain(currency =>
    fc.record({
      messageId: hex(35),
      createdAt: fc.constant('2026-03-03T06:00:00.000Z'),
      executeOn: fc.constantFrom('2026-03-03', '2026-12-31'),
      currency: fc.constant(currency),
      payer: account,
      orders: fc.array(order(currency), { minLength: 1, maxLength: 6 }),
    }),
  );

/** The tree of a file. */
function treeOf(xml: string): XmlNode {
  const decoded = decode(Buffer.from(xml, 'utf8'), {});
  const read = decoded.ok ? readXml(decoded.value, LIMITS) : decoded;
  if (!read.ok) throw new Error(`no tree: ${xml}`);
  return read.value.root;
}

/** The file as the door's own reader takes it, which shares nothing with the writer. */
function readBack(xml: string) {
  const context = { tenant: 't', load: 'l', sha256: (all: string) => sha256(Buffer.from(all)) };
  const read = readFile({ bytes: Buffer.from(xml, 'utf8'), name: 'pain.xml' }, { context });
  const [record] = read.ok ? read.value.records : [];
  const document = record?.document;
  if (document?.kind !== 'paymentOrder') throw new Error(`not read: ${xml}`);
  return { document, accepted: record?.accepted === true };
}

test(`${FILES} random files are as the message definition says and read back equal (R-147)`, () => {
  fc.assert(
    fc.property(files, file => {
      const xml = writePain001(file);
      const { document, accepted } = readBack(xml);
      expect(painFaults(treeOf(xml))).toEqual([]);
      expect(accepted).toBe(true);
      expect(document.control.count).toBe(file.orders.length);
      const read = document.payments.map(one => [
        one.endToEndId,
        one.uetr,
        one.amount?.minor.toString(),
        one.amount?.currency,
      ]);
      const written = file.orders.map(({ payout: { endToEndId, uetr, amount } }) => [
        endToEndId,
        uetr,
        amount.minor,
        amount.currency,
      ]);
      expect(read).toEqual(written);
    }),
    { numRuns: FILES, seed: 20_260_303 },
  );
});

test('the definition finds what is wrong (control)', () => {
  const [file] = fc.sample(files, { numRuns: 1, seed: 7 });
  if (!file) throw new Error('no file');
  const xml = writePain001(file);
  const faultsOf = (text: string): readonly string[] => painFaults(treeOf(text));
  expect(faultsOf(xml)).toEqual([]);
  expect(faultsOf(xml.replace('<PmtMtd>TRF', '<PmtMtd>WIRE'))).not.toEqual([]);
  expect(faultsOf(xml.replace(/<UETR>.{4}/, '<UETR>zzzz'))).not.toEqual([]);
  expect(
    faultsOf(xml.replace(/(<PmtInfId>.*?<\/PmtInfId>)(<PmtMtd>TRF<\/PmtMtd>)/, '$2$1')),
  ).not.toEqual([]);
  expect(faultsOf(xml.replace(/<MsgId>/, '<MsgId>toolong'))).not.toEqual([]);
});
