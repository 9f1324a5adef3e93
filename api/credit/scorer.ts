import { createHash } from 'node:crypto';
import { actBytes, signatureBytes, type Act, type Signature } from '../../domain/act/index.ts';
import {
  CREDIT_TABLES,
  assess,
  assessmentHashes,
  attestationBody,
  externalScoreBody,
  runGates,
  tableReferences,
  type Assessment,
  type AttestationFrame,
  type CreditRole,
  type Depth,
  type GateResult,
  type Product,
  type ScoreBody,
} from '../../domain/credit/index.ts';
import { daysBetween } from '../../domain/calendar/index.ts';
import { invariant } from '../../domain/result/index.ts';
import type { Database } from '../database/index.ts';
import type { OpenPersons } from '../keyring/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';
import { readCase, type CreditCase } from './case.ts';
import type { PublicRegister } from './register.ts';
import { keepScore, lastQualities } from './store.ts';

/** What the operator's risk desk asks: the act is named first, so that the same answer is signed. */
export type ScoreRequest = {
  readonly actId: string;
  /** Id of the attestation to make. */
  readonly attestation: string;
  readonly operator: string;
  readonly subject: string;
  readonly role: CreditRole;
  readonly product: Product;
  readonly businessDate: string;
};

/** An answer to sign; `body` is null where nothing may be attested. */
export type ScoreAnswer = {
  readonly gates: readonly GateResult[];
  readonly assessment: Assessment | null;
  readonly body: ScoreBody | null;
  /** The scorer key's entry over the act `attestation.record` with this body. */
  readonly scorer: Signature | null;
};

/** A buyer's rating from outside, as the risk desk enters it. */
type ExternalRequest = ScoreRequest & {
  readonly pdPpm: number;
  readonly depth: Depth;
  /** SHA-256 of the rating report that was read. */
  readonly evidenceHash: string;
};

export type Scorer = {
  /** Scores an enterprise from its documents and the ledger; keeps the score. */
  score(request: ScoreRequest): Promise<ScoreAnswer | null>;
  /** Prepares a buyer's attestation from an outside rating; every party gate runs. */
  takeOver(request: ExternalRequest): Promise<ScoreAnswer | null>;
};

type ScorerOptions = {
  readonly database: Database;
  readonly channel: string;
  readonly register: PublicRegister;
  readonly openPersons: OpenPersons;
  /** The operator's key of role `scorer`. */
  readonly signer: ServiceSigner;
  /** Milliseconds since 1970, for the time of the signature. */
  readonly now: () => number;
};

/** Terms where no claim is put forward yet. */
const TERMS_DAYS_DEFAULT = 60;
const ROOM_UNBOUNDED = 10n ** 15n;

/** The scoring service: reads, assesses, keeps, and signs with the scorer key. Same inputs, same body. */
export function creditScorer(options: ScorerOptions): Scorer {
  return {
    score: request => scoreEnterprise(options, request),
    takeOver: request => rateBuyer(options, request),
  };
}

async function scoreEnterprise(
  options: ScorerOptions,
  request: ScoreRequest,
): Promise<ScoreAnswer | null> {
  const { database } = options;
  const lastQuality = await lastQualities(database, request);
  const read = await readCase(options, { ...request, lastQuality });
  if (!read) return null;
  const { facts, gateFacts, ledger } = read;
  const assessment = assess(facts, gateFacts, creditRequest(read, request), CREDIT_TABLES);
  const hashes = assessmentHashes({ facts, gateFacts }, assessment, sha256);
  const { model, policy } = tableReferences(sha256);
  const inputs = { facts, gateFacts };
  const { operator, subject } = request;
  await keepScore(database, {
    operator,
    id: request.actId,
    subject,
    inputs,
    assessment,
    hashes,
    model,
    policy,
  });
  const frame = { ...frameOf(request, read), hashes, decidedBy: 'human' as const };
  const body = attestationBody(assessment, frame, CREDIT_TABLES);
  const { gates } = assessment;
  if (!body.ok) return { gates, assessment, body: null, scorer: null };
  invariant('CREDIT', ledger.operator === operator, () => `${operator} asks for another operator`);
  const scorer = await signed(options, request, body.value);
  return { gates, assessment, body: body.value, scorer };
}

async function rateBuyer(
  options: ScorerOptions,
  request: ExternalRequest,
): Promise<ScoreAnswer | null> {
  const question = { ...request, role: 'buyer' as const, lastQuality: {} };
  const read = await readCase(options, question);
  if (!read) return null;
  const { businessDate, evidenceHash, pdPpm, depth, product } = request;
  const gates = runGates(read.gateFacts, {}, CREDIT_TABLES, businessDate);
  if (gates.some(gate => gate.counts === 'FAIL')) {
    return { gates, assessment: null, body: null, scorer: null };
  }
  const hashes = {
    inputsHash: evidenceHash,
    featureHash: evidenceHash,
    reportHash: evidenceHash,
  };
  const rating = { pdPpm, depth, asOf: businessDate, gates, product, roomMinor: ROOM_UNBOUNDED };
  const frame = { ...frameOf(request, read), hashes };
  const body = externalScoreBody(rating, frame, CREDIT_TABLES);
  return { gates, assessment: null, body, scorer: await signed(options, request, body) };
}

function creditRequest(
  read: CreditCase,
  { role, product }: ScoreRequest,
): Parameters<typeof assess>[2] {
  const { ledger } = read;
  const terms = termsOf(read);
  const rooms = ledger.buyers.flatMap(row => (row.roomMinor === null ? [] : [row.roomMinor]));
  const confirmed = product === 'confirmedReceivable';
  return {
    role,
    product,
    assuranceMin: product === 'orderLoan' ? 'order' : confirmed ? 'L3' : 'L1',
    controlledAccount: true,
    roomMinor: rooms.reduce((least, room) => (room < least ? room : least), ROOM_UNBOUNDED),
    termsDays: Math.floor(terms.reduce((sum, days) => sum + days, 0) / terms.length),
    shortestTermsDays: Math.min(...terms),
    currenciesDiffer: false,
    warning: 'none',
    eligibleBuyers: ledger.buyers.map(row => row.buyer),
    yieldReservePpm: 0,
  };
}

/** Days from invoice to due date of the claims that are put forward. */
function termsOf({ gateFacts }: CreditCase): readonly number[] {
  const claims = gateFacts.claims.supplied ? gateFacts.claims.value : [];
  const days = claims.map(claim => Math.max(0, daysBetween(claim.issuedOn, claim.dueOn)));
  return days.length > 0 ? days : [TERMS_DAYS_DEFAULT];
}

function frameOf(
  request: ScoreRequest,
  { ledger }: CreditCase,
): Omit<AttestationFrame, 'hashes' | 'decidedBy'> {
  const { model, policy } = tableReferences(sha256);
  const { current } = ledger.subject;
  return {
    attestation: request.attestation,
    subject: request.subject,
    knownAt: request.businessDate,
    modelHash: model.hash,
    policyHash: policy.hash,
    validFrom: request.businessDate,
    ...(current ? { supersedes: current.attestation } : {}),
  };
}

async function signed(
  options: ScorerOptions,
  request: ScoreRequest,
  body: ScoreBody,
): Promise<Signature> {
  const act: Act<'attestation.record'> = {
    id: request.actId,
    kind: 'attestation.record',
    actor: request.operator,
    businessDate: request.businessDate,
    body,
  };
  const entry = {
    alg: 'p256',
    key: options.signer.key,
    role: 'scorer',
    at: new Date(options.now()).toISOString(),
  } as const;
  const bytes = signatureBytes(options.channel, sha256(actBytes(act)), entry);
  return { ...entry, value: await options.signer.sign(bytes) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
