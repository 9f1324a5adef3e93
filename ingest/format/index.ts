import { fail, ok, type Result } from '../../domain/result/index.ts';
import { decode, declaredCharset, type Decoded } from '../decode.ts';
import type { Finding } from '../finding.ts';
import type { Format } from '../sniff.ts';
import { mapBai2 } from './bai2/index.ts';
import { mapCamt } from './camt/index.ts';
import { mapCii } from './cii/index.ts';
import { mapCsv } from './csv/index.ts';
import { edifactCharset, mapEdifact, mapX12 } from './edi/index.ts';
import { mapEinvoice, mapXbrl } from './einvoice/index.ts';
import { mapFlatIdoc, mapIdoc } from './idoc/index.ts';
import { mapJson } from './json/index.ts';
import type { BytesReader, DraftDocument, ReadStage, TextReader } from './mapped.ts';
import { mapMt } from './mt/index.ts';
import { mapOfx, ofxCharset, readOfx } from './ofx/index.ts';
import { mapPdf } from './pdf/index.ts';
import { mapPain } from './pain/index.ts';
import { mapQif } from './qif/index.ts';
import { correctTree } from './correct-tree.ts';
import { mapXlsx } from './xlsx/index.ts';
import { canonicalTree, mapUbl } from './ubl/index.ts';
import { charsetFindings, readXml, type XmlDocument } from './xml.ts';
import type { Folded } from './xml-tree.ts';

export {
  eachAnew,
  type BytesReader,
  type DraftDocument,
  type MappedFile,
  type ReadStage,
} from './mapped.ts';

/** What very many of may stand in one message. */
const ENTRIES: Folded = new Set(['Ntry']);
const PAYMENTS: Folded = new Set(['CdtTrfTxInf']);

/** The reader of each format; a format without one is told apart and not read (SN-03). */
export const READERS: Readonly<Partial<Record<Format, BytesReader>>> = {
  ubl: xml(document => [mapUbl(document)]),
  cii: xml(document => [mapCii(document)]),
  x12: text(mapX12, () => ({})),
  edifact: (bytes, stage) => {
    const charset = edifactCharset(bytes);
    const decoded = decode(bytes, charset === undefined ? {} : { profile: charset });
    return withText(decoded, stage, mapEdifact);
  },
  einvoice: xml((document, stage) => mapEinvoice(document, stage.sealKeys)),
  xbrl: xml(document => [mapXbrl(document)]),
  idoc: (bytes, stage) =>
    (stage.sniffed.namespace === undefined ? FLAT_IDOC : XML_IDOC)(bytes, stage),
  pdf: mapPdf,
  mt940: text(mapMt, () => ({})),
  bai2: text(mapBai2, () => ({})),
  qif: text(mapQif, charsetOfProfile),
  ofx: (bytes, stage) => {
    const declared = declaredCharset(bytes) ?? ofxCharset(bytes);
    const decoded = decode(bytes, declared === undefined ? {} : { declared });
    return withText(decoded, stage, given => {
      const parsed = readOfx(given, stage.limits);
      if (!parsed.ok) return parsed;
      const canonicalText = (): string => canonicalTree(parsed.value.root);
      return ok({ drafts: mapOfx(parsed.value), findings: [], canonicalText });
    });
  },
  pain: xml((document, stage) => mapPain(document, stage.sniffed.kind), PAYMENTS),
  camt: xml((document, stage) => mapCamt(document, stage.sniffed.kind), ENTRIES),
  json: text(mapJson, () => ({})),
  xlsx: mapXlsx,
  csv: text((decoded, stage) => mapCsv(decoded, stage.limits, stage), charsetOfProfile),
};

const FLAT_IDOC = text(mapFlatIdoc, charsetOfProfile);
const XML_IDOC = xml(document => mapIdoc(document), new Set(['IDOC']));

type Charset = { readonly declared?: string; readonly profile?: string };

function charsetOfProfile({ profile }: ReadStage): Charset {
  return profile?.charset === undefined ? {} : { profile: profile.charset };
}

/** A reader of text in the charset that the file or its profile names. */
function text(read: TextReader, charsetOf: (stage: ReadStage) => Charset): BytesReader {
  return (bytes, stage) => withText(decode(bytes, charsetOf(stage)), stage, read);
}

/**
 * A reader of an XML document; its canonical tree is the text of K3. Elements named in `folded` are
 * read again when they are looked at, so that very many of them need little memory.
 */
function xml(
  map: (document: XmlDocument, stage: ReadStage) => Iterable<DraftDocument>,
  folded?: Folded,
): BytesReader {
  return (bytes, stage) => {
    const declared = declaredCharset(bytes);
    const decoded = decode(bytes, declared === undefined ? {} : { declared });
    return withText(decoded, stage, given => {
      const corrections = stage.corrections ?? [];
      // Corrections are put into elements, which therefore all have to stand.
      const parsed = readXml(given, stage.limits, corrections.length === 0 ? folded : undefined);
      if (!parsed.ok) return fail([parsed.error]);
      correctTree(parsed.value.root, corrections);
      const drafts = map(parsed.value, stage);
      const findings = charsetFindings(given.text);
      return ok({ drafts, findings, canonicalText: () => canonicalTree(parsed.value.root) });
    });
  };
}

/** Reads decoded text and keeps the findings of decoding before those of reading. */
function withText(
  decoded: Result<Decoded, Finding[]>,
  stage: ReadStage,
  read: TextReader,
): ReturnType<BytesReader> {
  if (!decoded.ok) return decoded;
  const { findings, charset } = decoded.value;
  const mapped = read(decoded.value, stage);
  if (!mapped.ok) return fail([...findings, ...mapped.error]);
  return ok({ charset, ...mapped.value, findings: [...findings, ...mapped.value.findings] });
}
