import { fail, ok, type Result } from '../domain/result/index.ts';
import { sha256Hex } from './commitment.ts';
import type { MappingProfile } from './format/csv/index.ts';
import type { Correction } from './overlay.ts';
import { resolveProfile } from './profile-store.ts';
import { readFile, type FileRead, type ReadRecord } from './read.ts';
import type { LoadContext, Policy, Sql } from './store.ts';

/** A load, and where the raw bytes of what was held back stand. */
export type HeldContext = LoadContext & {
  /** The plain bytes of a raw object by its name in the store. */
  readonly raw: (storeName: string) => Promise<Uint8Array>;
};

/** A person who decides, and what for. */
export type Decider = {
  /** Subject of the account. */
  readonly by: string;
  /** The person behind it: two accounts of one person are one. */
  readonly person: string;
};

/** Why nothing was changed; the codes and facts are those of the refusals' catalogue. */
export type HeldRefusal = {
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'BAD_INPUT' | 'APPROVALS_MISSING' | 'APPROVER_CONFLICT';
  readonly facts: Readonly<Record<string, string | number>>;
};

export type Held = {
  readonly id: string;
  readonly load: string;
  readonly seq: number;
  readonly kind: string;
  readonly state: 'open' | 'edited' | 'replayed' | 'dropped';
  readonly raw_from: bigint;
  readonly raw_to: bigint;
  readonly attempts: number;
};

const HELD = 'id, load, seq, kind, state, raw_from, raw_to, attempts';

/** A held record by its id, locked until the transaction ends. */
export async function findHeld(sql: Sql, id: string): Promise<Result<Held, HeldRefusal>> {
  const [row] = await sql.query<Held>(
    `select ${HELD} from erp.quarantine where id = $1 for update`,
    [id],
  );
  if (!row) return fail({ code: 'NOT_FOUND', facts: { id } });
  const isLive = row.state === 'open' || row.state === 'edited';
  return isLive ? ok(row) : fail({ code: 'CONFLICT', facts: { id } });
}

/** The records of a load that wait, in their order; all, or those that are asked for. */
export async function findWaiting(
  sql: Sql,
  of: { readonly load: string; readonly only: readonly string[] | null },
): Promise<Held[]> {
  return sql.query<Held>(
    `select ${HELD} from erp.quarantine
     where load = $1 and state in ('open', 'edited')
       and ($2::uuid[] is null or id = any ($2::uuid[]))
     order by seq for update`,
    [of.load, of.only],
  );
}

/** The load that a held record came with, and its file. */
export type HeldLoad = {
  readonly id: string;
  readonly source: string;
  readonly sha256: string;
  readonly name: string;
  readonly policy: Policy;
  readonly profile: string | null;
  readonly profile_version: number | null;
  readonly store_name: string;
  readonly erased: boolean;
};

export async function findLoadOf(sql: Sql, id: string): Promise<HeldLoad | undefined> {
  const [row] = await sql.query<HeldLoad>(
    `select l.id, l.source, l.sha256, l.name, l.policy, l.profile, l.profile_version, r.store_name,
       r.erased_at is not null as erased
     from erp.load l join erp.raw_object r on r.sha256 = l.sha256 where l.id = $1`,
    [id],
  );
  return row;
}

/** A file that was read again, with the profile of its first load. */
export type Reread = {
  readonly load: HeldLoad;
  readonly bytes: Uint8Array;
  readonly profile: MappingProfile | undefined;
  readonly read: FileRead;
};

/**
 * Reads the raw file of held records again, from its first byte, with corrections over it.
 * `CONFLICT` where the file no longer gives these records at their places.
 */
export async function readAgain(
  context: HeldContext,
  held: readonly Held[],
  by: { readonly load: string; readonly corrections: readonly Correction[] },
): Promise<Result<Reread, HeldRefusal>> {
  const id = held[0]?.load ?? '';
  const load = await findLoadOf(context.sql, id);
  if (!load) return fail({ code: 'NOT_FOUND', facts: { id } });
  const again = await rereadFile(context, load, by);
  const isWhole = again && held.every(one => isThere(one, again.read.records));
  return isWhole ? ok(again) : fail({ code: 'CONFLICT', facts: { id } });
}

/** Reads the raw file of a load again; undefined where it was erased or is not the same any more. */
export async function rereadFile(
  context: HeldContext,
  load: HeldLoad,
  by: { readonly load: string; readonly corrections: readonly Correction[] },
): Promise<Reread | undefined> {
  if (load.erased) return undefined;
  const named = load.profile ?? undefined;
  const { profile, findings } = await resolveProfile(context.sql, named, load.profile_version);
  const bytes = await context.raw(load.store_name);
  if (findings.length > 0 || sha256Hex(bytes) !== load.sha256) return undefined;
  const read = readFile(
    { bytes, name: load.name },
    {
      context: { tenant: context.tenant, load: by.load, sha256: sha256Hex },
      corrections: by.corrections,
      ...(context.sealKeys && { sealKeys: context.sealKeys }),
      ...(profile === undefined ? {} : { profile }),
    },
  );
  return read.ok ? { load, bytes, profile, read: read.value } : undefined;
}

function isThere(held: Held, records: readonly ReadRecord[]): boolean {
  const at = records[held.seq]?.draft.at;
  return at?.from === Number(held.raw_from) && at.to === Number(held.raw_to);
}

/** Amounts, accounts, due dates and parties: a second person must see their change (S10). */
const PLAIN: readonly RegExp[] = [
  /^(number|issuedOn|notes|terms|typeCode|buyerReference|project|profile|process|language)$/,
  /^(orders|shipments|receipts|preceding|precedingCredit|refs)\[\d+\](\.\w+)*$/,
  /^lines\[\d+\]\.(id|item|orderLine|receiptLine|unit|note)(\.\w+)*$/,
];

/** Whether a field's change needs a second person; a place without a known field does. */
export function isSensitive(field: string): boolean {
  return !PLAIN.some(pattern => pattern.test(field));
}
