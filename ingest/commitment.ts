import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { documentToWire, type CanonicalDocument } from '../domain/document/index.ts';
import { commitFields, merkleRoot, type PrivateField } from '../domain/evidence/index.ts';
import { canonical, isList, isObject, type Wire } from '../domain/wire/index.ts';

export function sha256Hex(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}

/** What depends on where a document was loaded, and not on what it says. */
const PLACE_MEMBERS = new Set(['id', 'version', 'tenant', 'load']);

const WIRES = new WeakMap<CanonicalDocument, Readonly<Record<string, Wire>>>();

/** A document as JSON, made once for its hash, its root and its row. */
export function wireOf(document: CanonicalDocument): Readonly<Record<string, Wire>> {
  const known = WIRES.get(document);
  if (known) return known;
  const wire = documentToWire(document) as Readonly<Record<string, Wire>>;
  WIRES.set(document, wire);
  return wire;
}

/** SHA-256 of what a document says: equal for two files that say the same. */
export function contentHash(document: CanonicalDocument): string {
  const said = Object.fromEntries(
    Object.entries(wireOf(document)).filter(([name]) => !PLACE_MEMBERS.has(name)),
  );
  return sha256Hex(canonical(said));
}

/**
 * The leaves of a document with a salt each, so that one field can be shown without the rest. A
 * salt is the first 132 bits of SHA-256 of a random key of the document (32 bytes) and the path;
 * cut short, it gives away neither the key nor another salt.
 */
export function documentFields(document: CanonicalDocument, saltKey: Uint8Array): PrivateField[] {
  const fields: PrivateField[] = [];
  const saltOf = saltMaker(saltKey);
  addLeaves('', wireOf(document), (path, value) => {
    fields.push({ path, salt: saltOf(path), value });
  });
  return fields;
}

/** Nearly all paths are far shorter; one buffer serves them all. */
const SHORT_CHARACTERS = 500;

function saltMaker(saltKey: Uint8Array): (path: string) => string {
  const keyed = Buffer.alloc(saltKey.length + 3 * SHORT_CHARACTERS);
  keyed.set(saltKey);
  return path => {
    const isShort = path.length <= SHORT_CHARACTERS;
    const into = isShort ? keyed : Buffer.concat([saltKey, Buffer.alloc(3 * path.length)]);
    const end = saltKey.length + into.write(path, saltKey.length, 'utf8');
    return hash('sha256', into.subarray(0, end), 'base64url').slice(0, 22);
  };
}

/** The salted Merkle root of a document (trust.md T-68). */
export function documentRoot(document: CanonicalDocument, saltKey: Uint8Array): string {
  return commitFields(documentFields(document, saltKey), sha256Hex);
}

/** The root of a load: over `id version root` of its written documents, in the order of their ids. */
export function loadRoot(
  documents: readonly { readonly id: string; readonly version: number; readonly root: string }[],
): string {
  const leaves = documents.map(d => `${d.id} ${d.version} ${d.root}`).sort();
  return merkleRoot(
    leaves.map(leaf => new TextEncoder().encode(leaf)),
    sha256Hex,
  );
}

function addLeaves(path: string, value: Wire, add: (path: string, value: Wire) => void): void {
  if (isList(value)) {
    for (const [at, item] of value.entries()) addLeaves(`${path}[${at}]`, item, add);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) addLeaves(path === '' ? name : `${path}.${name}`, member, add);
    }
  } else add(path, value);
}
