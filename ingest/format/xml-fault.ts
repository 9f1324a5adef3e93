import { fatal, type Finding } from '../finding.ts';
import { LineCursor } from './line-cursor.ts';
import type { XmlFault } from './xml-scan.ts';

/** What a fault of the text is called, with its line and column. */
export function faultFinding(fault: XmlFault, source: string, path?: string): Finding {
  const { rule, at, message } = fault;
  const lines = new LineCursor(source);
  const place = { ...lines.placeAt(at), ...(path === undefined ? {} : { path }) };
  return fatal(rule, place, rule === 'XML-01' ? { message } : {});
}
