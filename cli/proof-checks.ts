import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { actBytes, parseSignedAct, signatureBytes, type SignedAct } from '../domain/act/index.ts';
import {
  applyEvent,
  ENTITY_TYPES,
  targets,
  type Entities,
  type EntityType,
  type Envelope,
} from '../domain/event/index.ts';
import {
  HEADER_BYTES,
  memberFault,
  PROOF_CODES,
  verifyField,
  type ProofCode,
} from '../domain/evidence/index.ts';
import { introducedKeys } from '../domain/party/index.ts';
import { canonical, type Wire } from '../domain/wire/index.ts';
import {
  blockDataHash,
  blockHash,
  DecodeFault,
  decodeTransaction,
  envelopeOf,
  sha256,
  type DecodedTransaction,
} from '../ledger/block.ts';
import type { TrustPins } from '../reports/index.ts';
import { endorsementFaults } from './endorsement.ts';
import type { ProofArchive } from './proof-archive.ts';

/** What became of one check. */
export type ProofStep = {
  readonly code: ProofCode;
  readonly state: 'holds' | 'fails' | 'notChecked';
  readonly what: string;
};

type Pins = Pick<TrustPins, 'organisations' | 'checkpoint'>;

/** A transaction of the bundle that is an act of the channel. */
type Carried = {
  readonly block: number;
  readonly index: number;
  readonly code: number;
  readonly transaction: DecodedTransaction;
  readonly text: string;
  readonly signed: SignedAct;
  readonly envelope: Envelope | null;
};

type Given = ProofArchive & { readonly carried: readonly Carried[]; readonly pins: Pins | null };

/** A fault, or `null`; or why there was nothing to check. */
type Check = (given: Given) => string | null | { readonly notChecked: string };

const CHECKS: Readonly<Record<ProofCode, Check>> = {
  PROOF_MANIFEST: ({ manifest, members }) => memberFault(manifest, members, hex),
  PROOF_CHAIN: chainFault,
  PROOF_BLOCK_SIGNATURE: () => ({
    notChecked: 'who ordered a block is not asked: its acts are endorsed and signed one by one',
  }),
  PROOF_DATA_HASH: ({ blocks }) => {
    const block = blocks.find(one => !blockDataHash(one.envelopes).equals(one.dataHash));
    return block ? `block ${block.number}: the data hash is not that of its envelopes` : null;
  },
  PROOF_TX_INVALID: ({ acts, carried }) => {
    for (const id of acts.keys()) {
      const found = carried.filter(({ signed }) => signed.act.id === id);
      if (found.length === 0) return `act ${id} is in no block of the bundle`;
      if (!found.some(({ code }) => code === 0)) return `act ${id} was not valid`;
    }
    return null;
  },
  PROOF_ENDORSEMENT: given => {
    const organisations = given.pins?.organisations ?? given.policy.organisations;
    const objects = objectsUsed(given);
    const used = given.carried.filter(
      one => given.acts.has(one.signed.act.id) || changes(one, objects),
    );
    return used.flatMap(one => endorsementFaults(one.transaction, organisations))[0] ?? null;
  },
  PROOF_ACT_SIGNATURE: signatureFault,
  PROOF_COMMITMENT: given => {
    if (given.disclosed.length === 0) return { notChecked: 'no private field is in the bundle' };
    const fault = given.disclosed.find(({ object, proof, path, salt, value }) => {
      const root = stateOf(given, claimOf(object))?.['root'];
      const field = { path, salt, value };
      return typeof root !== 'string' || !verifyField(field, proof, { root, sha256: hex });
    });
    return fault ? `${fault.object} ${fault.path} does not stand under the claim's root` : null;
  },
  PROOF_DOCUMENT: given => {
    if (given.documents.size === 0) return { notChecked: 'no paper is in the bundle' };
    for (const [id, bytes] of given.documents) {
      const anchored = stateOf(given, paperOf(id));
      if (anchored?.['fileHash'] !== hex(bytes)) return `paper ${id} is not the anchored one`;
    }
    return null;
  },
  PROOF_CLAIM: given => {
    for (const { object, body } of given.claims) {
      const found = stateOf(given, object);
      if (canonical(found as Wire) !== canonical(body)) return `${object}: the acts give another`;
    }
    return given.claims.some(({ object }) => object === given.manifest.object)
      ? null
      : `${given.manifest.object} is not claimed`;
  },
};

/** All checks in their order; the verdict is the first that fails. */
export function checkProof(archive: ProofArchive, pins: Pins | null): readonly ProofStep[] {
  const given = { ...archive, pins, carried: carriedIn(archive) };
  return PROOF_CODES.map(code => {
    const found = attempt(CHECKS[code], given);
    if (found === null) return { code, state: 'holds', what: '' };
    return typeof found === 'string'
      ? { code, state: 'fails', what: found }
      : { code, state: 'notChecked', what: found.notChecked };
  });
}

/** Bytes of a stranger: what cannot be read does not hold. */
function attempt(check: Check, given: Given): ReturnType<Check> {
  try {
    return check(given);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const hex = (bytes: Uint8Array): string => sha256(bytes).toString('hex');

function carriedIn({ blocks }: ProofArchive): Carried[] {
  return blocks.flatMap(block =>
    block.envelopes.flatMap((bytes, index): Carried[] => {
      const transaction = transactionIn(bytes);
      const text = Buffer.from(transaction?.args[1] ?? []).toString('utf8');
      const parsed = transaction ? parseSignedAct(text) : null;
      if (!transaction || !parsed?.ok) return [];
      const place = { block: Number(block.number), index, code: block.codes[index] ?? 254 };
      const envelope = envelopeOf(transaction) as Envelope | null;
      return [{ ...place, transaction, text, signed: parsed.value, envelope }];
    }),
  );
}

function transactionIn(bytes: Uint8Array): DecodedTransaction | null {
  try {
    return decodeTransaction(bytes);
  } catch (fault) {
    if (fault instanceof DecodeFault) return null;
    throw fault;
  }
}

/** Objects whose state the other checks take from the acts of the bundle, keys aside. */
function objectsUsed({ manifest, claims, disclosed, documents }: Given): ReadonlySet<string> {
  return new Set([
    manifest.object,
    ...claims.map(({ object }) => object),
    ...disclosed.map(({ object }) => claimOf(object)),
    ...[...documents.keys()].map(paperOf),
  ]);
}

const claimOf = (id: string): string => `receivable~${id}`;
const paperOf = (id: string): string => `document~${id.replaceAll('-', '')}`;

/** Whether a transaction changes a key or one of the objects, listed among the acts or not. */
function changes({ code, envelope }: Carried, objects: ReadonlySet<string>): boolean {
  if (code !== 0) return false;
  return (envelope?.events ?? []).some(event =>
    targets(event).some(({ type, id }) => type === 'key' || objects.has(`${type}~${id}`)),
  );
}

/** Headers follow one another to the head and the pinned checkpoint, and each block is one of them. */
function chainFault({ headers, blocks, manifest, pins }: Given): string | null {
  const { hashes, fault } = hashesOf(headers);
  if (fault !== null) return fault;
  const { head } = manifest;
  const [last] = [...hashes.keys()].slice(-1);
  if (last !== head.number || hashes.get(head.number) !== head.hash) {
    return `the headers do not end with block ${head.number}`;
  }
  const { checkpoint } = pins ?? {};
  if (checkpoint !== undefined && hashes.get(checkpoint.number) !== checkpoint.hash) {
    return 'the pinned checkpoint is not reached';
  }
  const strange = blocks.find(
    ({ number, hash }) => hashes.get(Number(number)) !== Buffer.from(hash).toString('hex'),
  );
  if (strange) return `block ${strange.number} is not on the chain of headers`;
  const numbers = blocks.map(({ number }) => Number(number));
  return numbers.join() === manifest.blocks.join() ? null : 'the blocks are others';
}

type Hashes = { readonly hashes: ReadonlyMap<number, string>; readonly fault: string | null };

/** The hash of each header by its number, as far as they follow one another. */
function hashesOf(headers: Uint8Array): Hashes {
  const hashes = new Map<number, string>();
  let previous: { number: number; hash: Buffer } | null = null;
  for (let at = 0; at < headers.length; at += HEADER_BYTES) {
    const row = Buffer.from(headers.subarray(at, at + HEADER_BYTES));
    if (row.length < HEADER_BYTES) return { hashes, fault: 'a header is cut off' };
    const number = Number(row.readBigUInt64BE(0));
    const previousHash = number === 0 ? Buffer.alloc(0) : row.subarray(8, 40);
    const follows: boolean =
      previous === null || (previous.number + 1 === number && previous.hash.equals(previousHash));
    if (!follows) return { hashes, fault: `header ${number} does not follow` };
    const dataHash = row.subarray(40);
    previous = { number, hash: blockHash({ number: BigInt(number), previousHash, dataHash }) };
    hashes.set(number, previous.hash.toString('hex'));
  }
  return { hashes, fault: null };
}

/** Each act as it was ordered, signed by keys that the ledger knew and had not revoked. */
function signatureFault(given: Given): string | null {
  const { acts, carried, keys } = given;
  for (const [id, text] of acts) {
    const found = carried.find(({ signed, code }) => signed.act.id === id && code === 0);
    if (found?.text !== text) return `act ${id} is not the one in its block`;
    const fault = signersFault(given, found);
    if (fault !== null) return fault;
  }
  for (const key of keys) {
    const found = stateOf(given, `key~${key.key}`);
    if (found?.['publicKey'] !== key.publicKey) return `key ${key.key} is not the ledger's`;
  }
  return null;
}

function signersFault(given: Given, { transaction, signed, block, index }: Carried): string | null {
  const { act, signatures } = signed;
  const actHash = hex(actBytes(act));
  for (const signature of signatures) {
    const { key } = signature;
    const before = stateOf(given, `key~${key}`, { block, index });
    const own = introducedKeys(act).find(one => one.key === key);
    const publicKey = (before?.['publicKey'] ?? own?.publicKey) as string | undefined;
    if (publicKey === undefined) return `act ${act.id}: key ${key} is not on the ledger`;
    if (before?.['state'] === 'revoked') return `act ${act.id}: key ${key} was revoked`;
    const bytes = signatureBytes(transaction.channel, actHash, signature);
    if (!isSignedBy(publicKey, bytes, signature.value)) {
      return `act ${act.id}: the signature of key ${key} does not hold`;
    }
  }
  return null;
}

function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const point = Buffer.from(publicKey, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const value = Buffer.from(signature, 'base64url');
  return verifySignature('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, value);
}

type Place = { readonly block: number; readonly index: number };

/** The state of `type~id` by the valid acts of the bundle, all of them or those before a place. */
function stateOf(
  { carried }: Given,
  object: string,
  before?: Place,
): Readonly<Record<string, unknown>> | undefined {
  const at = object.indexOf('~');
  const type = ENTITY_TYPES.find(one => one === object.slice(0, at));
  if (type === undefined) return undefined;
  const id = object.slice(at + 1);
  const own = carried.filter(one => one.code === 0 && (!before || isBefore(one, before)));
  return own
    .flatMap(({ envelope }) => envelope?.events ?? [])
    .filter(event => targets(event).some(ref => ref.type === type && ref.id === id))
    .reduce<Entities[EntityType] | undefined>(
      (state, event) => applyEvent({ type, id }, state as never, event),
      undefined,
    );
}

function isBefore(one: Place, { block, index }: Place): boolean {
  return one.block < block || (one.block === block && one.index < index);
}
