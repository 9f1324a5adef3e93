import { setTimeout as sleep } from 'node:timers/promises';
import type { Entities } from '../../domain/event/index.ts';
import { type DocumentKind, documentNumber } from '../../reports/index.ts';
import type { Database } from '../database/index.ts';
import type { Outcome } from '../graphql/index.ts';
import { tableOf } from '../projection/index.ts';
import type { ChannelFacts } from '../service/index.ts';
import type { ActSender } from './sender.ts';

/** Numbers reserved on the ledger at once, ahead of their use (DOC-6). */
const reservedAtOnce = 200;
/** How long the read model may take to show what the ledger has reserved. */
const catchUp = { tries: 50, waitMs: 100 } as const;

const shortKinds: Readonly<Record<DocumentKind, string>> = {
  RECEIVABLE_CERTIFICATE: 'RC',
  DEBT_CONFIRMATION: 'DC',
  FINANCING_AGREEMENT: 'FA',
  ACCOUNT_STATEMENT: 'AS',
  POOL_STATEMENT: 'PS',
  TRUE_SALE: 'TS',
  TERM_SHEET: 'TM',
  PROSPECTUS: 'PR',
  DISTRIBUTION_REPORT: 'DR',
  HOLDER_STATEMENT: 'HS',
};

/** What is to get a number: its content stands for it, so that asking again gives the same one. */
export type Numbered = {
  readonly kind: DocumentKind;
  readonly subject: string;
  /** SHA-256 of reader, kind, subject, locale and figures. */
  readonly content: string;
};

/**
 * Gives documents their numbers, without gap: the number and what it was taken for are kept in one
 * transaction, so that a document which was cut short goes on under its own number.
 */
export class Numbers {
  private readonly database: Database;
  private readonly sender: ActSender;
  private readonly reservedTo = new Map<DocumentKind, number>();
  /** Numbers are taken one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database, sender: ActSender) {
    this.database = database;
    this.sender = sender;
  }

  /** The number of this content: the one it has, else the next of its series. */
  take(of: Numbered, facts: ChannelFacts): Promise<Outcome<string>> {
    const turn = this.turn.then(() => this.takeNext(of, facts));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async takeNext(of: Numbered, facts: ChannelFacts): Promise<Outcome<string>> {
    const { kind, content } = of;
    const kept = await this.query<{ number: string }>(
      facts.operator,
      'select number from app.document_request where content = $1',
      [content],
    );
    if (kept[0]) return { ok: true, value: kept[0].number };
    const [series] = await this.query<{ last: number }>(
      facts.operator,
      'select last from app.document_series where kind = $1',
      [kind],
    );
    const seq = (series?.last ?? 0) + 1;
    const reserved = await this.reserve(kind, seq, facts);
    if (!reserved.ok) return reserved;
    const number = documentNumber({
      issuer: facts.operator.slice(0, 8),
      kind: shortKinds[kind],
      subject: of.subject.replaceAll('-', '').slice(-8),
      period: facts.businessDate.replaceAll('-', ''),
      seq,
    });
    await this.keep(of, { number, seq, operator: facts.operator });
    return { ok: true, value: number };
  }

  private keep(of: Numbered, taken: { number: string; seq: number; operator: string }) {
    const { number, seq, operator } = taken;
    return this.database.withTenant({ tenant: operator, actor: 'document' }, async sql => {
      await sql.query(
        `insert into app.document_series (tenant_id, kind, last) values ($1, $2, $3)
         on conflict (tenant_id, kind) do update set last = excluded.last`,
        [operator, of.kind, seq],
      );
      await sql.query(
        `insert into app.document_request (tenant_id, content, kind, number)
         values ($1, $2, $3, $4)`,
        [operator, of.content, of.kind, number],
      );
    });
  }

  /** Sees to it that the ledger has this number reserved. */
  private async reserve(
    kind: DocumentKind,
    seq: number,
    facts: ChannelFacts,
  ): Promise<Outcome<null>> {
    if (seq <= (this.reservedTo.get(kind) ?? 0)) return { ok: true, value: null };
    const known = await this.onLedger(kind, facts);
    if (seq <= known) return { ok: true, value: null };
    const [from, to] = [known + 1, Math.max(seq, known + reservedAtOnce)];
    const body = { issuer: facts.operator, kind, from, to };
    const outcome = await this.sender.send('document.reserve', body, facts);
    if (outcome.ok) {
      this.reservedTo.set(kind, to);
      return { ok: true, value: null };
    }
    // A range that was sent before a restart may have come first: then the read model shows it.
    for (let left = catchUp.tries; left > 0; left--) {
      if (seq <= (await this.onLedger(kind, facts))) return { ok: true, value: null };
      await sleep(catchUp.waitMs);
    }
    return outcome;
  }

  private async onLedger(kind: DocumentKind, { operator }: ChannelFacts): Promise<number> {
    const [row] = await this.query<{ body: Entities['documentSeries'] }>(
      operator,
      `select body from book.${tableOf('documentSeries')} where id = $1`,
      [`${operator}~${kind}`],
    );
    const reservedTo = row?.body.reservedTo ?? 0;
    this.reservedTo.set(kind, reservedTo);
    return reservedTo;
  }

  private query<R>(tenant: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.withTenant({ tenant, actor: 'document' }, sql =>
      sql.query<R>(text, values),
    );
  }
}
