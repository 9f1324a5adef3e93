import { AS_OF, claim, cleanGates, soundFacts } from '../../../test/fixture/credit.ts';
import {
  CREDIT_TABLES,
  GATE_CODES,
  featureVector,
  gateBits,
  notSupplied,
  runGates,
  supplied,
  type GateCode,
  type GateFacts,
} from '../index.ts';

const vector = featureVector(soundFacts(), CREDIT_TABLES);

function statusOf(code: GateCode, changes: Partial<GateFacts>): string {
  const gates = runGates(cleanGates(changes), vector, CREDIT_TABLES, AS_OF);
  return gates.find(gate => gate.code === code)?.counts ?? 'absent';
}

const claims = (changes: Parameters<typeof claim>[0]): Partial<GateFacts> => ({
  claims: supplied([claim(changes)]),
});

describe('gates', () => {
  const rows: [GateCode, string, Partial<GateFacts>, string][] = [
    ['G01', 'an open hit', { screening: supplied({ screenedOn: AS_OF, openHits: ['x'] }) }, 'FAIL'],
    [
      'G01',
      'screened yesterday',
      { screening: supplied({ screenedOn: '2026-02-27', openHits: [] }) },
      'FAIL',
    ],
    ['G02', 'listed', { negativeLists: supplied({ checkedOn: AS_OF, hits: ['失信'] }) }, 'FAIL'],
    [
      'G02',
      'lists read seven days ago',
      { negativeLists: supplied({ checkedOn: '2026-02-21', hits: [] }) },
      'PASS',
    ],
    [
      'G02',
      'lists read eight days ago',
      { negativeLists: supplied({ checkedOn: '2026-02-20', hits: [] }) },
      'FAIL',
    ],
    [
      'G03',
      'owners incomplete',
      { identity: supplied({ complete: true, ownersComplete: false, refreshedOn: AS_OF }) },
      'FAIL',
    ],
    [
      'G03',
      'file of 13 months ago',
      { identity: supplied({ complete: true, ownersComplete: true, refreshedOn: '2025-01-28' }) },
      'FAIL',
    ],
    [
      'G04',
      'restricted use',
      { business: supplied({ industry: 'castings', use: 'securities' }) },
      'FAIL',
    ],
    ['G05', 'not verified', claims({ verification: 'notAttempted' }), 'FAIL'],
    ['G05', 'financed elsewhere', claims({ financed: true }), 'FAIL'],
    ['G05', 'no claim at all', { claims: supplied([]) }, 'FAIL'],
    ['G06', 'disputed', claims({ disputed: true }), 'FAIL'],
    [
      'G06',
      'barred with consent',
      claims({ assignmentBarred: true, assignmentConsent: true }),
      'PASS',
    ],
    ['G07', 'not accepted', claims({ accepted: false }), 'FAIL'],
    [
      'G07',
      'not accepted on an order loan',
      { ...claims({ accepted: false }), product: 'orderLoan' },
      'PASS',
    ],
    ['G08', 'against a payable', claims({ contraMinor: 1n }), 'FAIL'],
    [
      'G10',
      'a quarter 90 days overdue',
      {
        buyerRecords: supplied([
          { buyer: 'a', inDefault: false, balanceMinor: 400n, over90Minor: 100n },
        ]),
      },
      'FAIL',
    ],
    [
      'G10',
      'just under a quarter',
      {
        buyerRecords: supplied([
          { buyer: 'a', inDefault: false, balanceMinor: 401n, over90Minor: 100n },
        ]),
      },
      'PASS',
    ],
    [
      'G11',
      'one year exactly, with reason',
      claims({ issuedOn: '2026-01-20', dueOn: '2027-01-20', tenorReason: 'SEASON' }),
      'PASS',
    ],
    [
      'G11',
      'one day above a year',
      claims({ issuedOn: '2026-01-20', dueOn: '2027-01-21', tenorReason: 'SEASON' }),
      'FAIL',
    ],
    [
      'G11',
      'above six months without reason',
      claims({ issuedOn: '2026-01-20', dueOn: '2026-07-21' }),
      'FAIL',
    ],
    ['G12', '61 days past due', claims({ issuedOn: '2025-11-01', dueOn: '2025-12-29' }), 'FAIL'],
    [
      'G12',
      '91 days old on 60 days terms',
      claims({ issuedOn: '2025-11-29', dueOn: '2026-01-28' }),
      'FAIL',
    ],
    [
      'G12',
      '100 days old on 120 days terms',
      claims({ issuedOn: '2025-11-20', dueOn: '2026-03-20' }),
      'PASS',
    ],
    ['G13', 'confirmed circle', { circularTrades: supplied(['case 1']) }, 'FAIL'],
    ['G14', 'void after funding', { voidedAfterFunding: supplied(['INV-9']) }, 'FAIL'],
    [
      'G15',
      'bank feed four days old',
      { sources: supplied([{ source: 'bank', kind: 'bank', lastOn: '2026-02-24' }]) },
      'FAIL',
    ],
    ['G15', 'no source at all', { sources: supplied([]) }, 'FAIL'],
    ['G16', 'five days overdue', { overdues: supplied([{ ref: 'f1', days: 5 }]) }, 'PASS'],
    ['G16', 'six days overdue', { overdues: supplied([{ ref: 'f1', days: 6 }]) }, 'FAIL'],
    [
      'G17',
      'no consent',
      { consents: supplied([{ source: 'erp', consent: false, licence: true }]) },
      'FAIL',
    ],
    ['G18', 'related approver', { approvers: supplied([{ person: 'p', related: true }]) }, 'FAIL'],
    [
      'G19',
      'no room',
      { anchorRoom: supplied({ roomMinor: 0n, concentrationFull: false }) },
      'FAIL',
    ],
    ['G20', 'own risk without cover', { product: 'ownRisk' }, 'REFER'],
  ];
  test.each(rows)('%s: %s', (code, _, changes, expected) => {
    expect(statusOf(code, changes)).toBe(expected);
  });

  test('none is waved through: without facts each fails or goes to a person', () => {
    const empty: Partial<GateFacts> = Object.fromEntries(
      Object.entries(cleanGates())
        .filter(([, value]) => typeof value === 'object')
        .map(([name]) => [name, notSupplied()]),
    );
    const bare = runGates(cleanGates({ ...empty, product: 'ownRisk' }), {}, CREDIT_TABLES, AS_OF);
    const failing = bare.filter(gate => gate.counts === 'FAIL').map(gate => gate.code);
    expect(failing).toEqual(['G01', 'G02', 'G03', 'G04', 'G05', 'G15', 'G17']);
    expect(bare.filter(gate => gate.counts === 'PASS')).toEqual([]);
    expect(bare.map(gate => gate.code)).toEqual([...GATE_CODES]);
    expect(gateBits(bare, 'auto')).toBe(0);
  });

  test('each finding names its evidence', () => {
    const gates = runGates(cleanGates(claims({ voided: true })), vector, CREDIT_TABLES, AS_OF);
    expect(gates.find(gate => gate.code === 'G05')?.evidence).toEqual([
      { fact: 'claims', value: '1' },
      { fact: 'INV-1', value: 'voided' },
    ]);
  });
});
