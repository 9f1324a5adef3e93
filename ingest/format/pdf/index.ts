import { Buffer } from 'node:buffer';
import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { declaredCharset, decode } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import { mapCii } from '../cii/index.ts';
import type { MappedFile, ReadStage } from '../mapped.ts';
import { correctTree } from '../correct-tree.ts';
import { canonicalTree } from '../ubl/index.ts';
import { charsetFindings, readXml } from '../xml.ts';
import { embeddedFiles, type EmbeddedFile } from './attachments.ts';

const NAMES = /^(factur-x|zugferd-invoice|xrechnung|order-x)\.xml$/i;

/**
 * Reads the invoice that a PDF carries as attachment (Factur-X, ZUGFeRD). None is PDF-01, two with
 * different content are PDF-02. The visible page is never read.
 */
export function mapPdf(bytes: Uint8Array, stage: ReadStage): Result<MappedFile, Finding[]> {
  const named = embeddedFiles(bytes).filter(file => NAMES.test(file.name));
  const [file] = named;
  if (!file) return fail([fatal('PDF-01', {})]);
  const isOne = named.every(other => Buffer.from(other.bytes).equals(Buffer.from(file.bytes)));
  if (!isOne) {
    const names = named.map(f => f.name).join(', ');
    return fail([fatal('PDF-02', {}, { names })]);
  }
  return mapAttachment(file, stage);
}

function mapAttachment(file: EmbeddedFile, stage: ReadStage): Result<MappedFile, Finding[]> {
  const declared = declaredCharset(file.bytes);
  const decoded = decode(file.bytes, declared === undefined ? {} : { declared });
  if (!decoded.ok) return decoded;
  const parsed = readXml(decoded.value, stage.limits);
  if (!parsed.ok) return fail([...decoded.value.findings, parsed.error]);
  const document = { ...parsed.value, within: file.name };
  if (!/^CrossIndustry(Invoice|Document)$/.test(document.root.local)) {
    return fail([fatal('SN-03', {}, { kind: document.root.local, format: 'PDF' })]);
  }
  correctTree(document.root, stage.corrections ?? []);
  return ok({
    drafts: [mapCii(document)],
    findings: [...decoded.value.findings, ...charsetFindings(decoded.value.text)],
    charset: decoded.value.charset,
    canonicalText: () => canonicalTree(document.root),
    parts: new Map([[file.name, file.bytes]]),
  });
}
