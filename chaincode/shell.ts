import {
  ACT_KINDS,
  actBytes,
  parseSignedAct,
  type Act,
  type EndorsementClass,
  type KindSpec,
  type SignedAct,
} from '../domain/act/index.ts';
import { firstOf, refuse, type Refusal } from '../domain/errors/index.ts';
import type { Envelope, LedgerEvent } from '../domain/event/index.ts';
import {
  breakerId,
  checkSigners,
  pairsOf,
  RULES_VERSION,
  type Channel,
  type Context,
  type LatestRate,
  type Parameter,
  type Signer,
} from '../domain/governance/index.ts';
import { ok, type Result } from '../domain/result/index.ts';
import { authorise } from './authorise.ts';
import { timeFault } from './clock.ts';
import type { Handler, Input, PrivateEntry, PrivatePlace } from './handler.ts';
import { HANDLERS } from './handlers/index.ts';
import { sha256 } from './signature.ts';
import { actKey } from './state-keys.ts';
import type { EntityRef, Tx } from './tx.ts';

/** A decision that stands: what to write. */
export type Decided = {
  readonly act: Act;
  readonly actHash: string;
  readonly envelope: Envelope;
  readonly endorsement: EndorsementClass;
  /** Persons of registered keys that signed, with the role of each. */
  readonly signers: readonly Signer[];
  readonly privateEntries: readonly PrivateEntry[];
  readonly purged: readonly PrivatePlace[];
};

type AnyDecide = Handler<Act['kind'], unknown>;

/**
 * Judges one signed act in the order of R-4: schema, id, business day, breaker, signatures and
 * keys, roles and bands and step-up, party standing, then the kind's own decision. Reads only.
 */
export async function judge(
  tx: Tx,
  signedText: string,
  input: Input,
): Promise<Result<Decided, Refusal>> {
  const parsed = parseSignedAct(signedText);
  if (!parsed.ok) {
    const faults = parsed.error.map(({ path, fault }) => `${path}: ${fault}`);
    return refuse('ACT_MALFORMED', { n: faults.length, faults });
  }
  return judgeAct(tx, parsed.value, input);
}

async function judgeAct(
  tx: Tx,
  signed: SignedAct,
  input: Input,
): Promise<Result<Decided, Refusal>> {
  const { act } = signed;
  const actHash = sha256(actBytes(act));
  const name = tx.stub.getChannelID();
  await tx.fetch(namedBy(signed, name), [actKey(tx.stub, act.id)]);
  const channel = await tx.entity('channel', name);
  const early =
    (await idFault(tx, act, actHash)) ??
    (await dayFault(tx, act, channel)) ??
    (await breakerFault(tx, act));
  if (early) return { ok: false, error: early };
  const on = { actHash, channel: name, founded: channel };
  const { signers, refusals } = await authorise(tx, signed, on);
  const unsigned = firstOf(refusals);
  if (unsigned) return { ok: false, error: unsigned };
  const context = await contextOf(tx, act, channel, signers);
  const standing = firstOf(await standingFaults(tx, act, context));
  if (standing) return { ok: false, error: standing };
  const handler = HANDLERS[act.kind] as unknown as AnyDecide;
  const state = await handler.load(tx, act, input, context);
  const decided = handler.decide(state, act, context);
  if (!decided.ok) return decided;
  const envelope = envelopeOf(act, decided.value);
  const endorsement = handler.endorsed?.(state) ?? ACT_KINDS[act.kind].endorsement;
  const used = signers.filter(({ introduced }) => !introduced);
  return ok({
    act,
    actHash,
    envelope,
    endorsement,
    signers: used,
    ...privateOf(handler, state, act),
  });
}

function privateOf(
  { keep, purge }: AnyDecide,
  state: unknown,
  act: Act,
): Pick<Decided, 'privateEntries' | 'purged'> {
  return { privateEntries: keep?.(state, act) ?? [], purged: purge?.(state, act) ?? [] };
}

/** What every act of this kind reads and names itself: one message to the peer instead of many. */
function namedBy({ act, signatures }: SignedAct, channel: string): EntityRef[] {
  const { names, parameters } = HANDLERS[act.kind] as unknown as AnyDecide;
  const { flow } = ACT_KINDS[act.kind];
  const isDayAsked = act.kind !== 'channel.bootstrap' && act.kind !== 'day.open';
  return [
    ['channel', channel],
    ['party', act.actor],
    ...(isDayAsked ? [['day', act.businessDate] as const] : []),
    ...(flow === 'core'
      ? []
      : [['breaker', flow] as const, ['breaker', breakerId(flow, act.actor)] as const]),
    ...signatures.map(({ key }) => ['key', key] as const),
    ...(parameters ?? []).map(key => ['param', key] as const),
    ...(names?.(act) ?? []),
  ];
}

async function idFault(tx: Tx, act: Act, actHash: string): Promise<Refusal | null> {
  const bytes = await tx.value(actKey(tx.stub, act.id));
  if (bytes.length === 0) return null;
  const done = JSON.parse(Buffer.from(bytes).toString('utf8')) as { sha256: string; txId: string };
  if (done.sha256 === actHash) return { code: 'ACT_DONE', facts: { txId: done.txId } };
  return { code: 'ACT_ID_REUSED', facts: { id: act.id } };
}

async function dayFault(tx: Tx, act: Act, channel: Channel | undefined): Promise<Refusal | null> {
  if (act.kind === 'channel.bootstrap') return null;
  if (!channel) {
    const facts = { object: tx.stub.getChannelID(), state: 'not founded', kind: act.kind };
    return { code: 'STATE_WRONG', facts: { ...facts, states: 'founded' } };
  }
  const day = act.kind === 'day.open' ? null : await tx.entity('day', act.businessDate);
  if (day !== null && day?.state !== 'open') {
    return { code: 'DAY_NOT_OPEN', facts: { date: act.businessDate } };
  }
  return channel.clock === 'test' ? null : timeFault(tx.stub.getDateTimestamp(), act.businessDate);
}

async function breakerFault(tx: Tx, act: Act): Promise<Refusal | null> {
  const { flow } = ACT_KINDS[act.kind];
  if (flow === 'core') return null;
  const pauses = [
    await tx.entity('breaker', flow),
    await tx.entity('breaker', breakerId(flow, act.actor)),
  ];
  const paused = pauses.find(pause => pause?.running === false);
  if (!paused) return null;
  return { code: 'FLOW_PAUSED', facts: { flow, t: paused.since, reason: paused.reason } };
}

async function contextOf(
  tx: Tx,
  act: Act,
  channel: Channel | undefined,
  signers: Context['signers'],
): Promise<Context> {
  const parameters = new Map<string, Parameter>();
  for (const key of HANDLERS[act.kind].parameters ?? []) {
    const parameter = await tx.entity('param', key);
    if (parameter) parameters.set(key, parameter);
  }
  const unfounded = {
    channel: '',
    clock: 'test',
    operator: '',
    association: '',
    auditor: '',
  } as const;
  const { businessDate } = act;
  const rates = await ratesOf(tx, act);
  return { channel: channel ?? unfounded, businessDate, signers, parameters, rates, sha256 };
}

/** The last official rates of the currencies in which the band's amounts stand. */
export async function ratesOf(tx: Tx, act: Act): Promise<ReadonlyMap<string, LatestRate>> {
  const rates = new Map<string, LatestRate>();
  for (const pair of pairsOf(act)) {
    const rate = await tx.entity('latestRate', pair);
    if (rate) rates.set(pair, rate);
  }
  return rates;
}

async function standingFaults(tx: Tx, act: Act, context: Context): Promise<readonly Refusal[]> {
  const party = await tx.entity('party', act.actor);
  const faults = checkSigners(act, party, context);
  if (faults.length > 0 || !needsStanding(act)) return faults;
  if (party?.state !== 'active') {
    const facts = { party: act.actor, state: party?.state ?? 'unknown' };
    return [{ code: 'PARTY_NOT_ACTIVE', facts }];
  }
  const until = party.kybValidUntil;
  if (until === null || until >= act.businessDate) return [];
  return [{ code: 'KYB_EXPIRED', facts: { party: act.actor, date: until } }];
}

/** New business needs a party in good standing; `core` and admission itself do not. */
function needsStanding(act: Act): boolean {
  const { flow } = ACT_KINDS[act.kind] as unknown as KindSpec<unknown>;
  return flow !== 'core' && flow !== 'onboarding';
}

function envelopeOf(act: Act, events: readonly LedgerEvent[]): Envelope {
  const { id, kind, actor, businessDate } = act;
  return { v: 1, actId: id, kind, actor, businessDate, rulesVersion: RULES_VERSION, events };
}
