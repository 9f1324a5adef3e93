import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderDocument } from '../kinds/index.ts';
import { workedCase, workedIssue } from '../kinds/worked-case.ts';
import { verifyCms } from '../verify/cms.ts';
import { coversWholeFile, signatureRanges } from '../verify/signatures.ts';
import { issueDocumentKey, makeDocumentRoot, signDocument, type DocumentKey } from './index.ts';

const VALID = { from: '2026-01-01T00:00:00.000Z', until: '2029-01-01T00:00:00.000Z' };
const AT = '2026-03-31T08:00:00.000Z';
let key: DocumentKey;
let body: Buffer;

beforeAll(async () => {
  const root = await makeDocumentRoot({ name: 'Root', party: 'r', serial: '01', ...VALID });
  key = await issueDocumentKey(root, { name: '算筹, Ltd.', party: 'p-1', serial: '0a', ...VALID });
  const rendered = await renderDocument(
    'DEBT_CONFIRMATION',
    workedCase.DEBT_CONFIRMATION,
    workedIssue('zh', 'N-1'),
  );
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error));
  ({ body } = rendered.value);
});

const codeOf = async (more: Partial<Parameters<typeof signDocument>[0]>): Promise<unknown> => {
  const signed = await signDocument({ body, key, at: AT, reason: 'r', ...more });
  return signed.ok ? null : signed.error[0];
};

test('the signed file begins with exactly the body, and one signature covers all of it', async () => {
  const signed = await signDocument({ body, key, at: AT, reason: '签发' });
  if (!signed.ok) throw new Error('signed');
  const { file, bodyLength } = signed.value;
  expect(file.subarray(0, bodyLength).equals(body)).toBe(true);
  const ranges = signatureRanges(file);
  if ('fault' in ranges) throw new Error(ranges.fault);
  expect(ranges).toHaveLength(1);
  expect(coversWholeFile(ranges, file.length)).toBe(true);
  const [only] = ranges;
  const signer = only ? verifyCms(only.contents, only.covered) : null;
  expect(signer?.signedAt).toBe(AT);
  expect(signer?.certificate.subject).toContain('serialNumber=p-1');
  expect(file.subarray(bodyLength).toString('latin1')).toContain('/ETSI.CAdES.detached');
});

test.each([
  ['expired', { at: '2029-01-01T00:00:01.000Z' }],
  ['notYetValid', { at: '2025-12-31T23:59:59.000Z' }],
  ['revoked', { revoked: ['0A'] }],
])('a certificate that is %s signs nothing', async (reason, more) => {
  expect(await codeOf(more)).toMatchObject({ code: 'SIGNING_REFUSED', facts: { reason } });
});

test('a key in a PKCS #12 file signs as well', async () => {
  if (spawnSync('openssl', ['version']).status !== 0) {
    console.log('skipped: no openssl here to make a PKCS #12 file with');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tally-p12-'));
  try {
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('key.pem'), key.privateKeyPem);
    writeFileSync(path('certificate.pem'), key.certificatePem);
    const words = ['pkcs12', '-export', '-inkey', path('key.pem'), '-in', path('certificate.pem')];
    execFileSync('openssl', [...words, '-out', path('key.p12'), '-passout', 'pass:secret']);
    const p12 = { p12: new Uint8Array(readFileSync(path('key.p12'))), password: 'secret' };
    const signed = await signDocument({ body, key: p12, at: AT, reason: 'r' });
    if (!signed.ok) throw new Error('signed');
    const ranges = signatureRanges(signed.value.file);
    const [only] = 'fault' in ranges ? [] : ranges;
    expect(only && verifyCms(only.contents, only.covered)).not.toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
