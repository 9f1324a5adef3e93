import { LedgerError, type Cause, type NotSent } from '../port.ts';
import type { Refused } from './transport.ts';

/** What came back instead of an answer: a gRPC status, its text, and what each node said. */
export type RpcFault = {
  readonly code: number;
  readonly text: string;
  readonly details: readonly { readonly mspId: string; readonly message: string }[];
};

export type Phase = 'endorse' | 'evaluate' | 'order';

const DEADLINE_EXCEEDED = 4;
const FAILED_PRECONDITION = 9;
const CANCELLED = 1;
const UNAVAILABLE = 14;

const REFUSED = /chaincode response \d+, (.*)$/s;
/** A client whose clock is off by a quarter of an hour: the same act is refused again and again. */
const WRONG_CLOCK = /incorrect timestamp/;
const OTHERS_FAILED = 'failed to collect enough transaction endorsements';
const FAILED_DIAL = /connection refused|no such host|failed to create new connection|dial tcp/i;
const NO_ACCESS =
  /access denied|creator is malformed|creator org unknown|certificate has expired|identity expired|PermissionDenied/i;

/** Sentences for people: what it is and what to do. */
const REMEDIES: Readonly<Record<Cause, string>> = {
  BUSY: 'The peer has too much to do; it is tried again.',
  UNREACHABLE: 'A node of the network does not answer: see `npm run network -- status`.',
  NO_ENDORSERS:
    'Too few organisations can endorse: a peer is down, has not joined, or its organisation has ' +
    'not approved and installed the chaincode.',
  MISMATCH:
    'Peers answered differently: one is behind, or its chaincode is not the same (compare ' +
    'package ids and Node versions).',
  CHAINCODE_DOWN:
    'The chaincode process does not run, or was started with another package id: see ' +
    '`npm run network -- status`.',
  TIMEOUT: 'No answer within the deadline.',
  CANCELLED: 'The call was ended by us.',
};

const RETRY_AFTER_MS: Readonly<Record<Cause, number>> = {
  BUSY: 250,
  UNREACHABLE: 500,
  NO_ENDORSERS: 1000,
  MISMATCH: 200,
  CHAINCODE_DOWN: 500,
  TIMEOUT: 500,
  CANCELLED: 500,
};

/** Certain that nothing was ordered; `said` is the network's own line, for people. */
export function notSent(cause: Cause, said = ''): NotSent {
  const detail = said === '' ? REMEDIES[cause] : `${REMEDIES[cause]} (${firstLine(said)})`;
  return { kind: 'notSent', cause, retryAfterMs: RETRY_AFTER_MS[cause], detail };
}

/**
 * What a fault before ordering means (ledger.md §6.3). `named` is how many organisations were asked
 * for by name.
 * @throws LedgerError `CONFIG` where the network does not know us: no retry cures that
 */
export function faultBeforeOrder(fault: RpcFault, phase: Phase, named = 0): Refused | NotSent {
  const said = saidOf(fault);
  if (said.some(text => NO_ACCESS.test(text))) {
    const text = 'the network does not accept this identity: wrong organisation, or it has ended';
    throw new LedgerError('CONFIG', `${text} (${firstLine(said.join(' '))})`, { phase });
  }
  const clock = said.find(text => WRONG_CLOCK.test(text));
  if (clock !== undefined) return { kind: 'refused', message: firstLine(clock) };
  const refusals = said.flatMap(text => REFUSED.exec(text)?.[1] ?? []);
  const message = refusals[0];
  if (message !== undefined && isWholeRefusal(fault, refusals, phase, named)) {
    return { kind: 'refused', message };
  }
  return notSent(message === undefined ? causeOf(fault, said) : 'MISMATCH', said.join(' '));
}

/**
 * What a fault of ordering means: not sent only when every node could not even be dialled; else
 * some orderer may have the transaction.
 */
export function faultOfOrder(fault: RpcFault, txId: string): NotSent | Unknown {
  const dials =
    fault.details.length > 0 && fault.details.every(one => FAILED_DIAL.test(one.message));
  if (fault.code === UNAVAILABLE && dials) return notSent('UNREACHABLE', saidOf(fault).join(' '));
  const cause =
    fault.code === DEADLINE_EXCEEDED
      ? 'TIMEOUT'
      : fault.code === CANCELLED
        ? 'CANCELLED'
        : 'UNREACHABLE';
  return { kind: 'unknown', txId, cause };
}

type Unknown = {
  readonly kind: 'unknown';
  readonly txId: string;
  readonly cause: Cause;
};

/**
 * One peer that refuses what another one endorsed is behind, or different; the contract's no counts
 * when the first peer said it, or all that were asked for did.
 */
function isWholeRefusal(
  fault: RpcFault,
  refusals: readonly string[],
  phase: Phase,
  named: number,
): boolean {
  if (phase !== 'endorse' || !fault.text.includes(OTHERS_FAILED)) return true;
  const organisations = new Set(fault.details.map(one => one.mspId));
  return named > 0 && organisations.size === named && new Set(refusals).size === 1;
}

/** What the network's own words tell, the first that fits. */
const SAID: readonly (readonly [RegExp, Cause])[] = [
  [/exceeding concurrency limit/, 'BUSY'],
  [/ProposalResponsePayloads do not match/, 'MISMATCH'],
  [/timeout expired|context deadline exceeded|execution timeout/i, 'TIMEOUT'],
  [/not agreed to by this org|not yet been approved by this org/i, 'NO_ENDORSERS'],
  [/chaincode \S+ not found/i, 'NO_ENDORSERS'],
  [/could not launch chaincode|error in simulation|stream terminated/, 'CHAINCODE_DOWN'],
  [/code = Unavailable/, 'CHAINCODE_DOWN'],
];

/** What the gRPC status tells where the words do not. */
const STATUS: ReadonlyMap<number, Cause> = new Map([
  [CANCELLED, 'CANCELLED'],
  [DEADLINE_EXCEEDED, 'TIMEOUT'],
  [FAILED_PRECONDITION, 'NO_ENDORSERS'],
  [UNAVAILABLE, 'UNREACHABLE'],
]);

function causeOf({ code }: RpcFault, said: readonly string[]): Cause {
  const known = SAID.find(([pattern]) => said.some(text => pattern.test(text)));
  return known?.[1] ?? STATUS.get(code) ?? 'UNREACHABLE';
}

function saidOf({ text, details }: RpcFault): string[] {
  return details.length > 0 ? [...details.map(one => one.message), text] : [text];
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}
