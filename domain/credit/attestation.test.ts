import { ACT_KINDS } from '../act/index.ts';
import { creditKinds } from '../act/kinds/credit.ts';
import type { Wire } from '../wire/index.ts';
import { applyAttestation } from './apply.ts';
import {
  checkAttestation,
  decideAttestation,
  failedGates,
  isInForce,
  type AttestationContext,
} from './attestation.ts';
import {
  attestationId,
  placeOf,
  type AttestationBody,
  type ScoreBody,
  type WarningBody,
} from './events.ts';
import type { Attestation } from './state.ts';
import { ALL_GATES_PASSED, CREDIT_TABLES } from './table/index.ts';

const [MODEL, POLICY, OTHER] = ['a', 'b', 'c'].map(sign => sign.repeat(64)) as [
  string,
  string,
  string,
];
const DAY = '2026-03-02';
const FIRST = '0195a5a0-0000-7000-8000-00000000000a';
const SECOND = '0195a5a0-0000-7000-8000-00000000000b';
const SUBJECT = '0195a5a0-0000-7000-8000-000000000002';

const common = {
  attestation: FIRST,
  subject: SUBJECT,
  asOf: '2026-02-28',
  knownAt: DAY,
  modelId: 'credit.scorecard.v1',
  modelHash: MODEL,
  policyHash: POLICY,
  inputsHash: OTHER,
};

function score(changes: Partial<ScoreBody> = {}): ScoreBody {
  return {
    ...common,
    kind: 'score',
    role: 'supplier',
    product: 'confirmedReceivable',
    segment: 'SEG-C',
    grade: 'A',
    scoreE5: 62_500_000,
    pdPpm: 8_400,
    mocPpm: 0,
    depth: 'C',
    assuranceMin: 'L3',
    limitConservative: { minor: '80000000', currency: 'CNY' },
    limitMax: { minor: '96000000', currency: 'CNY' },
    advanceCapsPpm: { L3: 950_000, L2: 850_000, L1: 750_000, order: 500_000 },
    reservePpm: 7_560,
    dilutionPpm: 10_000,
    gateBits: ALL_GATES_PASSED,
    conditions: [],
    reasons: [],
    featureHash: OTHER,
    reportHash: OTHER,
    validFrom: DAY,
    validUntil: '2026-06-02',
    decidedBy: 'auto',
    ...changes,
  };
}

function warning(changes: Partial<WarningBody> = {}): WarningBody {
  return {
    ...common,
    kind: 'warning',
    level: 2,
    frozen: true,
    rule: 'payment',
    evidenceHash: OTHER,
    validUntil: '2026-04-02',
    ...changes,
  };
}

function recorded(body: Attestation['body']): Attestation {
  return { attestation: body.attestation, recordedOn: '2026-02-20', withdrawnOn: null, body };
}

function context(changes: Partial<AttestationContext> = {}): AttestationContext {
  return {
    businessDate: DAY,
    grades: CREDIT_TABLES.grades,
    policy: CREDIT_TABLES.policy,
    active: { modelHash: MODEL, policyHash: POLICY },
    current: undefined,
    riskPersons: 1,
    ...changes,
  };
}

function codes(body: AttestationBody, changes: Partial<AttestationContext> = {}): string[] {
  return checkAttestation(body, context(changes)).map(refusal => refusal.code);
}

describe('CR-81 on a score', () => {
  test('a body that keeps every rule is recorded', () => {
    expect(decideAttestation(score(), context())).toEqual({
      ok: true,
      value: [{ kind: 'attestation.recorded', on: DAY, body: score() }],
    });
  });

  const rows: [string, Partial<ScoreBody>, string[]][] = [
    ['another model', { modelHash: OTHER }, ['MODEL_INACTIVE']],
    ['another policy', { policyHash: OTHER }, ['MODEL_INACTIVE']],
    ['a grade better than its PD', { pdPpm: 10_000 }, ['GRADE_MISMATCH']],
    ['a PD at the upper end of its band', { pdPpm: 9_999 }, []],
    ['a PD at the lower bound of its band', { pdPpm: 5_000 }, []],
    ['a grade worse than its PD without a cause', { pdPpm: 4_999 }, ['GRADE_MISMATCH']],
    ['a worse grade with its cap named', { pdPpm: 4_999, conditions: ['cap:D5.6'] }, []],
    ['depth F above BBB', { depth: 'F' }, ['GRADE_CAPPED']],
    ['depth E at A', { depth: 'E' }, []],
    ['depth G', { depth: 'G' }, ['GRADE_CAPPED']],
    ['order assurance above BBB', { assuranceMin: 'order' }, ['GRADE_CAPPED']],
    ['L1 at A', { assuranceMin: 'L1' }, []],
    ['one gate not passed', { gateBits: ALL_GATES_PASSED - 2 ** 4 }, ['GRADE_CAPPED']],
    ['a limit at the policy', { limitMax: { minor: '120000000', currency: 'CNY' } }, []],
    [
      'a limit one fen above',
      { limitMax: { minor: '120000001', currency: 'CNY' } },
      ['LIMIT_ABOVE_POLICY'],
    ],
    [
      'a conservative figure above the maximum',
      { limitConservative: { minor: '96000001', currency: 'CNY' } },
      ['LIMIT_ABOVE_POLICY'],
    ],
    ['another currency', { limitMax: { minor: '1', currency: 'USD' } }, ['CURRENCY_MISMATCH']],
    [
      'a cap above the table',
      { advanceCapsPpm: { L3: 950_001, L2: 0, L1: 0, order: 0 } },
      ['ADVANCE_ABOVE_CAP'],
    ],
    ['93 days on A', { validUntil: '2026-06-03' }, ['VALIDITY_TOO_LONG']],
    [
      'a start in the future that moves the end',
      { validFrom: '2026-03-20', validUntil: '2026-06-20' },
      ['VALIDITY_TOO_LONG'],
    ],
    [
      'an end before the start',
      { validFrom: '2026-03-10', validUntil: '2026-03-09' },
      ['VALIDITY_TOO_LONG'],
    ],
    ['inputs of five days ago', { asOf: '2026-02-25' }, []],
    ['inputs of six days ago', { asOf: '2026-02-24' }, ['ATTESTATION_STALE']],
    ['known before it happened', { knownAt: '2026-02-27' }, ['ATTESTATION_STALE']],
    ['known tomorrow', { knownAt: '2026-03-03' }, ['ATTESTATION_STALE']],
    ['superseding what does not exist', { supersedes: SECOND }, ['ATTESTATION_SUPERSEDED']],
  ];
  test.each(rows)('%s', (_, changes, expected) => {
    expect(codes(score(changes))).toEqual(expected);
  });

  test('a buyer line is held to the buyer limits', () => {
    const buyer = { role: 'buyer', limitConservative: { minor: '1', currency: 'CNY' } } as const;
    const at = (minor: string): string[] =>
      codes(score({ ...buyer, limitMax: { minor, currency: 'CNY' } }));
    expect(at('6000000000')).toEqual([]);
    expect(at('6000000001')).toEqual(['LIMIT_ABOVE_POLICY']);
  });

  test('all faults come back, the others under `also`', () => {
    const result = decideAttestation(score({ modelHash: OTHER, pdPpm: 20_000 }), context());
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'MODEL_INACTIVE', facts: { also: [{ code: 'GRADE_MISMATCH' }] } },
    });
  });
});

describe('loosening needs two persons (INV-C6)', () => {
  const next = { attestation: SECOND, supersedes: FIRST };
  const current = recorded(score());
  const rows: [string, Partial<ScoreBody>][] = [
    ['a higher limit', { limitMax: { minor: '96000001', currency: 'CNY' } }],
    ['a better grade', { grade: 'AA', pdPpm: 4_000 }],
    ['a smaller reserve', { reservePpm: 7_559 }],
    ['weaker claims', { assuranceMin: 'L1' }],
  ];
  test.each(rows)('%s', (_, changes) => {
    const body = score({ ...next, ...changes });
    expect(codes(body, { current })).toEqual(['LOOSENING_NEEDS_TWO']);
    expect(codes(body, { current, riskPersons: 2 })).toEqual([]);
  });

  test('a thief of the scorer key may tighten and no more', () => {
    const tighter = score({ ...next, limitMax: { minor: '80000000', currency: 'CNY' } });
    expect(codes(tighter, { current, riskPersons: 0 })).toEqual([]);
    const calmer = warning({ ...next, level: 1 });
    const red = recorded(warning());
    expect(codes(calmer, { current: red, riskPersons: 0 })).toEqual(['LOOSENING_NEEDS_TWO']);
    expect(codes(warning({ ...next, frozen: false }), { current: red })).toEqual([
      'LOOSENING_NEEDS_TWO',
    ]);
    expect(codes(warning({ ...next, level: 3 }), { current: red, riskPersons: 0 })).toEqual([]);
  });

  test('the current one must be named', () => {
    expect(codes(score({ attestation: SECOND }), { current })).toEqual(['ATTESTATION_SUPERSEDED']);
  });
});

describe('one current attestation per place (INV-C7)', () => {
  test('place and row id', () => {
    expect(attestationId(placeOf(score()))).toBe(`score~${SUBJECT}~supplier~confirmedReceivable`);
    expect(attestationId(placeOf(warning()))).toBe(`warning~${SUBJECT}`);
  });

  test('a newer one replaces it; a withdrawal ends it', () => {
    const first = applyAttestation(undefined, {
      kind: 'attestation.recorded',
      on: DAY,
      body: score(),
    });
    expect(isInForce(first, DAY)).toBe(true);
    expect(isInForce(first, '2026-06-02')).toBe(true);
    expect(isInForce(first, '2026-06-03')).toBe(false);
    expect(isInForce(first, '2026-03-01')).toBe(false);
    const withdrawal: AttestationBody = {
      ...common,
      attestation: SECOND,
      supersedes: FIRST,
      kind: 'withdraw',
      of: 'score',
      role: 'supplier',
      product: 'confirmedReceivable',
      reason: 'statements restated',
    };
    expect(attestationId(placeOf(withdrawal))).toBe(attestationId(placeOf(score())));
    expect(codes(withdrawal, { current: first })).toEqual([]);
    const ended = applyAttestation(first, {
      kind: 'attestation.recorded',
      on: DAY,
      body: withdrawal,
    });
    expect(isInForce(ended, DAY)).toBe(false);
    expect(codes(withdrawal)).toContain('NOT_FOUND');
  });
});

test('names the gates that did not pass', () => {
  expect(failedGates(ALL_GATES_PASSED)).toEqual([]);
  expect(failedGates(ALL_GATES_PASSED - 1 - 2 ** 19)).toEqual(['G01', 'G20']);
  expect(failedGates(0)).toHaveLength(20);
});

test('the act body reads exactly this form and refuses an unknown field', () => {
  const schema = creditKinds['attestation.record'].body;
  const faults: { path: string; fault: string }[] = [];
  expect(schema.read(score() as unknown as Wire, 'act.body', faults)).toEqual(score());
  expect(faults).toEqual([]);
  schema.read({ ...score(), colour: 'red' }, 'act.body', faults);
  expect(faults).toEqual([{ path: 'act.body.colour', fault: 'unknown' }]);
  expect(Object.keys(ACT_KINDS).length).toBeGreaterThan(0);
});

test('signers: the scorer never alone on a score, two persons without it', () => {
  const { signers } = creditKinds['attestation.record'];
  const needs = (body: AttestationBody): string[][] =>
    signers(body, SUBJECT).map(option => option.flatMap(group => group.needs.flat()));
  expect(needs(score())).toEqual([['scorer', 'risk']]);
  expect(needs(score({ decidedBy: 'human' }))).toEqual([
    ['scorer', 'risk'],
    ['risk', 'risk'],
  ]);
  expect(needs(warning())).toEqual([['scorer'], ['risk', 'risk']]);
});
