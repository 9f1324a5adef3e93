import { X509Certificate } from 'node:crypto';
import { parseWire } from '../../domain/wire/index.ts';
import { readFigures, sha256Hex, type Figures } from '../figures/index.ts';
import { attachedFile } from '../sign/index.ts';
import { checkChain, partyOf } from './chain.ts';
import { verifyCms, type CmsSigner } from './cms.ts';
import {
  failed,
  notRun,
  passed,
  STEPS,
  verdictOf,
  type Finding,
  type Step,
  type StepName,
  type Verdict,
} from './outcome.ts';
import type { DocumentRecord, Revocation } from './record.ts';
import { remarksOn } from './remarks.ts';
import { coversWholeFile, signatureRanges, type SignatureRange } from './signatures.ts';

/** What a verification needs; nothing is fetched and no clock is read. */
export type VerifyInput = {
  readonly file: Uint8Array;
  /** The record whose fileHash is this SHA-256, if the ledger has one. */
  readonly lookUp: (fileHash: string) => DocumentRecord | null | Promise<DocumentRecord | null>;
  /** The record of a document id: names what a changed file was made from. */
  readonly lookUpDocument?: (id: string) => DocumentRecord | null | Promise<DocumentRecord | null>;
  /** True when the record's block proof holds under the pinned network keys; absent: step 2 not run. */
  readonly checkProof?: (record: DocumentRecord) => Promise<ProofResult> | ProofResult;
  /** Pinned roots of document certificates, PEM. */
  readonly roots: readonly string[];
  readonly revoked: readonly Revocation[];
  /** Whether a party may issue this kind at a moment. */
  readonly isEntitled: (party: string, kind: string, at: string) => boolean;
  /** BusinessDate that the status is judged on. */
  readonly today: string;
  /** The link read from the paper's QR code, and the address that is genuine. */
  readonly qr?: { readonly link: string; readonly address: string };
  /** Step 9, on request: render the attached figures again, rebuild them from the ledger. */
  readonly deep?: DeepCheck;
};

export type ProofResult = { readonly ok: true } | { readonly ok: false; readonly why: string };

export type DeepCheck = {
  readonly layoutHash: (figures: Figures) => Promise<string>;
  readonly figuresHash?: (figures: Figures) => Promise<string>;
};

/** The id of the document that a file says it is, by its attached figures; nothing is checked. */
export async function documentIdIn(file: Uint8Array): Promise<string | null> {
  if (unreadableBecause(file) !== null) return null;
  const attached = await attachedFile(file, 'figures.json');
  return attached === null ? null : (parseFigures(attached)?.document.documentId ?? null);
}

const FILE_MAX = 100 * 1024 * 1024;

/** All steps of DOC-24 in their order; the verdict is the first failure. Never throws for a bad file. */
export async function verifyDocument(input: VerifyInput): Promise<Verdict> {
  const seen = await look(input);
  const findings: Readonly<Record<StepName, Finding>> = {
    hash: hashStep(seen),
    proof: await proofStep(seen, input),
    coverage: coverageStep(seen),
    signature: signatureStep(seen),
    signer: signerStep(seen, input),
    issuer: issuerStep(seen, input),
    figures: figuresStep(seen),
    status: statusStep(seen, input),
    deep: await deepStep(seen, input),
  };
  const steps = STEPS.map((name, index): Step => ({ step: index + 1, name, ...findings[name] }));
  return verdictOf(steps, { ...seen, remarks: remarksOn({ ...seen, qr: input.qr }) });
}

/** Everything that the steps judge, read once. */
type Seen = {
  readonly file: Uint8Array;
  readonly fileHash: string;
  readonly record: DocumentRecord | null;
  /** The record by hash, or else the one that the attached figures name. */
  readonly related: DocumentRecord | null;
  readonly unreadable: string | null;
  readonly ranges: readonly SignatureRange[] | { readonly fault: string };
  readonly signers: readonly (CmsSigner | null)[];
  readonly figures: Figures | null;
  readonly figuresHash: string | null;
};

async function look(input: VerifyInput): Promise<Seen> {
  const { file } = input;
  const fileHash = sha256Hex(file);
  const record = await input.lookUp(fileHash);
  const unreadable = unreadableBecause(file);
  const ranges = unreadable === null ? signatureRanges(file) : { fault: unreadable };
  const attached = unreadable === null ? await attachedFigures(file, record) : null;
  const figures = attached === null ? null : parseFigures(attached);
  return {
    file,
    fileHash,
    record,
    related: record ?? (await recordNamedBy(figures, input)),
    unreadable,
    ranges,
    signers: signersOf(ranges),
    figures,
    figuresHash: attached === null ? null : sha256Hex(attached),
  };
}

async function recordNamedBy(
  figures: Figures | null,
  input: VerifyInput,
): Promise<DocumentRecord | null> {
  if (figures === null || input.lookUpDocument === undefined) return null;
  return input.lookUpDocument(figures.document.documentId);
}

function signersOf(ranges: Seen['ranges']): Seen['signers'] {
  if ('fault' in ranges) return [];
  return ranges.map(item => verifyCms(item.contents, item.covered));
}

/** Read from the anchored body alone, so that no later update can swap the attachment. */
async function attachedFigures(
  file: Uint8Array,
  record: DocumentRecord | null,
): Promise<Uint8Array | null> {
  const body = record === null ? file : file.subarray(0, record.bodyLength);
  return attachedFile(body, 'figures.json');
}

function parseFigures(bytes: Uint8Array): Figures | null {
  const wire = parseWire(new TextDecoder().decode(bytes));
  return wire.ok ? readFigures(wire.value) : null;
}

function unreadableBecause(file: Uint8Array): string | null {
  if (file.length > FILE_MAX) return 'larger than 100 MB';
  const text = Buffer.from(file).toString('latin1');
  if (!text.startsWith('%PDF-')) return 'not a PDF';
  return /\/Encrypt\s+\d+ \d+ R/.test(text) ? 'encrypted' : null;
}

function hashStep(seen: Seen): Finding {
  const { record, fileHash } = seen;
  if (record === null || record.fileHash !== fileHash) {
    return failed('HASH_NOT_ON_LEDGER', { fileHash });
  }
  return passed({ fileHash, documentId: record.documentId, block: String(record.block) });
}

async function proofStep(seen: Seen, input: VerifyInput): Promise<Finding> {
  if (seen.record === null) return notRun('no record to prove');
  if (input.checkProof === undefined) return notRun('no proof was given');
  const proof = await input.checkProof(seen.record);
  if (!proof.ok) return failed('PROOF_INVALID', { why: proof.why });
  return passed({ block: String(seen.record.block), txId: seen.record.txId });
}

function coverageStep(seen: Seen): Finding {
  if (seen.unreadable !== null) return failed('NOT_READABLE', { why: seen.unreadable });
  const { ranges, file } = seen;
  if ('fault' in ranges) return failed('CHANGED_AFTER_SIGNING', { why: ranges.fault });
  if (coversWholeFile(ranges, file.length)) return passed({ signatures: String(ranges.length) });
  const last = ranges.at(-1)?.range ?? [0, 0, 0, 0];
  const behind = file.length - last[2] - last[3];
  return failed('CHANGED_AFTER_SIGNING', { why: `${behind} bytes after the last signature` });
}

function signatureStep(seen: Seen): Finding {
  if (seen.unreadable !== null) return failed('NOT_READABLE', { why: seen.unreadable });
  if ('fault' in seen.ranges) return failed('SIGNATURE_BROKEN', { why: seen.ranges.fault });
  const broken = seen.signers.findIndex(signer => signer === null);
  if (broken >= 0) return failed('SIGNATURE_BROKEN', { signature: String(broken + 1) });
  return passed({ signatures: String(seen.signers.length) });
}

function signerStep(seen: Seen, input: VerifyInput): Finding {
  const signers = seen.signers.filter(signer => signer !== null);
  if (signers.length === 0) return notRun('no signature holds');
  const roots = input.roots.map(pem => new X509Certificate(pem));
  for (const { certificate, included, signedAt } of signers) {
    const moment = seen.related?.anchoredAt ?? signedAt;
    if (moment === null) return failed('UNKNOWN_SIGNER', { why: 'no moment of issue' });
    const chain = checkChain({ certificate, included, roots, revoked: input.revoked, moment });
    if (!chain.ok) return failed(chain.code, { why: chain.why, signer: oneLine(certificate) });
  }
  const [first] = signers;
  return passed(first ? { signer: oneLine(first.certificate) } : {});
}

function issuerStep(seen: Seen, input: VerifyInput): Finding {
  const { related } = seen;
  if (related === null) return notRun('no record names the issuer');
  const [first] = seen.signers;
  if (!first) return notRun('no signature holds');
  const party = partyOf(first.certificate);
  if (party !== related.issuer) {
    return failed('WRONG_ISSUER', { signer: party ?? 'none', issuer: related.issuer });
  }
  if (!input.isEntitled(party, related.kind, related.anchoredAt)) {
    return failed('WRONG_ISSUER', { issuer: party, kind: related.kind, why: 'not entitled' });
  }
  return passed({ issuer: party, kind: related.kind });
}

function figuresStep(seen: Seen): Finding {
  const { related, file } = seen;
  if (related === null) return notRun('no record names the figures');
  if (seen.unreadable !== null) return failed('NOT_READABLE', { why: seen.unreadable });
  const body = file.subarray(0, related.bodyLength);
  if (body.length !== related.bodyLength || sha256Hex(body) !== related.bodyHash) {
    return failed('FIGURES_DIFFER', { why: 'the body is not the one anchored' });
  }
  if (seen.figuresHash !== related.figuresHash) {
    return failed('FIGURES_DIFFER', { why: 'the attached figures are not those anchored' });
  }
  return passed({ figuresHash: related.figuresHash, bodyLength: String(related.bodyLength) });
}

function statusStep(seen: Seen, input: VerifyInput): Finding {
  const record = seen.related;
  if (record === null) return notRun('no record tells the status');
  const { replacedBy, withdrawn, expiresOn, effectiveOn } = record;
  if (withdrawn) return failed('WITHDRAWN', { on: withdrawn.on, reason: withdrawn.reason });
  if (replacedBy) {
    const { number, documentId, on } = replacedBy;
    return failed('REPLACED', { by: number, documentId, since: on });
  }
  if (input.today < effectiveOn) return failed('NOT_YET', { effectiveOn });
  if (expiresOn !== undefined && input.today > expiresOn) return failed('EXPIRED', { expiresOn });
  return passed({ effectiveOn });
}

async function deepStep(seen: Seen, input: VerifyInput): Promise<Finding> {
  const { deep } = input;
  const { figures, related } = seen;
  if (deep === undefined) return notRun('not asked for');
  if (figures === null || related === null) return notRun('no figures to render');
  if ((await deep.layoutHash(figures)) !== related.layoutHash) return failed('LAYOUT_DIFFERS');
  if (deep.figuresHash && (await deep.figuresHash(figures)) !== related.figuresHash) {
    return failed('FIGURES_NOT_FROM_LEDGER');
  }
  return passed({ layoutHash: related.layoutHash });
}

function oneLine(certificate: X509Certificate): string {
  return certificate.subject.split('\n').join(', ');
}
