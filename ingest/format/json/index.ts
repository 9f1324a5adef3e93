import { fail, ok, type Result } from '../../../domain/result/index.ts';
import type { Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft } from '../../locator.ts';
import { eachAnew, type DraftDocument, type MappedFile, type ReadStage } from '../mapped.ts';
import { mapNode } from '../mapping.ts';
import { nodeLocator } from '../xml.ts';
import { BUSINESS_CENTRAL } from './business-central.ts';
import { ERPNEXT } from './erpnext.ts';
import { KINGDEE } from './kingdee.ts';
import { NETSUITE } from './netsuite.ts';
import { ODOO } from './odoo.ts';
import { pointerOf, readJson, type JsonDocument, type JsonNode } from './parse.ts';
import { answeredError, recordsOf } from './records.ts';
import { REGISTRY } from './registry.ts';
import { SAP } from './sap.ts';
import { tableOf, textOf, type Dialect, type JsonShape } from './shape.ts';
import { YONYOU } from './yonyou.ts';

const DIALECTS: readonly Dialect[] = [
  REGISTRY,
  ERPNEXT,
  ODOO,
  NETSUITE,
  SAP,
  BUSINESS_CENTRAL,
  YONYOU,
  KINGDEE,
];

/** Systems write group marks into texts of amounts; a number of JSON has none. */
const MARKS = { marks: { decimal: '.', group: ',' } } as const;

/**
 * Maps the JSON that an ERP answers or sends: one draft for each record, whatever wraps them. An
 * answer that is an error is JSON-02; a record that its system has not posted, or has cancelled, is
 * JSON-03; one of no kind that is known is SN-03. A file without a known record is refused (SN-01).
 */
export function mapJson(
  decoded: Decoded,
  stage: Pick<ReadStage, 'limits' | 'corrections'>,
): Result<MappedFile, Finding[]> {
  const { text } = decoded;
  const isLong = text.length > LONG && !BILLS.test(text) && !stage.corrections?.length;
  const isRecord = (node: JsonNode): boolean => shapeOf(node, text) !== undefined;
  const read = readJson(decoded, stage.limits, isLong ? isRecord : undefined);
  if (!read.ok) return read;
  const document: JsonDocument = { ...read.value, reading: MARKS };
  const error = answeredError(document.root);
  if (error) return fail([error]);
  const found = recordsOf(document, node => shapeOf(node, document.source)?.dialect.name);
  if (!found.ok) return found;
  const records = found.value;
  if (records.length === 0)
    return fail([...document.faults.map(f => f.finding), unknownFile(document)]);
  const drafts = eachAnew(records, node => mapRecord(document, node));
  return ok({ drafts, findings: strayFaults(document, records) });
}

/** From so many characters on, records are kept by their places and read again. */
const LONG = 4_000_000;
/** Bills of 金蝶, whose rows are gathered from many records, stand in memory. */
const BILLS = /"(F?BillNo|FormId|FieldKeys)"/i;

function unknownFile({ root }: JsonDocument): Finding {
  const names = root.children.flatMap(c => c.children).map(c => c.local);
  return fatal('SN-01', {}, { root: 'JSON', namespace: [...new Set(names)].slice(0, 8).join(' ') });
}

type Told = { readonly dialect: Dialect; readonly shape: JsonShape };

/** The shape of a record; its dialect has prepared the record before it is looked at. */
function shapeOf(node: JsonNode, source: string): Told | undefined {
  for (const dialect of DIALECTS) {
    if (dialect.claims && !dialect.claims(node)) continue;
    dialect.prepare?.(node, source);
    const shape = dialect.shapes.find(one => one.is(node));
    if (shape) return { dialect, shape };
  }
  return undefined;
}

function mapRecord(document: JsonDocument, node: JsonNode): DraftDocument {
  const told = shapeOf(node, document.source);
  const { line, column } = node;
  const place = { path: pointerOf(node), line, column };
  const findings = document.faults.filter(f => isWithin(f.at, node)).map(f => f.finding);
  if (!told) {
    const found = fatal('SN-03', place, { kind: 'record', format: 'JSON' });
    const draft = emptyDraft(nodeLocator(document, node));
    return { kind: 'JSON', draft, findings: [...findings, found] };
  }
  const { dialect, shape } = told;
  if (dialect.absent) withoutAbsent(node, dialect.absent);
  const draft = mapNode({ document, isOwn: () => true, findings }, node, tableOf(shape));
  shape.complete?.(draft, node);
  const state = shape.state ? textOf(node, shape.state.path) : '';
  if (state !== '' && shape.state?.live.includes(state) === false) {
    findings.push(fatal('JSON-03', place, { state, system: dialect.name }));
  }
  return { kind: shape.kind, draft, findings };
}

function withoutAbsent(node: JsonNode, absent: RegExp): void {
  const kept = node.children.filter(child => child.children.length > 0 || !absent.test(child.text));
  if (kept.length < node.children.length) node.children.splice(0, node.children.length, ...kept);
  for (const child of kept) withoutAbsent(child, absent);
}

function isWithin(at: number, { from, to }: JsonNode): boolean {
  return from <= at && at < to;
}

/** Faults outside of all records concern the file. */
function strayFaults({ faults }: JsonDocument, records: readonly JsonNode[]): Finding[] {
  return faults.filter(f => !records.some(r => isWithin(f.at, r))).map(f => f.finding);
}
