import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { nextPosition } from '../position.ts';
import type { XmlDocument, XmlNode } from '../xml.ts';

/**
 * Fields of control and data records with their lengths in characters, as transaction WE60 documents
 * them; what follows the last field that is named here is not read.
 */
const LAYOUTS: Readonly<Record<string, string>> = {
  EDI_DC40:
    'TABNAM 10 MANDT 3 DOCNUM 16 DOCREL 4 STATUS 2 DIRECT 1 OUTMOD 1 EXPRSS 1 TEST 1 IDOCTYP 30 CIMTYP 30 MESTYP 30 MESCOD 3 MESFCT 3 STD 1 STDVRS 6 STDMES 6 SNDPOR 10 SNDPRT 2 SNDPFC 2 SNDPRN 10 SNDSAD 21 SNDLAD 70 RCVPOR 10 RCVPRT 2 RCVPFC 2 RCVPRN 10 RCVSAD 21 RCVLAD 70 CREDAT 8 CRETIM 6',
  E1EDK01:
    'ACTION 3 KZABS 1 CURCY 3 HWAER 3 WKURS 12 ZTERM 17 KUNDEUINR 20 EIGENUINR 20 BSART 4 BELNR 35 NTGEW 18 BRGEW 18 GEWEI 3 FKART_RL 4',
  E1EDKA1:
    'PARVW 3 PARTN 17 LIFNR 17 NAME1 35 NAME2 35 NAME3 35 NAME4 35 STRAS 35 STRS2 35 PFACH 35 ORT01 35 COUNC 9 PSTLZ 9 PSTL2 9 LAND1 3 ABLAD 35 PERNR 30 PARNR 30 TELF1 25 TELF2 25 TELBX 25 TELFX 25 TELTX 25 TELX1 25 SPRAS 1 ANRED 15 ORT02 35 HAUSN 6 STOCK 6 REGIO 3 PARGE 1 ISOAL 2 ISONU 2 FCODE 20 IHREZ 30 BNAME 35 PAORG 30 ORGTX 35 PAGRU 30 KNREF 30 ILNNR 70',
  E1EDK02: 'QUALF 3 BELNR 35 POSNR 6 DATUM 8 UZEIT 6',
  E1EDK03: 'IDDAT 3 DATUM 8 UZEIT 6',
  E1EDK04: 'MWSKZ 7 MSATZ 17 MWSBT 18',
  E1EDK14: 'QUALF 3 ORGID 35',
  E1EDK18: 'QUALF 3 TAGE 8 PRZNT 8',
  E1EDKT1: 'TDID 4',
  E1EDKT2: 'TDLINE 70 TDFORMAT 2',
  E1EDP01:
    'POSEX 6 ACTION 3 PSTYP 1 KZABS 1 MENGE 15 MENEE 3 BMNG2 15 PMENE 3 ABFTZ 7 VPREI 15 PEINH 9 NETWR 18 ANETW 18 SKFBP 18 NTGEW 18 GEWEI 3 EINKZ 1 CURCY 3 PREIS 18 MATKL 9',
  E1EDP02: 'QUALF 3 BELNR 35 ZEILE 6 DATUM 8',
  E1EDP03: 'IDDAT 3 DATUM 8 UZEIT 6',
  E1EDP04: 'MWSKZ 7 MSATZ 17 MWSBT 18',
  E1EDP19: 'QUALF 3 IDTNR 35 KTEXT 70',
  E1EDP20: 'WMENG 15 AMENG 15 EDATU 8',
  E1EDP26: 'QUALF 3 BETRG 20',
  E1EDS01: 'SUMID 3 SUMME 18 SUNIT 3 WAERQ 3',
};

/** Head of a data record (EDI_DD40): name 30, client 3, document 16, number 6, parent 6, level 2. */
const DATA_FROM = 63;
const CONTROL_LENGTH = 524;

type Written = { -readonly [N in keyof XmlNode]: XmlNode[N] };
type Line = { readonly text: string; readonly from: number; readonly number: number };

/**
 * Reads IDocs of fixed-length records into the tree that their XML form gives. A file that does not
 * begin with a control record, a control record that is cut, and a data record that names no parent
 * in its document are IDOC-01: half a document is never read.
 */
export function readFlat(decoded: Decoded, limits: Limits): Result<XmlDocument, Finding[]> {
  const source = decoded.text;
  const root = makeNode('FLAT', undefined, { text: '', from: 0, number: 1 }, 1);
  root.to = source.length;
  let open: OpenIdoc | undefined;
  let count = 0;
  for (const line of linesOf(source)) {
    count += 1;
    if (count > limits.treeMax) return fail([fatal('LIM-11', { line: line.number })]);
    if (line.text.startsWith('EDI_DC40')) {
      if (line.text.length < DATA_FROM) return fail([broken(line)]);
      open = openIdoc(root, line);
    } else if (!open || !addSegment(open, line)) return fail([broken(line)]);
  }
  return open
    ? ok({ root, source, byteAt: byteIndex(decoded) })
    : fail([fatal('IDOC-01', { line: 1 }, { record: '' })]);
}

function broken({ text, number }: Line): Finding {
  return fatal('IDOC-01', { line: number, column: 1 }, { record: text.slice(0, 30).trim() });
}

function* linesOf(source: string): Generator<Line> {
  let number = 0;
  for (const match of source.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    const [text] = match;
    if (/^[\r\n]/.test(text)) {
      number += 1;
      continue;
    }
    if (text.trim() !== '') yield { text, from: match.index, number: number + 1 };
  }
}

type OpenIdoc = { readonly node: Written; readonly segments: Map<string, Written> };

function openIdoc(root: Written, line: Line): OpenIdoc {
  const node = append(root, 'IDOC', line);
  const control = append(node, 'EDI_DC40', line);
  const text = line.text.slice(0, CONTROL_LENGTH);
  addFields(control, { ...line, text }, { layout: LAYOUTS['EDI_DC40'] ?? '', from: 0 });
  return { node, segments: new Map() };
}

/** A segment under its parent; types of segments carry a version (`E2EDK01005`) on the wire. */
function addSegment({ node, segments }: OpenIdoc, line: Line): boolean {
  const { text } = line;
  const name = text.slice(0, 30).trim();
  const number = text.slice(49, 55).trim();
  const parent = text.slice(55, 61).trim();
  if (!/^[A-Z][A-Z0-9_/]{2,29}$/.test(name) || !/^\d{1,6}$/.test(number)) return false;
  const isTop = /^0*$/.test(parent);
  const holder = isTop ? node : segments.get(parent);
  if (!holder) return false;
  const type = name.replace(/^E2(.+?)(\d{3})?$/, 'E1$1');
  const segment = append(holder, type, line);
  segments.set(number, segment);
  addFields(segment, line, { layout: LAYOUTS[type] ?? 'SDATA 1000', from: DATA_FROM });
  node.to = segment.to;
  return true;
}

function addFields(
  segment: Written,
  line: Line,
  of: { readonly layout: string; readonly from: number },
): void {
  let at = of.from;
  const words = of.layout.split(' ');
  for (let n = 0; n < words.length; n += 2) {
    const length = Number(words[n + 1]);
    const raw = line.text.slice(at, at + length);
    const text = raw.trim();
    if (text !== '') {
      const from = line.from + at + raw.length - raw.trimStart().length;
      const field = append(segment, words[n] ?? '', { ...line, from });
      field.text = text;
      field.to = from + text.length;
    }
    at += length;
  }
}

function append(parent: Written, local: string, line: Line): Written {
  const node = makeNode(local, parent, line, nextPosition(parent, { local, uri: '' }));
  parent.children.push(node);
  return node;
}

function makeNode(
  local: string,
  parent: Written | undefined,
  line: Line,
  position: number,
): Written {
  const { from, number, text } = line;
  const place = { line: number, column: 1, from, to: from + text.length };
  return { uri: '', local, parent, position, ...place, attributes: [], children: [], text: '' };
}
