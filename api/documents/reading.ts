import type { Entities, EntityType } from '../../domain/event/index.ts';
import type { Signature } from '../../domain/act/index.ts';
import type { AccountInput, PartyInput, SignedActInput } from '../../reports/index.ts';
import type { Database } from '../database/index.ts';
import { tableOf } from '../projection/index.ts';

export type Language = 'zh' | 'en';

/**
 * What one tenant may read for a paper: entities, names, and who signed what. Everything is read
 * under the tenant's own rights; the signatures on an act are read where the act was kept.
 */
export class PaperReading {
  readonly tenant: string;
  readonly language: Language;
  private readonly database: Database;

  constructor(database: Database, of: { readonly tenant: string; readonly language: Language }) {
    this.database = database;
    this.tenant = of.tenant;
    this.language = of.language;
  }

  query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.as(this.tenant, text, values);
  }

  /** The state of an entity, or `null` when it is not there for this tenant. */
  async entity<T extends EntityType>(type: T, id: string): Promise<Entities[T] | null> {
    const [row] = await this.query<{ body: Entities[T] }>(
      `select body from book.${tableOf(type)} where id = $1`,
      [id],
    );
    return row?.body ?? null;
  }

  async party(id: string): Promise<PartyInput> {
    const [row] = await this.query<{ name_zh: string; name_en: string; code: string | null }>(
      'select name_zh, name_en, code from app.party_name where party = $1',
      [id],
    );
    const name = (this.language === 'en' ? row?.name_en : row?.name_zh) ?? id;
    return { id, name, ...(row?.code ? { creditCode: row.code } : {}) };
  }

  /** The account as the ledger knows it: whose it is, for what, and its id. */
  async account(id: string | null): Promise<AccountInput> {
    const account = id === null ? null : await this.entity('account', id);
    if (!account) return { holder: '—', bank: '—', number: id ?? '—' };
    const { name } = await this.party(account.party);
    return {
      holder: name,
      bank: `${account.currency} ${account.purpose}`,
      number: account.account,
    };
  }

  /** The signatures under the acts of these kinds that changed the entity, oldest first. */
  async acts(object: string, kinds: readonly string[]): Promise<readonly SignedActInput[]> {
    const acts = await this.query<{ act_id: string; kind: string; actor: string }>(
      `select distinct on (e.block, e.tx_index) t.act_id, t.kind, t.actor
         from book.event_object o
         join book.event e using (block, tx_index, n)
         join book.tx t using (block, tx_index)
        where o.object_id = $1 and t.kind = any ($2::text[]) order by e.block, e.tx_index`,
      [object, kinds],
    );
    const signed: SignedActInput[] = [];
    for (const { act_id: actId, kind, actor } of acts) {
      const { name } = await this.party(actor);
      for (const entry of await this.signatures(actor, actId)) {
        signed.push({
          actId,
          kind,
          party: name,
          role: entry.role,
          key: entry.key,
          ...(entry.stepUp ? { stepUp: entry.stepUp.method } : {}),
          at: entry.at,
        });
      }
    }
    return signed;
  }

  private async signatures(actor: string, actId: string): Promise<readonly Signature[]> {
    const [row] = await this.as<{ signatures: readonly Signature[] }>(
      actor,
      'select signatures from app.act where id = $1',
      [actId],
    );
    // The entry of the step-up service carries a person's proof; the person's own entry is shown.
    return (row?.signatures ?? []).filter(({ role }) => role !== 'stepup');
  }

  private as<R>(tenant: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.withTenant({ tenant, actor: 'document' }, sql =>
      sql.query<R>(text, values),
    );
  }
}
