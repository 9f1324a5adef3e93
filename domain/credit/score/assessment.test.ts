import { createHash } from 'node:crypto';
import {
  claim,
  cleanGates,
  proof,
  request,
  soundFacts,
  steadySales,
  AS_OF,
} from '../../../test/fixture/credit.ts';
import {
  ALL_GATES_PASSED,
  CREDIT_TABLES,
  assess,
  assessmentHashes,
  attestationBody,
  gateBits,
  gateText,
  codeText,
  notSupplied,
  reasonText,
  supplied,
  tableReferences,
  type Assessment,
  type CreditFacts,
  type GateFacts,
  checkAttestation,
  externalScoreBody,
  runGates,
} from '../index.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function assessed(facts: Partial<CreditFacts> = {}, gates: Partial<GateFacts> = {}): Assessment {
  return assess(soundFacts(facts), cleanGates(gates), request(), CREDIT_TABLES);
}

describe('a sound supplier', () => {
  const result = assessed();

  test('is approved with every gate passed', () => {
    expect(result.gates.filter(gate => gate.counts !== 'PASS')).toEqual([]);
    expect(gateBits(result.gates, 'auto')).toBe(ALL_GATES_PASSED);
    expect(result.outcome).toBe('APPROVED');
    expect(result.score.segment).toBe('SEG-C');
  });

  test('base and points make the score (INV-C1)', () => {
    const points = result.score.lines.reduce((sum, line) => sum + line.pointsE5, 0);
    expect(result.score.baseE5 + points).toBe(result.score.scoreE5);
    expect(result.score.baseE5).toBe(49_000_000);
  });

  // D1 lacks contracts (3), loans (4) and, with nothing owed, disputes (3); D5 has everything.
  test('shows what share of each dimension was observed', () => {
    const shares = result.score.dimensions.map(row => [row.id, row.observedPpm]);
    expect(shares).toEqual([
      ['D1', 900_000],
      ['D2', 830_000],
      ['D3', 720_000],
      ['D4', 350_000],
      ['D5', 1_000_000],
    ]);
    expect(result.score.months).toBe(26);
    expect(result.score.depth).toBe('C');
  });

  test('points of one feature: 19 · W · v · q', () => {
    // D5.1 fully matched: 19 · 20 · 30 · 95.
    const line = result.score.lines.find(row => row.id === 'D5.1');
    expect(line?.pointsE5).toBe(19 * 20 * 30 * 95);
  });

  test('gives at most four reasons, one per family, the largest shortfall first', () => {
    const families = result.reasons.map(
      reason => result.score.lines.find(line => line.id === reason.feature)?.family,
    );
    expect(result.reasons.length).toBeLessThanOrEqual(4);
    expect(new Set(families).size).toBe(families.length);
    const short = result.reasons.map(reason => reason.shortE5);
    expect(short).toEqual([...short].sort((a, b) => b - a));
  });

  // Demand: 500,000.00 a month · (90 + 15) / 30 = 1,750,000.00; AA carries 90 % of it.
  test('limit shows its terms and the binding one', () => {
    expect(result.grade).toBe('AA');
    expect(result.limit).toMatchObject({
      kind: 'limit',
      maximum: { binding: 'demand', minor: 157_500_000n },
      gradeFactorPpm: 900_000,
      leftOut: ['capacity', 'dscr', 'netWorth'],
    });
  });

  test('advance caps fall with assurance; dilution above 10 % would cost ten points', () => {
    const { capsPpm } = result.advance;
    expect(capsPpm.L3).toBe(950_000);
    expect(capsPpm.L2).toBe(850_000);
    expect(capsPpm.L1).toBe(750_000);
    expect(capsPpm.order).toBe(500_000);
    const diluted = assessed({
      dilutions: supplied([{ originMonth: '2025-11', minor: 70_000_000n }]),
    });
    expect(diluted.dilutionPpm).toBe(116_667);
    expect(diluted.advance.capsPpm.L3).toBe(850_000);
  });
});

describe('what stops or sends on a case', () => {
  test('a failed gate refuses, and all gates are still evaluated', () => {
    const result = assessed(
      {},
      { screening: supplied({ screenedOn: AS_OF, openHits: ['OFAC 1'] }) },
    );
    expect(result.outcome).toBe('REFUSED');
    expect(result.gates).toHaveLength(20);
    expect(result.gates[0]).toMatchObject({ code: 'G01', status: 'FAIL' });
  });

  test('INSUFFICIENT when less than 60 % of D5 is observed, with what to supply first', () => {
    // D5.1 and D5.2 weigh 50 of 100.
    const result = assessed({ proofs: notSupplied() });
    expect(result.outcome).toBe('INSUFFICIENT');
    expect(result.toSupply[0]?.feature).toBe('D5.1');
  });

  test('a related share above 30 % caps the grade at BB and fails G09', () => {
    const result = assessed({ relatedParties: supplied(['anchor']) });
    expect(result.caps).toContainEqual({ cause: 'D5.6', grade: 'BB' });
    expect(result.gates.find(gate => gate.code === 'G09')?.status).toBe('FAIL');
    expect(result.conditions).toContain('affiliateCap');
  });

  test('a ledger gap of 20 % is referred, of 40 % fails G15', () => {
    const totals = (ledgerMinor: bigint): CreditFacts['totals'] =>
      supplied(
        Array.from({ length: 12 }, (_, at) => ({
          month: at < 10 ? `2025-${String(at + 3).padStart(2, '0')}` : `2026-0${at - 9}`,
          ledgerMinor,
          taxMinor: 50_000_000n,
        })),
      );
    const referred = assessed({ totals: totals(60_000_000n) });
    expect(referred.referrals).toContain('REFER_LEDGER_GAP');
    expect(referred.outcome).toBe('REFERRED');
    const failed = assessed({ totals: totals(70_000_000n) });
    expect(failed.gates.find(gate => gate.code === 'G15')?.status).toBe('FAIL');
  });

  test('a thin file is SEG-T and its limit at most half of the BBB limit', () => {
    const { months, edges } = steadySales(5);
    const result = assessed({
      sales: supplied({ months, edges, firstOn: '2025-10-02', lastOn: AS_OF }),
    });
    expect(result.score.segment).toBe('SEG-T');
    if (result.limit.kind !== 'limit') throw new Error('no limit');
    expect(result.limit.maximum.minor).toBeLessThanOrEqual(30_000_000n);
  });

  test('assurance caps the grade: L1 at A, an uncontrolled account at AA', () => {
    const facts = soundFacts();
    const l1 = assess(facts, cleanGates(), request({ assuranceMin: 'L1' }), CREDIT_TABLES);
    expect(l1.caps).toContainEqual({ cause: 'assurance-L1', grade: 'A' });
    const open = assess(facts, cleanGates(), request({ controlledAccount: false }), CREDIT_TABLES);
    expect(open.caps).toContainEqual({ cause: 'assurance-L3', grade: 'AA' });
  });
});

describe('attestation body', () => {
  const { model, policy } = tableReferences(sha256);
  const facts = soundFacts();
  const gateFacts = cleanGates();
  const result = assess(facts, gateFacts, request(), CREDIT_TABLES);
  const frame = {
    attestation: '0195a5a0-0000-7000-8000-000000000001',
    subject: '0195a5a0-0000-7000-8000-000000000002',
    knownAt: AS_OF,
    modelHash: model.hash,
    policyHash: policy.hash,
    hashes: assessmentHashes({ facts, gateFacts }, result, sha256),
    validFrom: AS_OF,
    decidedBy: 'auto' as const,
  };

  test('carries integers and text only, the same bytes for the same inputs (INV-C3)', () => {
    const body = attestationBody(result, frame, CREDIT_TABLES);
    expect(body.ok).toBe(true);
    if (!body.ok) return;
    expect(JSON.parse(JSON.stringify(body.value))).toEqual(body.value);
    expect(body.value.gateBits).toBe(1_048_575);
    const again = assess(soundFacts(), cleanGates(), request(), CREDIT_TABLES);
    expect(assessmentHashes({ facts, gateFacts }, again, sha256)).toEqual(frame.hashes);
  });

  test('a referred case is attested by a person only, a refused one never', () => {
    const referred = assessed({}, { anchorRoom: notSupplied() });
    expect(referred.outcome).toBe('REFERRED');
    expect(attestationBody(referred, frame, CREDIT_TABLES).ok).toBe(false);
    const human = attestationBody(referred, { ...frame, decidedBy: 'human' }, CREDIT_TABLES);
    expect(human.ok && human.value.gateBits).toBe(1_048_575);
    const refused = assessed({}, { claims: supplied([claim({ voided: true })]) });
    const body = attestationBody(refused, { ...frame, decidedBy: 'human' }, CREDIT_TABLES);
    expect(body).toEqual({ ok: false, error: { outcome: 'REFUSED', gates: ['G05'] } });
  });
});

test('sentences stand in both languages; a missing bin accuses nobody', () => {
  const missing = assessed({ payables: notSupplied() });
  const reason = missing.reasons.find(row => row.missing);
  if (!reason) throw new Error('no missing reason');
  expect(reason.code).toMatch(/^RC-.*-MISSING$/);
  expect(reasonText(CREDIT_TABLES.texts, reason, 'en')).toMatch(/^Insufficient data/);
  expect(reasonText(CREDIT_TABLES.texts, reason, 'zh-CN')).toMatch(/^数据不足/);
  expect(codeText(CREDIT_TABLES.texts, reason.code, 'en')).toMatch(/^Insufficient data/);
  expect(codeText(CREDIT_TABLES.texts, 'RC-D2.1', 'en')).toBe('Sales depend on few buyers.');
  expect(codeText(CREDIT_TABLES.texts, 'G19', 'zh-CN')).toBe('核心企业额度或集中度已满。');
  expect(codeText(CREDIT_TABLES.texts, 'externalRating', 'en')).toBe('externalRating');
  expect(gateText(CREDIT_TABLES.texts, 'G05', 'zh-CN').next).toBe('完成验真并更换所列发票。');
});

test('what was observed before bounds a withdrawn feature (CR-32)', () => {
  const line = (result: Assessment): number =>
    result.score.lines.find(row => row.id === 'D5.2')?.quality ?? -1;
  expect(line(assessed({ proofs: notSupplied() }))).toBe(25);
  expect(line(assessed({ proofs: notSupplied(), lastQuality: { 'D5.2': 20 } }))).toBe(20);
  expect(line(assessed({ proofs: supplied([proof(1)]), lastQuality: { 'D5.2': 20 } }))).toBe(95);
});

describe('a buyer rated from outside by two persons', () => {
  const { model, policy } = tableReferences(sha256);
  const hash = 'd'.repeat(64);
  const frame = {
    attestation: '0195a5a0-0000-7000-8000-000000000003',
    subject: '0195a5a0-0000-7000-8000-000000000004',
    knownAt: AS_OF,
    modelHash: model.hash,
    policyHash: policy.hash,
    hashes: { inputsHash: hash, featureHash: hash, reportHash: hash },
    validFrom: AS_OF,
  };
  const gates = runGates(cleanGates({ role: 'buyer' }), {}, CREDIT_TABLES, AS_OF);
  const rating = {
    pdPpm: 3_500,
    depth: 'D',
    asOf: AS_OF,
    gates,
    product: 'confirmedReceivable',
    roomMinor: 10n ** 12n,
  } as const;
  const context = {
    businessDate: AS_OF,
    grades: CREDIT_TABLES.grades,
    policy: CREDIT_TABLES.policy,
    active: { modelHash: model.hash, policyHash: policy.hash },
    current: undefined,
    riskPersons: 2,
  };

  test('carries the buyer line and the caps of its grade, and the ledger takes it', () => {
    const body = externalScoreBody(rating, frame, CREDIT_TABLES);
    expect(body).toMatchObject({ grade: 'AA', decidedBy: 'human', gateBits: ALL_GATES_PASSED });
    expect(body.limitMax.minor).toBe('12000000000');
    expect(body.advanceCapsPpm.L3).toBe(950_000);
    expect(checkAttestation(body, context)).toEqual([]);
  });

  test('a thin file caps it: depth F is BBB', () => {
    const body = externalScoreBody({ ...rating, depth: 'F' }, frame, CREDIT_TABLES);
    expect(body.grade).toBe('BBB');
    expect(body.advanceCapsPpm.L3).toBe(900_000);
  });
});
