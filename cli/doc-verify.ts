import { readFileSync } from 'node:fs';
import {
  readPins,
  readProof,
  renderAgain,
  verifyDocument,
  type DocumentRecord,
  type ProofResult,
  type TrustPins,
  type Verdict,
  type VerifyInput,
} from '../reports/index.ts';
import { proveDocuments } from './doc-proof.ts';
import { verdictLines } from './doc-verify-text.ts';

/** A running product's answer about one file. */
export type OnlineLedger = {
  readonly lookUp: (fileHash: string) => Promise<DocumentRecord | null>;
  readonly lookUpDocument?: (documentId: string) => Promise<DocumentRecord | null>;
  readonly checkProof?: (record: DocumentRecord) => Promise<ProofResult>;
};

export type VerifyOptions = {
  /** Path of the pins file: roots, entitlements, revocations. */
  readonly pins: string;
  /** Path of a proof file: verification without network. */
  readonly proof?: string;
  /** Asks a running product when no proof file is given; rejects with {@link SourceMissing}. */
  readonly online?: (file: Uint8Array, pins: TrustPins) => Promise<OnlineLedger>;
  /** The link read from the paper's QR code. */
  readonly qr?: string;
  /** Also render the document again and compare (step 9). */
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly language?: 'zh' | 'en';
  /** BusinessDate that the status is judged on. */
  readonly today: string;
};

/** Something that the verification needs could not be read or reached: exit 6. */
export class SourceMissing extends Error {}

/**
 * `tally doc verify FILE`: prints every step in its order and the verdict. Exits 0 when the document is
 * genuine and current with every step run, 3 when it is not, 6 when file, pins, proof or ledger
 * cannot be read.
 */
export async function verifyCommand(
  file: string,
  options: VerifyOptions,
  print: (line: string) => void,
): Promise<0 | 3 | 6> {
  try {
    const pins = parsed(options.pins, readPins);
    const bytes = read(file);
    const verdict = await verifyDocument({
      file: bytes,
      ...(await ledgerOf(options, pins, bytes)),
      roots: pins.documentRoots,
      revoked: pins.revoked,
      isEntitled: (party, kind) => isEntitled(pins, party, kind),
      today: options.today,
      ...(options.qr === undefined
        ? {}
        : { qr: { link: options.qr, address: pins.verifyAddress } }),
      ...(options.deep ? { deep: { layoutHash: layoutOf } } : {}),
    });
    for (const line of linesOf(verdict, file, options)) print(line);
    return verdict.colour === 'green' ? 0 : 3;
  } catch (error) {
    if (!(error instanceof SourceMissing)) throw error;
    print(options.json ? JSON.stringify({ file, missing: error.message }) : error.message);
    return 6;
  }
}

function linesOf(verdict: Verdict, file: string, options: VerifyOptions): readonly string[] {
  if (options.json) {
    const { figures, ...rest } = verdict;
    return [JSON.stringify({ file, ...rest, facts: figures === null ? null : figures.figures })];
  }
  return verdictLines(verdict, { file, language: options.language ?? 'en' });
}

async function ledgerOf(
  options: VerifyOptions,
  pins: TrustPins,
  file: Uint8Array,
): Promise<Pick<VerifyInput, 'lookUp' | 'lookUpDocument' | 'checkProof'>> {
  if (options.proof !== undefined) {
    const { records, check } = proveDocuments(parsed(options.proof, readProof), pins);
    return {
      lookUp: hash => records.find(({ fileHash }) => fileHash === hash) ?? null,
      lookUpDocument: id => records.find(({ documentId }) => documentId === id) ?? null,
      checkProof: () => check,
    };
  }
  if (options.online === undefined) {
    throw new SourceMissing('no ledger to ask: name a proof file, or start the product');
  }
  return options.online(file, pins);
}

async function layoutOf(figures: Parameters<typeof renderAgain>[0]): Promise<string> {
  return (await renderAgain(figures)).layoutHash;
}

function isEntitled(pins: TrustPins, party: string, kind: string): boolean {
  return pins.entitled.some(
    entry => entry.party === party && (entry.kinds.includes('*') || entry.kinds.includes(kind)),
  );
}

function parsed<T>(
  path: string,
  parse: (text: string) => { ok: true; value: T } | { ok: false; error: string },
): T {
  const result = parse(new TextDecoder().decode(read(path)));
  if (!result.ok) throw new SourceMissing(`${path}: ${result.error}`);
  return result.value;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceMissing(`${path}: ${why}`);
  }
}
