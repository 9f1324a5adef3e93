import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledger, organisationRoots } from '../../ledger/index.ts';
import {
  type DocumentKey,
  issueDocumentKey,
  makeDocumentRoot,
  pinsText,
  readPins,
  type TrustPins,
} from '../../reports/index.ts';
import { newestBlock } from './proof.ts';

const yearsOfRoot = 10;
const yearsOfKey = 1;
const msOfYear = 365 * 86_400_000;

/** Where the document keys lie, and the file that a reader pins. */
export type KeyPlace = {
  /** Folder of the root and of the signing key, for its owner alone. */
  readonly folder: string;
  readonly pinsFile: string;
  /** Where QR codes lead. */
  readonly origin: string;
  readonly ledger: Pick<Ledger, 'blocks' | 'info'>;
  readonly now: () => number;
};

export type Signing = { readonly key: DocumentKey; readonly pins: TrustPins };

/**
 * The key that signs the operator's documents with its certificate under a root of this
 * installation: made once, as soon as the channel has an operator. The pins file is written with
 * them: the root, the organisations' roots, and the newest block as checkpoint.
 */
export async function documentSigning(
  place: KeyPlace,
  operator: { readonly id: string; readonly name: string },
): Promise<Signing> {
  const { folder, pinsFile } = place;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'signing.json');
  const key = (await kept(file)) ?? (await makeKey(place, operator));
  const pinned = await readFile(pinsFile, 'utf8').catch(() => null);
  if (pinned === null) await writePins(place, { operator: operator.id, key });
  const pins = readPins(await readFile(pinsFile, 'utf8'));
  if (!pins.ok) throw new Error(`${pinsFile}: ${pins.error}`);
  return { key, pins: pins.value };
}

async function kept(file: string): Promise<DocumentKey | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as DocumentKey);
}

async function makeKey(
  { folder, now }: KeyPlace,
  operator: { readonly id: string; readonly name: string },
): Promise<DocumentKey> {
  const from = now() - 86_400_000;
  const request = (name: string, years: number) => ({
    name,
    party: operator.id,
    // The first bit of a serial number is its sign.
    serial: `0${randomBytes(16).toString('hex').slice(1)}`,
    from: new Date(from).toISOString(),
    until: new Date(from + years * msOfYear).toISOString(),
  });
  const rootFile = join(folder, 'root.json');
  const root =
    (await kept(rootFile)) ??
    (await makeDocumentRoot(request(`${operator.name} Document Root`, yearsOfRoot)));
  await writeWhole(rootFile, JSON.stringify(root));
  const key = await issueDocumentKey(root, request(operator.name, yearsOfKey));
  await writeWhole(join(folder, 'signing.json'), JSON.stringify(key));
  return key;
}

async function writePins(
  { pinsFile, origin, ledger }: KeyPlace,
  of: { readonly operator: string; readonly key: DocumentKey },
): Promise<void> {
  const { certificatePem, chainPem } = of.key;
  const text = pinsText({
    verifyAddress: origin,
    documentRoots: [chainPem.at(-1) ?? certificatePem],
    organisations: await organisationRoots(ledger),
    entitled: [{ party: of.operator, kinds: ['*'] }],
    revoked: [],
    checkpoint: await newestBlock(ledger),
  });
  await writeWhole(pinsFile, text);
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}
