import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry, openScreening, openVerification } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adapter-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

async function opened<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; error: string }>,
): Promise<T> {
  const found = await result;
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

describe('sandbox data folders', () => {
  test('an invoice is valid, void, altered or unknown, with evidence that hashes to itself', async () => {
    put(
      'invoice-verification.csv',
      'sellerTaxId,number,issuedOn,currency,total,state\nS1,A-1,2026-03-01,CNY,226.00,valid\nS1,A-2,2026-03-01,CNY,10.00,void\n',
    );
    const port = await opened(openVerification(folder));
    const ask = (number: string, minor = '22600', issuedOn = '2026-03-01') =>
      port.verify({ sellerTaxId: 's-1', number, issuedOn, total: { minor, currency: 'CNY' } });
    expect(ask('a-1').result).toBe('valid');
    expect(ask('A-1', '22601').result).toBe('altered');
    expect(ask('A-1', '22600', '2026-03-02').result).toBe('altered');
    expect(ask('A-2', '1000').result).toBe('void');
    expect(ask('A-3').result).toBe('unknown');
    const { evidence } = ask('a-1');
    expect(evidence.sha256).toBe(hash(evidence.text));
    expect(JSON.parse(evidence.text)).toMatchObject({ answer: { result: 'valid' } });
  });

  test('the register finds filings that stand on the day, and no others', async () => {
    const rows = [
      {
        subject: 'S1',
        number: '1',
        filedOn: '2026-01-01',
        until: '2026-06-30',
        securedParty: 'F',
        collateral: 'all',
      },
    ];
    put('pledge-registry.json', JSON.stringify({ source: 'register', version: '2026-03', rows }));
    const port = await opened(openRegistry(folder));
    expect(port.search({ subject: 'S1', on: '2026-06-30' })).toMatchObject({
      result: 'found',
      source: 'register',
      version: '2026-03',
    });
    expect(port.search({ subject: 'S1', on: '2026-07-01' }).result).toBe('none');
    expect(port.search({ subject: 'S2', on: '2026-06-30' }).result).toBe('none');
  });

  test('a filing is confirmed with a number and evidence, the same for the same filing', async () => {
    put('pledge-registry.json', JSON.stringify({ source: 'register', version: '1', rows: [] }));
    const port = await opened(openRegistry(folder));
    const filing = {
      subject: 'S1',
      securedParty: 'F',
      collateral: hash('text'),
      filedOn: '2026-03-05',
      until: '2026-12-05',
    };
    const receipt = port.file(filing);
    expect(receipt.number).toMatch(/^ZD-[0-9A-F]{16}$/);
    expect(receipt.evidence.sha256).toBe(hash(receipt.evidence.text));
    expect(JSON.parse(receipt.evidence.text)).toMatchObject({
      question: filing,
      answer: { number: receipt.number },
    });
    expect(port.file(filing)).toEqual(receipt);
    expect(port.file({ ...filing, subject: 'S2' }).number).not.toBe(receipt.number);
  });

  test('screening meets identifiers, names, aliases and names without their legal form', async () => {
    put(
      'screening-lists.csv',
      'list,name,identifier,aliases\nUN,Bad Trading Co. Ltd,X-99,Evil Traders;坏贸易\nEU,Other,,\n',
    );
    const port = await opened(openScreening(folder));
    const screen = (names: string[], identifiers: string[] = []) =>
      port.screen({ names, identifiers });
    expect(screen(['Good'], ['x99']).matches[0]?.by).toBe('identifier');
    expect(screen(['bad trading co. ltd']).matches[0]?.by).toBe('name');
    expect(screen(['坏贸易有限公司']).matches[0]?.by).toBe('nameWithoutForm');
    expect(screen(['Good Trading Ltd'])).toMatchObject({ result: 'clear', lists: ['EU', 'UN'] });
  });

  test('a missing or broken file is a fault, never an empty answer', async () => {
    expect(await openScreening(folder)).toEqual({ ok: false, error: 'ABSENT' });
    put('screening-lists.csv', 'list,list\na,b\n');
    expect(await openScreening(folder)).toEqual({ ok: false, error: 'MALFORMED' });
    put('screening-lists.json', '{"source":"x"}');
    expect(await openScreening(folder)).toEqual({ ok: false, error: 'MALFORMED' });
  });
});
