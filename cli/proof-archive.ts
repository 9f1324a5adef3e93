import { readFileSync } from 'node:fs';
import {
  readProofManifest,
  type ProofClaim,
  type ProofField,
  type ProofManifest,
  type ProofPolicy,
} from '../domain/evidence/index.ts';
import type { Entities } from '../domain/event/index.ts';
import { parseWire } from '../domain/wire/index.ts';
import { openArchive } from '../ingest/index.ts';
import { decodeBlock, type DecodedBlock } from '../ledger/block.ts';

/** What a bundle may unpack to: blocks are stored as they are, so there is no ratio to speak of. */
const LIMITS = { unpackedMax: 2_000_000_000, ratioMax: 50, partsMax: 65_535 };

/** A `tally-proof/1` bundle with its members read; nothing is checked yet. */
export type ProofArchive = {
  readonly manifest: ProofManifest;
  readonly members: ReadonlyMap<string, Uint8Array>;
  readonly blocks: readonly DecodedBlock[];
  readonly headers: Uint8Array;
  /** Texts of signed acts by their id. */
  readonly acts: ReadonlyMap<string, string>;
  readonly keys: readonly Entities['key'][];
  readonly policy: ProofPolicy;
  readonly claims: readonly ProofClaim[];
  readonly disclosed: readonly ProofField[];
  /** Papers by their id. */
  readonly documents: ReadonlyMap<string, Uint8Array>;
};

/** Reads a bundle; a sentence when it cannot be read at all. */
export function readProofArchive(file: string): ProofArchive | string {
  const opened = openArchive(readFileSync(file), LIMITS);
  if (!opened.ok) return 'no zip that can be read';
  const members = new Map<string, Uint8Array>();
  for (const name of opened.value.names) {
    const part = opened.value.part(name);
    if (!part.ok || !part.value) return `${name} is damaged`;
    members.set(name, part.value);
  }
  const text = (name: string): string => Buffer.from(members.get(name) ?? []).toString('utf8');
  const manifest = readProofManifest(text('manifest.json'));
  if (!manifest.ok) return manifest.error;
  try {
    const json = (name: string): unknown => {
      const parsed = parseWire(text(name));
      if (!parsed.ok) throw new Error(`${name} is no JSON`);
      return parsed.value;
    };
    const within = (folder: string, ending: string): [string, Uint8Array][] =>
      [...members]
        .filter(([name]) => name.startsWith(`${folder}/`) && name.endsWith(ending))
        .map(([name, bytes]) => [name.slice(folder.length + 1, -ending.length), bytes]);
    const blocks = within('blocks', '.bin').map(([, bytes]) => decodeBlock(bytes));
    return {
      manifest: manifest.value,
      members,
      blocks: blocks.sort((a, b) => (a.number < b.number ? -1 : 1)),
      headers: members.get('headers.bin') ?? new Uint8Array(),
      acts: new Map(within('acts', '.json').map(([id]) => [id, text(`acts/${id}.json`)])),
      keys: json('keys.json') as Entities['key'][],
      policy: json('policy.json') as ProofPolicy,
      claims: json('claims.json') as ProofClaim[],
      disclosed: within('disclosed', '.json').map(
        ([name]) => json(`disclosed/${name}.json`) as ProofField,
      ),
      documents: new Map(within('documents', '.pdf')),
    };
  } catch (error) {
    // Bytes of a stranger: what cannot be decoded proves nothing.
    return error instanceof Error ? error.message : String(error);
  }
}
