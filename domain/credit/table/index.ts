import { invariant, type Result } from '../../result/index.ts';
import { canonicalBytes, type Fault, type Wire } from '../../wire/index.ts';
import gradesFile from '../tables/grades.json' with { type: 'json' };
import paydexFile from '../tables/paydex.json' with { type: 'json' };
import policyFile from '../tables/policy.json' with { type: 'json' };
import scorecardFile from '../tables/scorecard.json' with { type: 'json' };
import textsFile from '../tables/texts.json' with { type: 'json' };
import { GATE_CODES } from './gate-codes.ts';
import { readGradeTable, type GradeTable } from './grades.ts';
import { readPaydexTable, type PaydexTable } from './paydex.ts';
import { readPolicy, type Policy } from './policy.ts';
import { readScorecard, type Scorecard } from './scorecard.ts';
import { readTexts, type CreditTexts } from './texts.ts';

export * from '../words.ts';
export * from './gate-codes.ts';
export * from './grades.ts';
export * from './paydex.ts';
export * from './policy.ts';
export * from './scorecard.ts';
export * from './texts.ts';

/** All tables that one score needs. */
export type CreditTables = {
  readonly scorecard: Scorecard;
  readonly grades: GradeTable;
  readonly policy: Policy;
  readonly paydex: PaydexTable;
  readonly texts: CreditTexts;
};

/** A table as `param.propose` names it on the ledger (CR-2). */
export type TableReference = {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
};

/** The tables that ship with the product; they are read once, at import. */
export const CREDIT_TABLES: CreditTables = loadTables();

/**
 * What the ledger's parameters `credit.model`, `credit.policy` and `credit.texts` must carry: the
 * model is scorecard, grade table and payment index together. `sha256` takes canonical bytes and
 * gives lower-case hexadecimal.
 */
export function tableReferences(sha256: (bytes: Uint8Array) => string): {
  readonly model: TableReference;
  readonly policy: TableReference;
  readonly texts: TableReference;
} {
  const hash = (value: unknown): string => sha256(canonicalBytes(value as Wire));
  return {
    model: {
      id: scorecardFile.id,
      version: scorecardFile.version,
      hash: hash({ scorecard: scorecardFile, grades: gradesFile, paydex: paydexFile }),
    },
    policy: { id: policyFile.id, version: policyFile.version, hash: hash(policyFile) },
    texts: { id: textsFile.id, version: textsFile.version, hash: hash(textsFile) },
  };
}

function loadTables(): CreditTables {
  const scorecard = loaded('scorecard', readScorecard(scorecardFile));
  const features = scorecard.dimensions.flatMap(row => row.features.map(feature => feature.id));
  return {
    scorecard,
    grades: loaded('grades', readGradeTable(gradesFile)),
    policy: loaded('policy', readPolicy(policyFile)),
    paydex: loaded('paydex', readPaydexTable(paydexFile)),
    texts: loaded('texts', readTexts(textsFile, { features, gates: GATE_CODES })),
  };
}

function loaded<T>(name: string, result: Result<T, Fault[]>): T {
  const faults = result.ok ? '' : result.error.map(row => `${row.path}: ${row.fault}`).join('; ');
  invariant('TABLE_INVALID', result.ok, () => `${name}: ${faults}`);
  return result.value;
}
