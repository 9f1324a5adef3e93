import { fail, ok, type Result } from '../result/index.ts';
import { canonical, isObject, parseWire, type Wire } from '../wire/index.ts';
import type { ProofStep, Sha256 } from './merkle.ts';

/** A zip that proves what a ledger says of an object, to be checked without asking anybody. */
export const PROOF_FORMAT = 'tally-proof/1';

/** What a bundle is about and what is in it; `manifest.json`, canonical. */
export type ProofManifest = {
  readonly format: typeof PROOF_FORMAT;
  readonly channel: string;
  /** `type~id` */
  readonly object: string;
  /** Numbers of the blocks that are in it whole. */
  readonly blocks: readonly number[];
  /** The block that the chain of headers ends with. */
  readonly head: { readonly number: number; readonly hash: string };
  readonly rulesVersion: string;
  /** SHA-256 of each member by its name. */
  readonly members: Readonly<Record<string, string>>;
};

/** What is said to be so at the head; the acts in the bundle give the same, or it is no proof. */
export type ProofClaim = { readonly object: string; readonly body: Wire };

/** A private field that its owner disclosed, and how it stands under the root of its claim. */
export type ProofField = {
  readonly object: string;
  readonly path: string;
  readonly salt: string;
  readonly value: Wire;
  readonly proof: readonly ProofStep[];
};

/** An organisation of the channel with the root of its certificates, PEM; `policy.json`. */
export type ProofPolicy = {
  readonly organisations: readonly { readonly mspId: string; readonly root: string }[];
};

/** The checks of a bundle in their order; the verdict is the first that fails (PT-605). */
export const PROOF_CODES = [
  'PROOF_MANIFEST',
  'PROOF_CHAIN',
  'PROOF_BLOCK_SIGNATURE',
  'PROOF_DATA_HASH',
  'PROOF_TX_INVALID',
  'PROOF_ENDORSEMENT',
  'PROOF_ACT_SIGNATURE',
  'PROOF_COMMITMENT',
  'PROOF_DOCUMENT',
  'PROOF_CLAIM',
] as const;
export type ProofCode = (typeof PROOF_CODES)[number];

/** Bytes of a header in `headers.bin`: number (8, big-endian), previous hash, data hash (32 each). */
export const HEADER_BYTES = 72;

/** Reads `manifest.json`; why not, when it is none. */
export function readProofManifest(text: string): Result<ProofManifest, string> {
  const parsed = parseWire(text);
  if (!parsed.ok || !isObject(parsed.value)) return fail('manifest.json is no JSON object');
  const { format, channel, object, blocks, head, rulesVersion, members } = parsed.value;
  if (format !== PROOF_FORMAT) return fail(`the format is not ${PROOF_FORMAT}`);
  const isWhole =
    [channel, object, rulesVersion].every(word => typeof word === 'string') &&
    Array.isArray(blocks) &&
    isObject(head) &&
    isObject(members);
  if (!isWhole) return fail('manifest.json lacks a field');
  if (canonical(parsed.value) !== text) return fail('manifest.json is not canonical');
  return ok(parsed.value as unknown as ProofManifest);
}

/** What is wrong between a manifest and the members that came with it, the first of it. */
export function memberFault(
  { members }: ProofManifest,
  given: ReadonlyMap<string, Uint8Array>,
  sha256: Sha256,
): string | null {
  for (const [name, hash] of Object.entries(members)) {
    const bytes = given.get(name);
    if (!bytes) return `${name} is missing`;
    if (sha256(bytes) !== hash) return `${name} is not the one of the manifest`;
  }
  const strange = [...given.keys()].find(
    name => name !== 'manifest.json' && !Object.hasOwn(members, name),
  );
  return strange === undefined ? null : `${strange} is not in the manifest`;
}
