import { renderAgain, verifyDocument, type Step, type Verdict } from '../../reports/index.ts';
import {
  ISSUER,
  makeWorld,
  overwrite,
  TAMPERED,
  type TamperedName,
  type TestFile,
  type World,
} from './document-files.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

async function verify(
  test: Pick<TestFile, 'file' | 'qr'>,
  more: Partial<Parameters<typeof verifyDocument>[0]> = {},
): Promise<Verdict> {
  const { records } = world;
  return verifyDocument({
    file: test.file,
    ...(test.qr ? { qr: test.qr } : {}),
    lookUp: hash => records.find(({ fileHash }) => fileHash === hash) ?? null,
    lookUpDocument: id => records.find(({ documentId }) => documentId === id) ?? null,
    checkProof: () => ({ ok: true }),
    roots: [world.rootPem],
    revoked: world.revoked,
    isEntitled: party => party === ISSUER,
    today: '2026-04-03',
    ...more,
  });
}

const codesOf = ({ steps }: Verdict): readonly string[] =>
  steps.flatMap(step => (step.outcome === 'failed' ? [step.code] : []));
const outcomes = ({ steps }: Verdict): readonly Step['outcome'][] => steps.map(s => s.outcome);

describe('ten files', () => {
  test('the original passes every step and is green', async () => {
    const verdict = await verify(world.original, {
      deep: { layoutHash: async figures => (await renderAgain(figures)).layoutHash },
    });
    expect(outcomes(verdict)).toEqual(Array<string>(9).fill('passed'));
    expect(verdict).toMatchObject({ code: 'CURRENT', colour: 'green', remarks: [] });
  });

  // the ledger does not know the hash, and then the precise reason.
  test.each<[TamperedName, readonly string[]]>([
    ['painted amount', ['HASH_NOT_ON_LEDGER', 'CHANGED_AFTER_SIGNING']],
    ['flipped byte', ['HASH_NOT_ON_LEDGER', 'SIGNATURE_BROKEN', 'FIGURES_DIFFER']],
    ['appended bytes', ['HASH_NOT_ON_LEDGER', 'CHANGED_AFTER_SIGNING']],
    ['byte range zeroed', ['HASH_NOT_ON_LEDGER', 'CHANGED_AFTER_SIGNING', 'SIGNATURE_BROKEN']],
    ['contents zeroed', ['HASH_NOT_ON_LEDGER', 'SIGNATURE_BROKEN']],
    ['attacker certificate', ['HASH_NOT_ON_LEDGER', 'UNKNOWN_SIGNER', 'FIGURES_DIFFER']],
    ['pasted QR', ['HASH_NOT_ON_LEDGER', 'CHANGED_AFTER_SIGNING']],
  ])('%s: %j, and red', async (name, codes) => {
    const verdict = await verify(world.tampered[name]);
    expect(codesOf(verdict)).toEqual(codes);
    expect(verdict).toMatchObject({ code: codes[0], colour: 'red' });
    expect(verdict.steps).toHaveLength(9);
  });

  test('a superseded version is amber and names what replaced it', async () => {
    const verdict = await verify(world.tampered['superseded version']);
    expect(verdict).toMatchObject({ code: 'REPLACED', colour: 'amber' });
    expect(verdict.steps[7]).toMatchObject({ facts: { by: 'BRK-RC-r9-V2', since: '2026-04-02' } });
  });

  test('a key revoked before the anchor is red; one revoked after it stays valid at its time', async () => {
    const file = world.tampered['revoked key'];
    expect(await verify(file)).toMatchObject({ code: 'REVOKED_SIGNER', colour: 'red' });
    const later = [{ serial: '0A02', at: '2026-04-01T00:00:00.000Z' }];
    expect(await verify(file, { revoked: later })).toMatchObject({ code: 'CURRENT' });
  });

  test('a QR code that leads to another document is said, and the file is not green', async () => {
    const { qr } = world.tampered['pasted QR'];
    const verdict = await verify({ ...world.original, ...(qr ? { qr } : {}) });
    expect(verdict.colour).toBe('amber');
    expect(verdict.remarks).toMatchObject([{ code: 'QR_OTHER_DOCUMENT' }]);
  });

  test('a look-alike address is said', async () => {
    const link = 'https://verify.tal1ystick.example/v/x#y';
    const qr = { link, address: 'https://verify.tallystick.example' };
    const verdict = await verify({ ...world.original, qr });
    expect(verdict.remarks).toMatchObject([{ code: 'QR_OTHER_ADDRESS' }]);
    expect(verdict.colour).toBe('amber');
  });
});

describe('each step on its own', () => {
  test.each<[string, Partial<Parameters<typeof verifyDocument>[0]>, string, string]>([
    [
      'a proof that does not hold',
      { checkProof: () => ({ ok: false, why: 'x' }) },
      'PROOF_INVALID',
      'red',
    ],
    ['no pinned root', { roots: [] }, 'UNKNOWN_SIGNER', 'red'],
    ['an issuer not entitled', { isEntitled: () => false }, 'WRONG_ISSUER', 'red'],
    ['a day before it takes effect', { today: '2026-03-30' }, 'NOT_YET', 'amber'],
  ])('%s', async (_, more, code, colour) => {
    expect(await verify(world.original, more)).toMatchObject({ code, colour });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['another issuer in the record', { issuer: 'party-x' }, 'WRONG_ISSUER', 'red'],
    ['other figures in the record', { figuresHash: '0'.repeat(64) }, 'FIGURES_DIFFER', 'red'],
    ['another body in the record', { bodyHash: '0'.repeat(64) }, 'FIGURES_DIFFER', 'red'],
    ['a body longer than the file', { bodyLength: 99_999_999 }, 'FIGURES_DIFFER', 'red'],
    [
      'a certificate issued later than the anchor',
      { anchoredAt: '2025-12-31T00:00:00.000Z' },
      'UNKNOWN_SIGNER',
      'red',
    ],
    ['withdrawn', { withdrawn: { on: '2026-04-01', reason: 'error' } }, 'WITHDRAWN', 'amber'],
    ['expired', { expiresOn: '2026-04-02' }, 'EXPIRED', 'amber'],
  ])('%s', async (_, change, code, colour) => {
    const [first] = world.records;
    if (!first) throw new Error('one record');
    const lookUp = (): typeof first => ({ ...first, ...change });
    expect(await verify(world.original, { lookUp })).toMatchObject({ code, colour });
  });

  test('without a proof the answer is current but never green', async () => {
    const { file } = world.original;
    const [first] = world.records;
    const verdict = await verifyDocument({
      file,
      lookUp: () => first ?? null,
      roots: [world.rootPem],
      revoked: [],
      isEntitled: () => true,
      today: '2026-04-03',
    });
    expect(verdict).toMatchObject({ code: 'CURRENT', colour: 'amber' });
    expect(verdict.steps[1]).toMatchObject({ outcome: 'notRun' });
  });

  test('another layout is found by rendering again', async () => {
    const deep = { layoutHash: () => Promise.resolve('0'.repeat(64)) };
    expect(await verify(world.original, { deep })).toMatchObject({
      code: 'LAYOUT_DIFFERS',
      colour: 'red',
    });
    const figuresHash = (): Promise<string> => Promise.resolve('0'.repeat(64));
    const same = async (): Promise<string> => Promise.resolve(world.rendered.layoutHash);
    expect(await verify(world.original, { deep: { layoutHash: same, figuresHash } })).toMatchObject(
      {
        code: 'FIGURES_NOT_FROM_LEDGER',
      },
    );
  });
});

describe('files of others', () => {
  const pdf = (body: string): Uint8Array => Buffer.from(`%PDF-1.7\n${body}\n%%EOF\n`, 'latin1');
  test.each([
    ['empty', new Uint8Array()],
    ['no PDF', Buffer.from('hello')],
    ['encrypted', pdf('trailer << /Encrypt 5 0 R >>')],
    ['script', pdf('1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj')],
    ['launch', pdf('1 0 obj << /S /Launch /F (cmd.exe) >> endobj')],
    ['layers', pdf('1 0 obj << /OCProperties << >> >> endobj')],
    ['a range over nothing', pdf('/ByteRange [0 1 2 3] /Contents <00>')],
    ['a range past the end', pdf('/ByteRange [0 10 20 99999999] /Contents <00>')],
  ])('%s is red and stops nothing', async (_, file) => {
    const verdict = await verify({ file });
    expect(verdict).toMatchObject({ code: 'HASH_NOT_ON_LEDGER', colour: 'red' });
    expect(verdict.steps).toHaveLength(9);
  });

  test('active content is said', async () => {
    const file = pdf('1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj');
    expect((await verify({ file })).remarks).toMatchObject([
      { code: 'ACTIVE_CONTENT', facts: { names: 'JavaScript JS OpenAction' } },
    ]);
  });

  test('a flipped bit is found even by a ledger that knows the changed file', async () => {
    const { file } = world.original;
    const [first] = world.records;
    if (!first) throw new Error('one record');
    for (let at = 40; at < file.length; at += Math.floor(file.length / 40)) {
      const sign = String.fromCharCode((file[at] ?? 0) ^ 0x04);
      const flipped = overwrite(file, at, sign);
      const lookUp = (fileHash: string): typeof first => ({ ...first, fileHash });
      expect([at, (await verify({ file: flipped }, { lookUp })).colour]).toEqual([at, 'red']);
    }
  });
});

test('every tampered file of the list was tried', () => {
  expect(Object.keys(world.tampered).sort()).toEqual([...TAMPERED].sort());
});
