import { signatureRanges } from '../../reports/verify/signatures.ts';
import { verifyCms } from '../../reports/verify/cms.ts';
import { verifyDocument } from '../../reports/index.ts';
import { ISSUER, makeWorld, type TestFile, type World } from './document-files.ts';

// Control C-07: a verifier that trusts "signature valid" must be caught by the tampered files.

type Verifier = (file: Uint8Array) => Promise<boolean>;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

/** The tampered files that a verifier calls good. */
async function fooledBy(verifier: Verifier): Promise<string[]> {
  const fooled: string[] = [];
  for (const test of Object.values<TestFile>(world.tampered)) {
    if (await verifier(test.file)) fooled.push(test.name);
  }
  return fooled.sort();
}

/** What a reader's green tick says: the signature over its byte range holds. */
const trustsSignature: Verifier = file => {
  const ranges = signatureRanges(file);
  const isValid =
    !('fault' in ranges) &&
    ranges.every(({ contents, covered }) => verifyCms(contents, covered) !== null);
  return Promise.resolve(isValid);
};

const ours: Verifier = async file => {
  const verdict = await verifyDocument({
    file,
    lookUp: hash => world.records.find(({ fileHash }) => fileHash === hash) ?? null,
    checkProof: () => ({ ok: true }),
    roots: [world.rootPem],
    revoked: world.revoked,
    isEntitled: party => party === ISSUER,
    today: '2026-04-03',
  });
  return verdict.colour === 'green';
};

test('both call the original good', async () => {
  expect([await trustsSignature(world.original.file), await ours(world.original.file)]).toEqual([
    true,
    true,
  ]);
});

test('"signature valid" passes files with a painted amount, more bytes, a forged signer', async () => {
  expect(await fooledBy(trustsSignature)).toEqual([
    'appended bytes',
    'attacker certificate',
    'painted amount',
    'pasted QR',
    'revoked key',
    'superseded version',
  ]);
});

test('our verifier is fooled by none', async () => {
  expect(await fooledBy(ours)).toEqual([]);
});
