import { transactionId, type DecodedTransaction } from '../transaction.ts';
import type { NamespaceSet, RangeRead, Version } from '../read-write-set.ts';
import {
  BAD_CREATOR_SIGNATURE,
  DUPLICATE_TXID,
  ENDORSEMENT_POLICY_FAILURE,
  MVCC_READ_CONFLICT,
  PHANTOM_READ_CONFLICT,
  VALID,
  type ValidationCode,
} from '../validation-code.ts';
import { endorsedBytes, signedBytes, type Signed } from '../signature.ts';
import type { KnownIdentity } from './peer.ts';
import { keysWithNewPolicy, rulesFor, writtenKeys, type Policies } from './policy-check.ts';
import { satisfies } from './policy.ts';
import { applyTransaction } from './apply.ts';
import type { Row } from './rows.ts';
import { LayeredView, Updates, type StateView } from './view.ts';

/** A transaction of a block, taken apart, or the code for what could not be. */
export type Candidate = DecodedTransaction | { readonly fault: ValidationCode };

export type ValidationContext = {
  readonly channel: string;
  readonly chaincode: string;
  readonly policies: Policies;
  readonly identify: (bytes: Uint8Array) => KnownIdentity | null;
  readonly verify: (
    identity: KnownIdentity,
    signed: Signed,
    signature: Uint8Array,
  ) => Promise<boolean>;
  readonly isOnLedger: (txId: string) => boolean;
};

/** The three checks as replaceable steps, so that a control can show that a suite needs them. */
export type ValidationSteps = {
  /** Whether these endorsers may make these writes. */
  readonly isEndorsed: typeof isEndorsed;
  /** Whether a point read still holds. */
  readonly isReadCurrent: typeof isReadCurrent;
  /** Whether a range read would give the same again. */
  readonly isRangeCurrent: typeof isRangeCurrent;
};

export type ValidatedBlock = {
  readonly codes: readonly ValidationCode[];
  readonly updates: Updates;
};

export const FABRIC_STEPS: ValidationSteps = { isEndorsed, isReadCurrent, isRangeCurrent };

/**
 * Decides each transaction of a block as a Fabric peer does, in its order of checks, and gathers
 * what the valid ones change. `view` is committed state before the block.
 */
export async function validateBlock(
  number: number,
  candidates: readonly Candidate[],
  view: StateView,
  context: ValidationContext,
  steps: ValidationSteps = FABRIC_STEPS,
): Promise<ValidatedBlock> {
  const checked = await Promise.all(candidates.map(one => checkSignatures(one, context)));
  const codes = checked.map(one => one.code);
  checkPolicies(candidates, checked, codes, view, context, steps);
  markDuplicates(candidates, codes);
  const updates = new Updates();
  const current = new LayeredView(view, [updates]);
  for (const [index, candidate] of candidates.entries()) {
    if (codes[index] !== VALID || 'fault' in candidate) continue;
    const code = await checkReads(candidate, updates, current, steps);
    codes[index] = code;
    if (code !== VALID) continue;
    applyTransaction(candidate.readWriteSet, { block: number, index }, current, updates);
  }
  return { codes, updates };
}

type Checked = { readonly code: ValidationCode; readonly endorsers: readonly KnownIdentity[] };

/** Envelope, creator's signature, transaction id, and which endorsements are genuine. */
async function checkSignatures(candidate: Candidate, context: ValidationContext): Promise<Checked> {
  const bad = (code: ValidationCode): Checked => ({ code, endorsers: [] });
  if ('fault' in candidate) return bad(candidate.fault);
  const { creator, payload, signature, endorsements, responsePayload, readWriteSet } = candidate;
  if (candidate.channel !== context.channel) return bad(14);
  const who = context.identify(creator);
  if (!who || !(await context.verify(who, signedBytes(payload), signature)))
    return bad(BAD_CREATOR_SIGNATURE);
  if (candidate.txId !== transactionId(candidate.nonce, creator)) return bad(8);
  if (Buffer.compare(candidate.proposalHash, candidate.proposalHashComputed) !== 0) return bad(5);
  if (context.isOnLedger(candidate.txId)) return bad(DUPLICATE_TXID);
  if (candidate.chaincode !== context.chaincode) return bad(25);
  if (readWriteSet.some(set => set.namespace !== context.chaincode)) return bad(23);
  const signedBy = endorsedBytes(responsePayload);
  const endorsers = await Promise.all(
    endorsements.map(async one => {
      const identity = context.identify(one.endorser);
      const signed = signedBy(one.endorser);
      return identity && (await context.verify(identity, signed, one.signature)) ? identity : null;
    }),
  );
  return { code: VALID, endorsers: distinct(endorsers) };
}

function distinct(identities: readonly (KnownIdentity | null)[]): KnownIdentity[] {
  const byId = new Map<string, KnownIdentity>();
  for (const one of identities) if (one) byId.set(one.id, one);
  return [...byId.values()];
}

function checkPolicies(
  candidates: readonly Candidate[],
  checked: readonly Checked[],
  codes: ValidationCode[],
  view: StateView,
  context: ValidationContext,
  steps: ValidationSteps,
): void {
  const changed = new Set<string>();
  for (const [index, candidate] of candidates.entries()) {
    if (codes[index] !== VALID || 'fault' in candidate) continue;
    const endorsers = checked[index]?.endorsers ?? [];
    const isFine = candidate.readWriteSet.every(
      set =>
        (changed.size === 0 ||
          !writtenKeys(set).some(key => changed.has(nameOf(set.namespace, key)))) &&
        steps.isEndorsed(set, endorsers, view, context.policies),
    );
    if (!isFine) {
      codes[index] = ENDORSEMENT_POLICY_FAILURE;
      continue;
    }
    for (const set of candidate.readWriteSet) {
      for (const key of keysWithNewPolicy(set)) changed.add(nameOf(set.namespace, key));
    }
  }
}

function nameOf(namespace: string, at: { collection: string; key: string }): string {
  return `${namespace}\0${at.collection}\0${at.key}`;
}

function isEndorsed(
  set: NamespaceSet,
  endorsers: readonly KnownIdentity[],
  view: StateView,
  policies: Policies,
): boolean {
  for (const rule of rulesFor(set, view, policies)) {
    if (!rule || !satisfies(rule, endorsers)) return false;
  }
  return true;
}

function markDuplicates(candidates: readonly Candidate[], codes: ValidationCode[]): void {
  const seen = new Set<string>();
  for (const [index, candidate] of candidates.entries()) {
    if (codes[index] !== VALID || 'fault' in candidate) continue;
    if (seen.has(candidate.txId)) codes[index] = DUPLICATE_TXID;
    seen.add(candidate.txId);
  }
}

/** Reads, then ranges, then hashed reads, namespace by namespace; the first fault decides. */
async function checkReads(
  transaction: DecodedTransaction,
  updates: Updates,
  current: LayeredView,
  steps: ValidationSteps,
): Promise<ValidationCode> {
  for (const set of transaction.readWriteSet) {
    const { namespace } = set;
    const isStale = set.reads.some(({ key, version }) => {
      const isTouched = updates.state.get(namespace)?.has(key) ?? false;
      return !steps.isReadCurrent(version, versionOf(current.state(namespace, key)), isTouched);
    });
    if (isStale) return MVCC_READ_CONFLICT;
    for (const range of set.ranges) {
      if (!(await steps.isRangeCurrent(range, namespace, current))) return PHANTOM_READ_CONFLICT;
    }
    if (!areHashedReadsCurrent(set, updates, current, steps)) return MVCC_READ_CONFLICT;
  }
  return VALID;
}

function areHashedReadsCurrent(
  { namespace, collections }: NamespaceSet,
  updates: Updates,
  current: LayeredView,
  steps: ValidationSteps,
): boolean {
  return collections.every(({ collection, reads }) => {
    const touched = updates.hashed.get(`${namespace}\0${collection}`);
    return reads.every(({ key, version }) =>
      steps.isReadCurrent(
        version,
        versionOf(current.hashed(namespace, collection, key)),
        touched?.has(key) ?? false,
      ),
    );
  });
}

function versionOf(row: Row | null): Version | null {
  return row?.version ?? null;
}

/** A key written earlier in the block is stale even if it looks as it did. */
function isReadCurrent(read: Version | null, now: Version | null, isTouched: boolean): boolean {
  return !isTouched && isSame(read, now);
}

async function isRangeCurrent(
  range: RangeRead,
  namespace: string,
  current: StateView,
): Promise<boolean> {
  const bounds = { start: range.start, end: range.end, includeEnd: !range.exhausted };
  let at = 0;
  for await (const { key, row } of current.range(namespace, bounds)) {
    const read = range.reads[at++];
    if (read?.key !== key || !isSame(read.version, row.version)) return false;
  }
  return at === range.reads.length;
}

function isSame(a: Version | null, b: Version | null): boolean {
  if (!a || !b) return a === b;
  return a.block === b.block && a.index === b.index;
}
