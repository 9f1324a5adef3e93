import { FULL_SIGHT, isPersonal, seenValue, type Statement } from '../domain/document/index.ts';
import { closeAnswers } from './answer-store.ts';
import { fatal, type Finding } from './finding.ts';
import { addWritten, type WrittenKind } from './lineage/index.ts';
import {
  linkReferences,
  matchUnmatched,
  matchWritten,
  unmatchedOf,
  type Unmatched,
} from './match-store.ts';
import { judgeRecords, type Decision, type JudgedRecord } from './outcome.ts';
import type { ReadRecord } from './read.ts';
import { suspectByHistory } from './statement-chain.ts';
import type { LoadContext, LoadedDocument, Policy, RecordOutcome } from './store.ts';
import { writeDocuments, type WriteOf, type WrittenDocument } from './write.ts';
import { rulesOf, writeFindings, writeHeld, writeRecords } from './write-record.ts';

/** How a record ended, with the rules that hold it back. */
export type RecordEnd = { readonly outcome: RecordOutcome; readonly rules: readonly string[] };

/** What the anchor of a load is made from. */
export type WrittenRoot = Pick<WrittenDocument, 'id' | 'version' | 'root'>;

const RECORDS_AT_ONCE = 1_000;
/** Values with places: a statement of very many entries makes a part of its own. */
const VALUES_AT_ONCE = 40_000;

/**
 * The records of a file in parts that may stand in memory together. Policy `file` writes nothing
 * before it has seen everything: all its records are one part.
 */
export function* partsOf(
  records: Iterable<ReadRecord>,
  policy: Policy,
): Generator<readonly ReadRecord[]> {
  let part: ReadRecord[] = [];
  let values = 0;
  for (const record of records) {
    part.push(record);
    values += record.provenance.length;
    const isFull = part.length >= RECORDS_AT_ONCE || values >= VALUES_AT_ONCE;
    if (policy === 'file' || !isFull) continue;
    yield part;
    part = [];
    values = 0;
  }
  if (part.length > 0) yield part;
}

type Commit = WriteOf & { readonly parent?: string };
type Rules = {
  readonly policy: Policy;
  readonly decisions: ReadonlyMap<number, Decision>;
};

/** Writes the parts of one load and keeps of each record what its end needs. */
export class PartCommit {
  readonly counts = { written: 0, unchanged: 0, conflict: 0, quarantined: 0 };
  readonly findings: Found[] = [];
  readonly documents: LoadedDocument[] = [];
  readonly ends: RecordEnd[] = [];
  readonly written: WrittenRoot[] = [];
  readonly kinds = new Map<string, WrittenKind>();
  readonly #context: LoadContext;
  readonly #of: Commit;
  readonly #rules: Rules;
  readonly #statements = new Map<string, Statement>();
  readonly #unmatched: Unmatched[] = [];
  /** What was written of the only part so far. */
  #whole: readonly WrittenDocument[] | undefined;
  #parts = 0;

  constructor(context: LoadContext, of: Commit, rules: Rules) {
    this.#context = context;
    this.#of = of;
    this.#rules = rules;
  }

  /** Takes the findings about the file as a whole. */
  async begin(findings: readonly Finding[]): Promise<void> {
    await this.#keepFindings(findings.map(finding => ({ finding, row: finding })));
  }

  async commit(records: readonly ReadRecord[]): Promise<void> {
    const { sql } = this.#context;
    const { decisions, policy } = this.#rules;
    const chained = await suspectByHistory(sql, records, this.#statements);
    const from = this.ends.length;
    const judged = applyPolicy(policy, await judgeRecords(sql, chained, { decisions, from }));
    const written = await writeDocuments(this.#context, judged, this.#of);
    await linkReferences(sql, written);
    await closeAnswers(
      this.#context,
      written.map(w => w.document),
    );
    await writeRecords(this.#context, this.#of, judged);
    if (this.#of.parent === undefined) await writeHeld(this.#context, this.#of, judged);
    await this.#keepFindings(judged.flatMap(findingsOf));
    for (const { id, version, root } of written) this.written.push({ id, version, root });
    for (const one of judged) this.#keep(one);
    for (const one of unmatchedOf(written)) this.#unmatched.push(one);
    this.#parts += 1;
    this.#whole = this.#parts === 1 ? written : undefined;
  }

  /** Matches all that was written; answers the number of results that are new. */
  match(): Promise<number> {
    return this.#whole
      ? matchWritten(this.#context, this.#whole, this.#of)
      : matchUnmatched(this.#context, this.#unmatched, this.#of);
  }

  async #keepFindings(found: readonly Told[]): Promise<void> {
    const rows = found.map(({ row }) => row);
    await writeFindings(this.#context, this.#of.load, rows, this.findings.length);
    for (const { finding } of found) this.findings.push(finding);
  }

  #keep(one: JudgedRecord): void {
    this.counts[one.outcome] += 1;
    this.documents.push(documentOf(one));
    const isOut = one.outcome === 'written' || one.outcome === 'unchanged';
    this.ends.push({ outcome: one.outcome, rules: isOut ? NO_RULES : rulesOf(one) });
    if (one.outcome === 'written') addWritten(this.kinds, one);
  }
}

const NO_RULES: readonly string[] = [];

type Found = Finding & { readonly seq?: number };
/** A finding as the load's answer has it, and as its row has it. */
type Told = { readonly finding: Found; readonly row: Found };

function findingsOf({ seq, document, record, findings }: JudgedRecord): Told[] {
  const kind = document?.kind ?? record.kind;
  return findings.map(one => {
    const finding = { ...one, seq };
    return { finding, row: veiled(finding, kind) };
  });
}

/** What a finding quotes of a person's value is masked in its row; the value is in the sealed body. */
function veiled(found: Found, kind: string): Found {
  if (!isPersonal(kind, found.path)) return found;
  const params = Object.entries(found.params).map(([name, value]) => {
    return [name, seenValue(kind, { field: found.path, value }, VEILED) ?? ''] as const;
  });
  return { ...found, params: Object.fromEntries(params) };
}

const VEILED = { ...FULL_SIGHT, personal: 'masked' } as const;

/** Policy `file`: one record that is not good holds all back (IN-06). */
function applyPolicy(policy: Policy, judged: readonly JudgedRecord[]): readonly JudgedRecord[] {
  const isWhole = judged.every(j => j.outcome === 'written' || j.outcome === 'unchanged');
  if (policy !== 'file' || isWhole) return judged;
  return judged.map(one =>
    one.outcome === 'written'
      ? { ...one, outcome: 'quarantined', findings: [...one.findings, fatal('IN-06', {})] }
      : one,
  );
}

function documentOf(one: JudgedRecord): LoadedDocument {
  const { document } = one;
  const kind = document?.kind ?? one.record.kind;
  const own = { seq: one.seq, outcome: one.outcome, kind };
  if (!document) return own;
  return { ...own, id: document.id, version: document.version, number: document.number };
}
