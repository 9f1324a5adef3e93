import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DocumentKey,
  issueDocumentKey,
  makeDocumentRoot,
  pinsText,
} from '../../reports/index.ts';

const yearsOfRoot = 10;
const yearsOfKey = 1;

/**
 * The key that signs this installation's documents, with its certificate under a root of its own;
 * made at the first document. `pins.json` beside it is what a reader pins.
 */
export async function documentSigningKey(
  folder: string,
  of: {
    readonly operator: string;
    readonly name: string;
    readonly origin: string;
    readonly now: () => number;
  },
): Promise<DocumentKey> {
  const file = join(folder, 'signing.json');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return JSON.parse(kept) as DocumentKey;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const from = of.now() - 86_400_000;
  const request = (name: string, years: number) => ({
    name,
    party: of.operator,
    serial: randomBytes(16).toString('hex'),
    from: new Date(from).toISOString(),
    until: new Date(from + years * 365 * 86_400_000).toISOString(),
  });
  const root = await makeDocumentRoot(request(`${of.name} Root`, yearsOfRoot));
  const key = await issueDocumentKey(root, request(of.name, yearsOfKey));
  await writeWhole(
    join(folder, 'pins.json'),
    pinsText({
      verifyAddress: of.origin,
      documentRoots: [root.certificatePem],
      organisations: [],
      entitled: [{ party: of.operator, kinds: ['*'] }],
      revoked: [],
    }),
  );
  await writeWhole(file, JSON.stringify(key));
  return key;
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}
