import { fail, ok, type Result } from '../../domain/result/index.ts';
import { isList, isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import type { Revocation } from './record.ts';

/**
 * What proves one document offline: whole blocks of the channel, the one with the anchor first, then
 * any that replaced or withdrew the document, and the headers from there to a checkpoint.
 */
export type DocumentProof = {
  readonly format: 'tally-document-proof/1';
  readonly channel: string;
  /** `common.Block` bytes, base64. */
  readonly blocks: readonly string[];
  /** Headers in a row, hex; may end at a pinned checkpoint. */
  readonly headers: readonly ProofHeader[];
};

export type ProofHeader = {
  readonly number: number;
  readonly previousHash: string;
  readonly dataHash: string;
};

/** What a verifier trusts without asking anybody: roots, entitlements, revocations, a checkpoint. */
export type TrustPins = {
  readonly format: 'tally-pins/1';
  /** Address that QR codes lead to. */
  readonly verifyAddress: string;
  /** Roots of document certificates, PEM. */
  readonly documentRoots: readonly string[];
  /** Roots of the organisations whose peers endorse, PEM. */
  readonly organisations: readonly { readonly mspId: string; readonly root: string }[];
  /** Which party may issue which kinds; `*` stands for every kind. */
  readonly entitled: readonly { readonly party: string; readonly kinds: readonly string[] }[];
  readonly revoked: readonly Revocation[];
  readonly checkpoint?: { readonly number: number; readonly hash: string };
};

/** The text of a proof file. Blocks are given as bytes. */
export function proofText(proof: {
  readonly channel: string;
  readonly blocks: readonly Uint8Array[];
  readonly headers?: readonly ProofHeader[];
}): string {
  const file: DocumentProof = {
    format: 'tally-document-proof/1',
    channel: proof.channel,
    blocks: proof.blocks.map(bytes => Buffer.from(bytes).toString('base64')),
    headers: proof.headers ?? [],
  };
  return JSON.stringify(file);
}

/** The text of a pins file. */
export function pinsText(pins: Omit<TrustPins, 'format'>): string {
  const file: TrustPins = { format: 'tally-pins/1', ...pins };
  return JSON.stringify(file, null, 2);
}

/** Reads a proof file; the fault names the first member that is wrong. */
export function readProof(text: string): Result<DocumentProof, string> {
  const wire = readFormat(text, 'tally-document-proof/1');
  if (!wire.ok) return wire;
  const { channel, blocks, headers } = wire.value;
  if (typeof channel !== 'string') return fail('channel');
  if (!isTexts(blocks) || blocks.length === 0) return fail('blocks');
  if (!isList(headers) || !headers.every(isHeader)) return fail('headers');
  return ok(wire.value as unknown as DocumentProof);
}

/** Reads a pins file; the fault names the first member that is wrong. */
export function readPins(text: string): Result<TrustPins, string> {
  const wire = readFormat(text, 'tally-pins/1');
  if (!wire.ok) return wire;
  const { verifyAddress, documentRoots, organisations, entitled, revoked } = wire.value;
  if (typeof verifyAddress !== 'string') return fail('verifyAddress');
  if (!isTexts(documentRoots)) return fail('documentRoots');
  if (!hasTexts(organisations, ['mspId', 'root'])) return fail('organisations');
  if (!hasTexts(entitled, ['party'])) return fail('entitled');
  if (!hasTexts(revoked, ['serial', 'at'])) return fail('revoked');
  return ok(wire.value as unknown as TrustPins);
}

function readFormat(
  text: string,
  format: string,
): Result<Readonly<Record<string, Wire | undefined>>, string> {
  const wire = parseWire(text);
  if (!wire.ok) return fail(wire.error.map(({ path, fault }) => `${path} ${fault}`).join('; '));
  if (!isObject(wire.value) || wire.value['format'] !== format) return fail(`not a ${format} file`);
  return ok(wire.value);
}

function isHeader(wire: Wire): boolean {
  if (!isObject(wire) || typeof wire['number'] !== 'number') return false;
  return typeof wire['previousHash'] === 'string' && typeof wire['dataHash'] === 'string';
}

function isTexts(wire: Wire | undefined): wire is readonly string[] {
  return isList(wire) && wire.every(item => typeof item === 'string');
}

function hasTexts(wire: Wire | undefined, names: readonly string[]): boolean {
  if (!isList(wire)) return false;
  return wire.every(item => isObject(item) && names.every(name => typeof item[name] === 'string'));
}
