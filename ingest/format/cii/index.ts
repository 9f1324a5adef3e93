import type { Finding } from '../../finding.ts';
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
  return { kind: 'invoice', draft, findings, root };
}
