import type { ActBodies } from '../../domain/act/index.ts';
import type { DocumentKind, RenderedDocument, SignedDocument } from '../../reports/index.ts';
import type { Database } from '../database/index.ts';
import type { DocumentDoor, Outcome } from '../graphql/index.ts';
import type { ChannelFacts } from '../service/index.ts';
import type { ObjectStore } from '../store/index.ts';
import type { ActSender } from './sender.ts';

export type Made = {
  readonly document: RenderedDocument;
  readonly signed: SignedDocument;
  readonly anchor: ActBodies['document.anchor'];
};

/** Who asked for a document, and in which language. */
export type Asked = { readonly tenant: string; readonly subject: string; readonly locale: string };

/** A document as its row says it. */
type Kept = { readonly id: string; readonly anchored_act: string; readonly store_name: string };

/** Signed files, their rows, and the acts that anchor them. */
export class DocumentFiles {
  private readonly database: Database;
  private readonly objects: ObjectStore;
  private readonly sender: ActSender;

  constructor(parts: { database: Database; objects: ObjectStore; sender: ActSender }) {
    this.database = parts.database;
    this.objects = parts.objects;
    this.sender = parts.sender;
  }

  /** The document that this number was given to, once its anchor is settled; `null` when none is. */
  async known(tenant: string, number: string, kind: DocumentKind): Promise<Outcome<string> | null> {
    const [row] = await this.query<Kept>(
      tenant,
      'select id, anchored_act, store_name from app.document where number = $1 and kind = $2',
      [number, kind],
    );
    if (!row) return null;
    const settled = await this.sender.settle(tenant, row.anchored_act);
    if (settled.ok) return { ok: true, value: row.id };
    // An anchor that was refused for good: the same number is tried again with a new file.
    await this.objects.remove({ tenant, kind: 'document' }, row.store_name);
    return null;
  }

  /**
   * Keeps the file first, then its row and the anchor's act in one transaction: from then on the
   * relay sends the act, also in the next process.
   */
  async keep(made: Made, asked: Asked, facts: ChannelFacts): Promise<Outcome<string>> {
    const { document, signed, anchor } = made;
    const { tenant, subject, locale } = asked;
    const stored = await this.objects.put({ tenant, kind: 'document' }, signed.file);
    const act = await this.sender.sign('document.anchor', anchor, facts);
    const id = hyphened(document.documentId);
    await this.database.withTenant({ tenant, actor: 'document' }, async sql => {
      await sql.query(
        `insert into app.document (tenant_id, id, number, kind, subject_id, language, sha256,
           body_sha256, bytes, store_name, anchored_act, as_of_block)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (tenant_id, number) do update set sha256 = excluded.sha256,
           body_sha256 = excluded.body_sha256, bytes = excluded.bytes,
           store_name = excluded.store_name, anchored_act = excluded.anchored_act,
           as_of_block = excluded.as_of_block, issued_at = excluded.issued_at`,
        [
          tenant,
          id,
          anchor.number,
          anchor.kind,
          subject,
          locale,
          signed.fileHash,
          signed.bodyHash,
          signed.file.length,
          stored.name,
          act.id,
          document.figures.document.height,
        ],
      );
      await this.sender.save(sql, tenant, act);
    });
    const settled = await this.sender.settle(tenant, act.id);
    return settled.ok ? { ok: true, value: id } : settled;
  }

  async read(tenant: string, documentId: string): ReturnType<DocumentDoor['read']> {
    if (!/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/.test(documentId)) return null;
    const [row] = await this.query<{ number: string; store_name: string }>(
      tenant,
      'select number, store_name from app.document where id = $1',
      [documentId],
    );
    if (!row) return null;
    const bytes = await this.objects.get({ tenant, kind: 'document' }, row.store_name);
    return { name: `${row.number}.pdf`, type: 'application/pdf', bytes };
  }

  private query<R>(tenant: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.withTenant({ tenant, actor: 'document' }, sql =>
      sql.query<R>(text, values),
    );
  }
}

/** The id as rows keep it: a UUID's form of the same 32 digits. */
function hyphened(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
