import type { ScoreBody } from '../../domain/credit/index.ts';
import { ALL_GATES_PASSED } from '../../domain/credit/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import type { MoneyWire } from '../../domain/money/index.ts';
import type { Account, Party, PartyKind, Role } from '../../domain/party/index.ts';
import { CHANNEL, idOf, StateDouble } from './state-double.ts';

export const OPERATOR = idOf(1);
export const ASSOCIATION = idOf(2);
export const AUDITOR = idOf(3);
export const SUPPLIER = idOf(11);
export const BUYER = idOf(12);
export const FUNDER = idOf(13);
export const BANK = idOf(14);
export const COLLECT = idOf(21);
export const PAYEE = idOf(22);
export const ESCROW = idOf(23);
export const CLAIM = idOf(31);
export const CARD = idOf(41);
export const LINES = { debtor: idOf(51), supplier: idOf(52), funder: idOf(53) };
export const DAY = '2026-03-03';

/** CNY of minor units. */
export function cny(minor: bigint | number): MoneyWire {
  return { minor: minor.toString(), currency: 'CNY' };
}

/** SHA-256-like text from a number. */
export function hashOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** A signer of a party: the person's number makes distinct persons. */
export function by(party: string, role: Role, person = 1, more: Partial<Signer> = {}): Signer {
  const name = hashOf(Number.parseInt(party.slice(-6), 16) * 1_000 + person);
  const base = { key: `${party.slice(-6)}-${person}`, party, person: name, role };
  const rest = { class: 'browser', at: `${DAY}T02:00:00.000Z`, steppedUp: false } as const;
  return { ...base, ...rest, introduced: false, ...more };
}

export function partyOf(party: string, kind: PartyKind): Party {
  return {
    party,
    kinds: [kind],
    class: 'small',
    state: 'active',
    identityRoot: hashOf(1),
    ownersRoot: hashOf(2),
    agreement: hashOf(3),
    admittedOn: '2026-01-05',
    kybValidUntil: '2026-12-31',
    persons: [1, 2, 3].map(person => by(party, 'maker', person).person),
    admins: [],
    subjects: [hashOf(Number.parseInt(party.slice(-6), 16))],
    firstKey: null,
    version: 1,
  };
}

export function accountOf(account: string, party: string, purpose: Account['purpose']): Account {
  const common = {
    account,
    party,
    bankRoot: hashOf(9),
    currency: 'CNY',
    purpose,
    bank: BANK,
  } as const;
  const dates = { registeredOn: '2026-01-06', verifiedOn: '2026-01-07', usableFrom: '2026-01-08' };
  return { ...common, ...dates, state: 'verified' };
}

/** A score in force: A for both sides unless a test changes it. */
export function scoreOf(subject: string, changes: Partial<ScoreBody> = {}): ScoreBody {
  return {
    attestation: idOf(900),
    subject,
    asOf: DAY,
    knownAt: DAY,
    modelId: 'credit.scorecard',
    modelHash: hashOf(1),
    policyHash: hashOf(2),
    inputsHash: hashOf(3),
    kind: 'score',
    role: subject === BUYER ? 'buyer' : 'supplier',
    product: 'confirmedReceivable',
    segment: 'SEG-C',
    grade: 'A',
    scoreE5: 62_500_000,
    pdPpm: 7_100,
    mocPpm: 0,
    depth: 'A',
    assuranceMin: 'L3',
    limitConservative: cny(50_000_000_00),
    limitMax: cny(90_000_000_00),
    advanceCapsPpm: { L3: 950_000, L2: 850_000, L1: 750_000, order: 500_000 },
    reservePpm: 0,
    dilutionPpm: 0,
    gateBits: ALL_GATES_PASSED,
    conditions: [],
    reasons: [],
    featureHash: hashOf(4),
    reportHash: hashOf(5),
    validFrom: '2026-03-01',
    validUntil: '2026-05-31',
    decidedBy: 'auto',
    ...changes,
  };
}

/** Founded channel, four parties, their accounts, screenings, consent, scores and one claim. */
export async function tradeLedger(face = 100_000_000n): Promise<StateDouble> {
  const ledger = new StateDouble();
  const founders = { operator: OPERATOR, association: ASSOCIATION, auditor: AUDITOR };
  ledger.put('channel', CHANNEL, { channel: CHANNEL, clock: 'test', ...founders });
  const kinds = [
    [OPERATOR, 'operator'],
    [SUPPLIER, 'enterprise'],
    [BUYER, 'enterprise'],
    [FUNDER, 'funder'],
    [BANK, 'bank'],
  ] as const;
  for (const [party, kind] of kinds) ledger.put('party', party, partyOf(party, kind));
  ledger.put('account', COLLECT, accountOf(COLLECT, OPERATOR, 'collect'));
  ledger.put('account', ESCROW, accountOf(ESCROW, OPERATOR, 'collect'));
  ledger.put('account', PAYEE, accountOf(PAYEE, SUPPLIER, 'settle'));
  for (const party of [SUPPLIER, BUYER]) screen(ledger, party, DAY);
  ledger.put('consent', `${SUPPLIER}~${FUNDER}~financing`, {
    party: SUPPLIER,
    to: FUNDER,
    purpose: 'financing',
    dataClasses: ['trade', 'score'],
    from: '2026-01-05',
    until: '2026-12-31',
    withdrawnOn: null,
  });
  for (const subject of [SUPPLIER, BUYER]) await attest(ledger, scoreOf(subject));
  const value = [
    {
      kind: 'origination',
      base: 'advance',
      ppm: 1000,
      flatMinor: '0',
      floorMinor: '0',
      annual: false,
      payer: 'supplier',
      payee: 'platform',
    },
  ];
  const rows = [{ effectiveOn: '2026-01-01', value, version: 1 }];
  ledger.put('param', 'price.fees', { key: 'price.fees', rows });
  await claim(ledger, { id: CLAIM, face, dueOn: '2026-06-01' });
  return ledger;
}

/** Records a score as the ledger would. */
export async function attest(ledger: StateDouble, body: ScoreBody): Promise<void> {
  await ledger.fold({ kind: 'attestation.recorded', on: DAY, body });
}

/** A clean screening of one day. */
export function screen(ledger: StateDouble, party: string, on: string): void {
  ledger.put('screening', party, {
    screening: idOf(800),
    party,
    lists: ['un'],
    listVersion: '1',
    result: 'clear',
    on,
    until: on,
    evidence: hashOf(6),
  });
}

/** One confirmed, irrevocable claim of the supplier on the buyer with one invoice. */
export async function claim(
  ledger: StateDouble,
  of: { readonly id: string; readonly face: bigint; readonly dueOn: string },
): Promise<void> {
  const { id, dueOn } = of;
  const face = cny(of.face);
  const invoice = `k1-${id}`;
  const terms = {
    receivable: id,
    supplier: SUPPLIER,
    buyer: BUYER,
    face,
    invoiceOn: '2026-02-20',
    acceptedOn: null,
    dueOn,
    tenorReason: null,
    root: hashOf(7),
    invoices: [{ invoice, fingerprintRef: 'INV-1', claimed: face }],
    order: null,
    recourseTerms: 'none',
    labels: [],
    replaces: null,
    offeredOn: '2026-02-21',
  } as const;
  const confirmation = {
    payTo: COLLECT,
    undertaking: 'irrevocable',
    setOff: null,
    statement: hashOf(8),
    on: '2026-02-22',
    keys: ['buyer-1'],
  } as const;
  await ledger.fold(
    { kind: 'receivable.offered', terms },
    {
      kind: 'fingerprint.registered',
      receivable: id,
      applicant: SUPPLIER,
      invoice,
      amount: face,
      creditNotes: cny(0),
      issuedOn: '2026-02-20',
      claimed: face,
      keys: [],
    },
    {
      kind: 'receivable.confirmed',
      receivable: id,
      buyer: BUYER,
      face,
      confirmation,
      lined: false,
    },
  );
}
