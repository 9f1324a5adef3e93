import type { Wire } from '../../domain/wire/index.ts';
import { isFatal, type Finding } from '../finding.ts';
import type { LoadRow } from '../load-row.ts';
import type { JudgedRecord } from '../outcome.ts';
import { facet, NAMESPACE, runEvent, type Dataset, type RunEvent } from './event.ts';

/** A load that has ended, with what was read. */
export type EndedLoad = {
  readonly row: LoadRow;
  readonly endedAt: string;
  /** What was written, by kind. */
  readonly kinds: ReadonlyMap<string, WrittenKind>;
  readonly findings: readonly Finding[];
};

/** How many documents of a kind a load wrote, and the first of them. */
export type WrittenKind = { count: number; readonly sample: JudgedRecord[] };

/** Adds a record to what its load has written. */
export function addWritten(kinds: Map<string, WrittenKind>, one: JudgedRecord): void {
  const kind = one.document?.kind ?? '';
  const known = kinds.get(kind) ?? { count: 0, sample: [] };
  kinds.set(kind, known);
  known.count += 1;
  if (known.sample.length < SAMPLED) known.sample.push(one);
}

/** Enough of a kind's documents to know its fields: those of a load are written alike. */
const SAMPLED = 20;

/** The name of the job that reads files of a source. */
const jobOf = (source: string): string => `ingest.${source}`;

/**
 * START and COMPLETE of a load, or START and FAIL where nothing of it was read: the raw file as
 * input, each kind of document as output with its fields and the places they came from, the counts
 * and every rule that fired as assertions (ING-34). A replay names the load before as its parent.
 */
export function loadEvents(load: EndedLoad): readonly RunEvent[] {
  const { row, endedAt } = load;
  const job = jobOf(row.source);
  const parent = row.parent === undefined ? {} : parentFacet(row.parent, job);
  const input = inputOf(load);
  const base = { run: row.id, job };
  const isFailed = row.state === 'refused';
  return [
    runEvent({
      ...base,
      eventType: 'START',
      eventTime: row.at,
      inputs: [input],
      outputs: [],
      runFacets: parent,
    }),
    runEvent({
      ...base,
      eventType: isFailed ? 'FAIL' : 'COMPLETE',
      eventTime: endedAt,
      inputs: [{ ...input, inputFacets: assertionsOf(load) }],
      outputs: isFailed ? [] : outputsOf(load, input),
      runFacets: isFailed ? { ...parent, ...failureOf(load) } : parent,
    }),
  ];
}

/** START and COMPLETE of the three-way match that a load set off. */
export function matchEvents(
  of: EndedLoad,
  match: { readonly run: string; readonly matched: number },
): readonly RunEvent[] {
  const { row, endedAt } = of;
  const base = { run: match.run, job: 'match.threeWay' };
  const inputs = ['order', 'receipt', 'invoice'].map(kind => dataset(`erp.document/${kind}`));
  const runFacets = parentFacet(row.id, jobOf(row.source));
  const rows = facet('outputStatistics', { rowCount: match.matched });
  return [
    runEvent({ ...base, eventType: 'START', eventTime: row.at, inputs, outputs: [], runFacets }),
    runEvent({
      ...base,
      eventType: 'COMPLETE',
      eventTime: endedAt,
      inputs,
      outputs: [{ ...dataset('erp.match_run'), outputFacets: rows }],
      runFacets,
    }),
  ];
}

function dataset(name: string): Dataset {
  return { namespace: NAMESPACE, name };
}

/** A file is named by its content, so that whoever brings it again finds its history. */
function inputOf({ row }: EndedLoad): Dataset {
  return dataset(`raw/${row.sha256}`);
}

function parentFacet(run: string, job: string): Readonly<Record<string, Wire>> {
  return facet('parent', { run: { runId: run }, job: { namespace: NAMESPACE, name: job } });
}

function failureOf({ findings }: EndedLoad): Readonly<Record<string, Wire>> {
  const rules = [...new Set(findings.filter(isFatal).map(({ rule }) => rule))];
  const message = `refused: ${rules.join(', ')}`;
  return facet('errorMessage', { message, programmingLanguage: 'TypeScript' });
}

function assertionsOf({ row, findings }: EndedLoad): Readonly<Record<string, Wire>> {
  const { received, written, unchanged, conflict, quarantined } = row;
  const sum = written + unchanged + conflict + quarantined;
  const fired = new Map(findings.map(one => [one.rule, one]));
  const counts = {
    assertion: 'received = written + unchanged + conflict + quarantined',
    success: received === sum,
    severity: 'error',
    expected: String(received),
    actual: String(sum),
  };
  const rules = [...fired.values()].map(({ rule, severity }) => {
    return { assertion: rule, success: false, severity: severity === 'fatal' ? 'error' : 'warn' };
  });
  return facet('dataQualityAssertions', { assertions: [counts, ...rules] });
}

function outputsOf({ kinds }: EndedLoad, input: Dataset): Dataset[] {
  return [...kinds].map(([kind, { count, sample }]) => {
    const fields = fieldsOf(sample);
    const columns = Object.fromEntries(
      [...fields].map(([field, places]) => {
        const inputFields = [...places].map(place => ({ ...input, field: place }));
        return [field, { inputFields }];
      }),
    );
    return {
      ...dataset(`erp.document/${kind}`),
      facets: {
        ...facet('schema', { fields: [...fields.keys()].map(name => ({ name })) }),
        ...facet('columnLineage', { fields: columns }),
      },
      outputFacets: facet('outputStatistics', { rowCount: count }),
    };
  });
}

/** Canonical fields with the places of the file that they came from, positions left out of both. */
function fieldsOf(rows: readonly JudgedRecord[]): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const { record } of rows) {
    for (const { path, at } of record.provenance) {
      const field = withoutPositions(path);
      const places = fields.get(field) ?? new Set<string>();
      fields.set(field, places);
      if (at.kind === 'derived') at.inputs.forEach(name => places.add(withoutPositions(name)));
      else places.add(withoutPositions(at.path));
    }
  }
  return fields;
}

function withoutPositions(path: string): string {
  return path
    .replace(/\[\d+\]/g, '')
    .replace(/\/\d+(?=\/|$)/g, '')
    .replace(/^row \d+, /, '');
}
