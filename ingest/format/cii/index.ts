import type { Finding } from '../../finding.ts';
import type { Draft } from '../../locator.ts';
import { mapNode } from '../mapping.ts';
import type { DraftDocument } from '../mapped.ts';
import type { XmlDocument } from '../xml.ts';
import { CROSS_INDUSTRY_DOCUMENT, CROSS_INDUSTRY_INVOICE } from './table.ts';

const OWN = /^urn:(un:unece:uncefact:data:|ferd:CrossIndustryDocument:)/;

/** Maps a CrossIndustryInvoice, or a CrossIndustryDocument of ZUGFeRD 1, to a draft. */
export function mapCii(document: XmlDocument): DraftDocument {
  const { root } = document;
  const findings: Finding[] = [];
  const isOwn = (uri: string): boolean => OWN.test(uri);
  const table =
    root.local === 'CrossIndustryDocument' ? CROSS_INDUSTRY_DOCUMENT : CROSS_INDUSTRY_INVOICE;
  const draft = mapNode({ document, isOwn, findings }, root, table);
  const lines = draft.groups['lines']?.filter(isBilled);
  if (lines) draft.groups['lines'] = lines;
  return { kind: 'invoice', draft, findings, root };
}

/** Lines of an extended profile that sum up others or only tell something. */
const UNBILLED: ReadonlySet<string> = new Set(['GROUP', 'INFORMATION']);

/**
 * Whether a line is billed: ZUGFeRD 1 writes texts between lines as lines without amount and
 * quantity; Factur-X Extended marks headings of sub-lines, whose total their lines have too.
 */
function isBilled({ values }: Draft): boolean {
  if (UNBILLED.has(values['status']?.text ?? '')) return false;
  return values['net'] !== undefined || values['quantity'] !== undefined;
}
