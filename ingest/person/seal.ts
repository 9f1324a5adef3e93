import { personParts, withSealed } from '../../domain/document/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import { insertRows } from '../insert.ts';
import type { LoadContext } from '../store.ts';

/** A document as it goes into its row, and the persons whom it names. */
export type SealedDocument = {
  readonly body: Wire;
  readonly persons: readonly { readonly id: string; readonly lookups: readonly string[] }[];
};

type Sealing = Pick<LoadContext, 'persons' | 'keyed'>;

/** How many keys are asked for at once: a first one is written to disk before it is given. */
const AT_ONCE = 32;

/**
 * Puts what a document says of persons under their keys, contacts, accounts, payers and what they
 * write; the row keeps a person's id and sealed text. A held record is version 0 of its own id.
 */
export async function sealPersons(
  { persons: seal, keyed }: Sealing,
  of: { readonly id: string; readonly version: number; readonly body: Wire },
): Promise<SealedDocument> {
  const parts = personParts(of.body);
  if (parts.length === 0) return { body: of.body, persons: [] };
  const sealed = new Map<string, { person: string; sealed: string }>();
  const persons = new Map<string, Set<string>>();
  for (let from = 0; from < parts.length; from += AT_ONCE) {
    const some = parts
      .slice(from, from + AT_ONCE)
      .map(async ({ path, value, identity, lookups }) => {
        const person = keyed(`person ${identity}`);
        const place = placeOf(of, path);
        const text = await seal.seal({ person, place }, canonical(value));
        sealed.set(path, { person, sealed: text });
        const known = persons.get(person) ?? new Set();
        for (const lookup of lookups) known.add(keyed(`person ${lookup}`));
        persons.set(person, known);
      });
    await Promise.all(some);
  }
  const named = [...persons].map(([id, lookups]) => ({ id, lookups: [...lookups] }));
  return { body: withSealed(of.body, sealed), persons: named };
}

/** What a sealed part is bound to: it opens in no other table, document, version or place. */
export function placeOf(
  of: { readonly id: string; readonly version: number },
  path: string,
): string {
  const table = of.version === 0 ? 'erp.quarantine' : 'erp.document';
  return `${table}\u001fbody\u001f${of.id}@${of.version} ${path}`;
}

/** The key of a held record itself: what people wrote over it stands under it. */
export function recordKey({ keyed }: Pick<LoadContext, 'keyed'>, quarantine: string): string {
  return keyed(`record ${quarantine}`);
}

const SUBJECT = { id: 'text', seen_at: 'timestamptz' };
const LOOKUP = { lookup: 'text', subject: 'text' };
const NAMED = { subject: 'text', document: 'text', version: 'integer' };
const HELD = { subject: 'text', quarantine: 'uuid' };

type Named = Pick<SealedDocument, 'persons'> & {
  readonly id: string;
  readonly version: number;
};

/** Keeps which documents and held records name which persons, and by what they may be asked for. */
export async function writePersons(
  { sql, tenant }: Pick<LoadContext, 'sql' | 'tenant'>,
  documents: readonly Named[],
  at: string,
): Promise<void> {
  const all = documents.flatMap(({ persons }) => persons);
  const ids = [...new Set(all.map(({ id }) => id))].sort();
  const subjects = ids.map(id => ({ id, seen_at: at }));
  const pairs = new Set(all.flatMap(({ id, lookups }) => lookups.map(l => `${l} ${id}`)));
  const lookups = [...pairs].sort().map(pair => {
    const [lookup = '', subject = ''] = pair.split(' ');
    return { lookup, subject };
  });
  const named = (isHeld: boolean) =>
    documents
      .filter(({ version }) => (version === 0) === isHeld)
      .flatMap(({ id, version, persons }) =>
        persons.map(({ id: subject }) => ({ subject, document: id, quarantine: id, version })),
      );
  const into = { tenant, isOnce: true };
  await insertRows(sql, { ...into, table: 'erp.subject', columns: SUBJECT }, subjects);
  await insertRows(sql, { ...into, table: 'erp.subject_lookup', columns: LOOKUP }, lookups);
  await insertRows(sql, { ...into, table: 'erp.subject_document', columns: NAMED }, named(false));
  await insertRows(sql, { ...into, table: 'erp.subject_held', columns: HELD }, named(true));
}
