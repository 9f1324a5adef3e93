import type { Entities, EntityType } from '../../domain/event/index.ts';
import type { Signature } from '../../domain/act/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { AccountInput, PartyInput, SignedActInput } from '../../reports/index.ts';
import { askAsParty, type Sql } from '../database/index.ts';
import { type LedgerBlock, readBlock } from '../graphql/index.ts';
import { tableOf } from '../projection/index.ts';

type BlockSource = Pick<Ledger, 'blocks' | 'info'>;
export type Language = 'zh' | 'en';

const PURPOSES: Readonly<
  Record<Entities['account']['purpose'], Readonly<Record<Language, string>>>
> = {
  settle: { zh: '结算账户', en: 'settlement account' },
  collect: { zh: '收款专户', en: 'collection account' },
  margin: { zh: '保证金账户', en: 'margin account' },
};

type ActPlace = {
  readonly block: bigint;
  readonly tx_index: number;
  readonly act_id: string;
  readonly kind: string;
  readonly actor: string;
};

/**
 * What one tenant may read for a paper: entities, names, and who signed what. Everything is read
 * under the tenant's own rights; the signatures on an act are those in its block.
 */
export class PaperReading {
  readonly tenant: string;
  readonly language: Language;
  private readonly snapshot: Pick<Sql, 'query'>;
  private readonly ledger: BlockSource;
  private last: Promise<unknown> = Promise.resolve();
  private readonly blocks = new Map<string, Promise<LedgerBlock | null>>();

  constructor(
    from: {
      /** The tenant's transaction: all that a paper says is of one height. */
      readonly snapshot: Pick<Sql, 'query'>;
      readonly ledger: BlockSource;
    },
    of: { readonly tenant: string; readonly language: Language },
  ) {
    this.snapshot = from.snapshot;
    this.ledger = from.ledger;
    this.tenant = of.tenant;
    this.language = of.language;
  }

  query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.inTurn(() => this.snapshot.query<R>(text, values));
  }

  /** One connection answers one statement at a time, in the order asked. */
  private inTurn<R>(ask: () => Promise<R[]>): Promise<R[]> {
    const next = this.last.then(ask);
    this.last = next.catch(() => undefined);
    return next;
  }

  /** Reads with the rights of another party: for what a right to one object brings with it. */
  asParty(party: string): { query<R>(text: string, values?: readonly unknown[]): Promise<R[]> } {
    return {
      query: (text, values = []) =>
        this.inTurn(() =>
          askAsParty(this.snapshot, { tenant: this.tenant, party }, { text, values }),
        ),
    };
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

  /** The first account of a party for a purpose. */
  async accountOf(party: string, purpose: string): Promise<string | null> {
    const [row] = await this.query<{ id: string }>(
      'select id from book.account where party = $1 and purpose = $2 order by id limit 1',
      [party, purpose],
    );
    return row?.id ?? null;
  }

  /** What the channel has set under these keys. */
  async parameters(keys: readonly string[]): Promise<ReadonlyMap<string, Entities['param']>> {
    const rows = await this.query<{ id: string; body: Entities['param'] }>(
      'select id, body from book.param where id = any($1)',
      [keys],
    );
    return new Map(rows.map(({ id, body }) => [id, body]));
  }

  /** The operator's name. */
  async operator(): Promise<string> {
    const [row] = await this.query<{ operator: string }>(
      `select body->>'operator' as operator from book.channel limit 1`,
    );
    return row ? (await this.party(row.operator)).name : '—';
  }

  /** The account as the ledger knows it: whose it is, for what, and its id. */
  async account(id: string | null): Promise<AccountInput> {
    const account = id === null ? null : await this.entity('account', id);
    if (!account) return { holder: '—', bank: '—', number: id ?? '—' };
    const { name } = await this.party(account.party);
    return {
      holder: name,
      bank: `${account.currency} ${PURPOSES[account.purpose][this.language]}`,
      number: account.account,
    };
  }

  /** The signatures under the acts of these kinds that changed the entity, oldest first. */
  async acts(object: string, kinds: readonly string[]): Promise<readonly SignedActInput[]> {
    const acts = await this.query<ActPlace>(
      `select distinct on (t.block, t.tx_index) t.block, t.tx_index, t.act_id, t.kind, t.actor
         from book.event_object o join book.tx t using (block, tx_index)
        where o.object_id = $1 and t.kind = any ($2::text[]) order by t.block, t.tx_index`,
      [object, kinds],
    );
    const signed: SignedActInput[] = [];
    for (const act of acts) {
      const { name } = await this.party(act.actor);
      for (const { role, key, stepUp, at } of await this.signatures(act)) {
        signed.push({
          actId: act.act_id,
          kind: act.kind,
          party: name,
          role,
          key,
          ...(stepUp ? { stepUp: stepUp.method } : {}),
          at,
        });
      }
    }
    return signed;
  }

  private async signatures(act: ActPlace): Promise<readonly Signature[]> {
    const number = act.block.toString();
    const found = this.blocks.get(number) ?? readBlock(this.ledger, act.block);
    this.blocks.set(number, found);
    const tx = (await found)?.transactions.find(({ index }) => index === act.tx_index);
    // The entry of the step-up service carries a person's proof; the person's own entry is shown.
    return (tx?.signatures ?? []).filter(({ role }) => role !== 'stepup');
  }
}
