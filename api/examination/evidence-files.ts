import { createHash } from 'node:crypto';
import type { Database } from '../database/index.ts';
import { type ObjectPlace, type ObjectStore, StoreFault } from '../store/index.ts';

/** What a stored answer is about. */
export type EvidenceKind =
  'verification' | 'delivery' | 'registrySearch' | 'registryFiling' | 'screening';

/** A file as an act names it: `{hash, kind, bytes}`. */
export type Named = { readonly hash: string; readonly kind: EvidenceKind; readonly bytes: number };

type Place = ObjectPlace['kind'];
type Held = { readonly place: Place; readonly store_name: string };

/** Every place of a party's own where a file with this hash may lie. */
const HELD = `select 'evidence' as place, store_name from app.evidence where sha256 = $1
  union all select 'document', store_name from app.document where sha256 = $1
  union all select 'upload', store_name from erp.raw_object where sha256 = $1`;

/** Answers of outside sources, kept as files, and whatever else a hash on the ledger may name. */
export class EvidenceFiles {
  private readonly database: Database;
  private readonly objects: ObjectStore;

  constructor(parts: { readonly database: Database; readonly objects: ObjectStore }) {
    this.database = parts.database;
    this.objects = parts.objects;
  }

  /** Keeps a text with each of the parties; the same text again changes nothing. */
  async keep(kind: EvidenceKind, text: string, parties: readonly string[]): Promise<Named> {
    const bytes = Buffer.from(text, 'utf8');
    const hash = createHash('sha256').update(bytes).digest('hex');
    for (const tenant of new Set(parties)) {
      if ((await this.read(hash, tenant)) === null) await this.put({ tenant, kind, hash, bytes });
    }
    return { hash, kind, bytes: bytes.length };
  }

  /** True when one of these parties holds a file whose content has this SHA-256. */
  async opens(hash: string, parties: readonly string[]): Promise<boolean> {
    for (const tenant of new Set(parties)) {
      if ((await this.read(hash, tenant)) !== null) return true;
    }
    return false;
  }

  private async read(hash: string, tenant: string): Promise<Uint8Array | null> {
    const held = await this.database.withTenant({ tenant, actor: 'examiner' }, sql =>
      sql.query<Held>(HELD, [hash]),
    );
    for (const { place, store_name: name } of held) {
      const bytes = await this.objects.get({ tenant, kind: place }, name).catch(unlessGone);
      if (bytes && createHash('sha256').update(bytes).digest('hex') === hash) return bytes;
    }
    return null;
  }

  private async put(file: {
    readonly tenant: string;
    readonly kind: EvidenceKind;
    readonly hash: string;
    readonly bytes: Buffer;
  }): Promise<void> {
    const { tenant, kind, hash, bytes } = file;
    const { name } = await this.objects.put({ tenant, kind: 'evidence' }, bytes);
    await this.database.withTenant({ tenant, actor: 'examiner' }, sql =>
      sql.query(
        `insert into app.evidence (tenant_id, sha256, kind, bytes, store_name)
         values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, sha256) do update set store_name = excluded.store_name`,
        [tenant, hash, kind, bytes.length, name],
      ),
    );
  }
}

function unlessGone(error: unknown): null {
  if (error instanceof StoreFault) return null;
  throw error;
}
