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

/** SHA-256 of what a document says: equal for two files that say the same. */
export function contentHash(document: CanonicalDocument): string {
  const wire = documentToWire(document) as Readonly<Record<string, Wire>>;
  const said = Object.fromEntries(
    Object.entries(wire).filter(([name]) => !PLACE_MEMBERS.has(name)),
  );
  return sha256Hex(canonical(said));
}

/**
 * The leaves of a document with a salt each, so that one field can be shown without the rest. A
 * salt is the first 132 bits of SHA-256 of a random key of the document (32 bytes) and the path;
 * cut short, it gives away neither the key nor another salt.
 */
export function documentFields(document: CanonicalDocument, saltKey: Uint8Array): PrivateField[] {
  return leavesOf('', documentToWire(document)).map(({ path, value }) => {
    const keyed = Buffer.concat([saltKey, Buffer.from(path, 'utf8')]);
    return { path, salt: hash('sha256', keyed, 'base64url').slice(0, 22), value };
  });
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

function leavesOf(path: string, value: Wire): { path: string; value: Wire }[] {
  if (isList(value)) {
    return value.flatMap((item, at) => leavesOf(`${path}[${at}]`, item));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, member]) =>
      leavesOf(path === '' ? name : `${path}.${name}`, member),
    );
  }
  return [{ path, value }];
}
