import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Attachment } from '../../domain/document/index.ts';
import { warning } from '../finding.ts';
import type { Draft, Lexical } from '../locator.ts';
import { scan } from '../scan.ts';
import { present } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

/**
 * Attachments by name, type, size and hash; their content stays in the raw file. One that the
 * scanner holds is left out and named (SCAN-01), one that is no base64 too (SCAN-02); the document
 * itself loads.
 */
export function readAttachments(reader: CanonicalReader, draft: Draft): Attachment[] {
  return (draft.groups['attachments'] ?? []).flatMap((one, n): Attachment[] => {
    const { content, uri, id } = one.values;
    if (!content) return [];
    const path = `attachments[${n}]`;
    const name = nameOf(content, id);
    const place = { path, line: content.at.line, column: content.at.column };
    const bytes = decodeBase64(content.text);
    if (!bytes) {
      reader.findings.push(warning('SCAN-02', place, { name }));
      return [];
    }
    const sha256 = hash('sha256', bytes, 'hex');
    if (scan(bytes) === 'held') {
      reader.findings.push(warning('SCAN-01', place, { name, sha256 }));
      return [];
    }
    const mime = content.attributes?.['mimeCode']?.text ?? 'application/octet-stream';
    const own = { name, mime, bytes: bytes.length, sha256 };
    return [{ ...own, ...present({ uri: uri?.text }) }];
  });
}

function nameOf(content: Lexical, id: Lexical | undefined): string {
  return content.attributes?.['filename']?.text ?? id?.text ?? 'attachment';
}

function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/\s+/g, '');
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare))
    return undefined;
  return Buffer.from(bare, 'base64');
}
