import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Act } from '../../domain/act/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { fromWire } from '../../domain/money/index.ts';
import { matchEntry } from '../../domain/settlement/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';
import { type ChannelFacts, channelFacts, operatorOf } from '../service/index.ts';
import type { OpenPersons } from '../keyring/index.ts';
import type { ObjectStore } from '../store/index.ts';
import {
  deskAct,
  expireOld,
  MAKER,
  MAKER_AND_CHECKER,
  propose,
  sendOnce,
  type Sending,
} from './acts.ts';
import { bookRows, idsIn, storedStatements } from './book.ts';
import { decideMatches, openCandidates, type NumberBook } from './matcher.ts';
import { makeFiles, waitingFiles } from './payout-files.ts';
import { decideReversal, receivedOf } from './reversal.ts';
import { closeReviews, keepReviews, type Review } from './review.ts';
import { markOf, readStatement, rootOf, type BankLine, type ReadStatement } from './statement.ts';

export type BankDeskOptions = Sending & {
  /** As `tally_api`. */
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly kek: Buffer;
  readonly openPersons: OpenPersons;
  readonly say: (line: string) => void;
};

/** How long the desk rests between two looks, and how long it leaves a payment for a person. */
const REST_MS = 250;
const REVIEW_MS = 15_000;
const PAYMENT_WAIT_MS = 20;

/**
 * The bank desk of the operator: statements become acts that wait for the cash desk's two persons,
 * received money is matched by the matcher's key, payouts become files. It keeps nothing that it
 * cannot find out again, and its acts have ids of their content: a second desk changes nothing.
 */
export class BankDesk {
  private readonly options: BankDeskOptions;
  private readonly statements = new Map<string, ReadStatement>();
  private readonly ended = new Set<string>();
  private readonly lines = new Map<string, BankLine>();
  private readonly numbers: NumberBook = new Map();
  private readonly seen = new Map<string, number>();
  private instructed = '';
  private isStopping = false;
  private running: Promise<void> = Promise.resolve();
  private standing = '';

  constructor(options: BankDeskOptions) {
    this.options = options;
  }

  /** Looks again and again until `close`. */
  start(): void {
    this.running = this.loop();
  }

  async close(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** One look: everything that is due now. */
  async look(): Promise<void> {
    const { database, channel } = this.options;
    const operator = await operatorOf(database, channel);
    const facts = operator && (await channelFacts(database, channel, operator));
    if (!facts) return;
    await this.inTenant(facts, async sql => {
      await expireOld(sql, facts.businessDate);
      const accounts = await bookRows(sql, 'account', "status = 'verified'");
      await this.readNew(sql, facts, accounts);
      await this.state(sql, facts, accounts);
    });
    const sent = await this.match(facts);
    await this.payOut(facts);
    for (const act of sent) await this.options.outbox.settle(facts.operator, act, PAYMENT_WAIT_MS);
  }

  private async loop(): Promise<void> {
    while (!this.isStopping) {
      try {
        if (await this.hasNews()) await this.look();
      } catch (error) {
        this.standing = '';
        this.options.say(`bank desk: ${String(error)}`);
        await sleep(1_000);
      }
      await sleep(REST_MS);
    }
  }

  /** Whether a block or a statement has come since the last look, or something is unfinished. */
  private async hasNews(): Promise<boolean> {
    const { database, channel } = this.options;
    const tenant = await operatorOf(database, channel);
    if (tenant === null) return false;
    const [row] = await database.withTenant({ tenant, actor: 'bank' }, sql =>
      sql.query<{ block: bigint; count: bigint }>(
        `select (select block from book.checkpoint) as block,
           (select count(*) from erp.document where kind = 'statement') as count`,
      ),
    );
    const standing = `${row?.block ?? -1n} ${row?.count ?? 0n} ${this.instructed}`;
    const isNew = standing !== this.standing;
    this.standing = standing;
    const now = this.options.now();
    return isNew || [...this.seen.values()].some(at => now - at > REVIEW_MS);
  }

  private inTenant<T>(
    { operator: tenant }: Pick<ChannelFacts, 'operator'>,
    work: (sql: Sql) => Promise<T>,
  ): Promise<T> {
    return this.options.database.withTenant({ tenant, actor: 'bank' }, work);
  }

  /** Reads statements that came since; what must wait is laid before a person. */
  private async readNew(
    sql: Sql,
    { operator }: ChannelFacts,
    accounts: readonly Entities['account'][],
  ): Promise<void> {
    const own = accounts.filter(
      ({ party, purpose }) => party === operator && purpose === 'collect',
    );
    const byRoot = new Map(own.map(({ bankRoot, account }) => [bankRoot, account]));
    const known = [...this.statements.keys(), ...this.ended];
    const open = (of: Parameters<OpenPersons>[1]): Promise<Wire> =>
      this.options.openPersons(sql, of);
    for (const stored of await storedStatements(sql, { tenant: operator, known, open })) {
      const read = readStatement(stored, byRoot);
      if (typeof read !== 'string') {
        this.statements.set(markOf(stored), read);
        for (const line of read.lines) this.lines.set(line.entry, line);
        await closeReviews(sql, [stored.document]);
        continue;
      }
      if (read !== 'ACCOUNT_UNKNOWN') this.ended.add(markOf(stored));
      if (read === 'COPY') continue;
      await keepReviews(sql, operator, [{ object: stored.document, reason: read, candidates: [] }]);
    }
  }

  /** States what the bank said: first the statement, then its entries. */
  private async state(
    sql: Sql,
    facts: ChannelFacts,
    accounts: readonly Entities['account'][],
  ): Promise<void> {
    const open = [...this.statements.values()];
    const stated = await idsIn(
      sql,
      'statement',
      open.map(({ id }) => id),
    );
    const entries = open.flatMap(({ lines }) => lines.map(({ entry }) => entry));
    const posted = await idsIn(sql, 'cashEntry', entries);
    const payouts = await bookRows(sql, 'payout', "status in ('instructed', 'sent')");
    const payers = new Map(accounts.map(({ bankRoot, party }) => [bankRoot, party]));
    const lines = open.flatMap(read => read.lines.filter(({ entry }) => !posted.has(entry)));
    const received = await receivedOf(sql, lines);
    const acts: Act[] = [];
    const reviews: Review[] = [];
    for (const read of open) {
      if (!stated.has(read.id)) {
        acts.push(deskAct(facts, 'cash.statement', read.body));
        continue;
      }
      const missing = read.lines.filter(({ entry }) => !posted.has(entry));
      if (missing.length === 0) this.finish(read);
      for (const line of missing) {
        const made = line.isReversal
          ? decideReversal(line, received, facts)
          : this.entryAct(line, { facts, payers, payouts });
        if (made === null) continue;
        if ('object' in made) reviews.push(made);
        else acts.push(...[made].flat());
      }
    }
    await propose(sql, acts, MAKER_AND_CHECKER);
    await keepReviews(sql, facts.operator, reviews);
    await closeReviews(sql, [...posted]);
  }

  private finish(read: ReadStatement): void {
    this.statements.delete(read.document);
    this.ended.add(read.document);
  }

  /** What one entry asks for; `null` while its payout has not been sent to the bank. */
  private entryAct(
    line: BankLine,
    of: {
      readonly facts: ChannelFacts;
      readonly payers: ReadonlyMap<string, string>;
      readonly payouts: readonly Entities['payout'][];
    },
  ): Act | Review | null {
    const { entry, account, amount, valueOn, statement } = line;
    if (line.match.direction === 'credit') {
      const payer = of.payers.get(rootOf(line.payerNumber));
      const body = { entry, account, amount, valueOn, payerRef: this.payerRef(line), statement };
      const known = payer === undefined ? {} : { payer };
      return deskAct(of.facts, 'cash.receive', { ...body, ...known });
    }
    const open = of.payouts.map(row => ({ ...row, amount: fromWire(row.amount) }));
    const none = { claims: [], fundings: [] };
    const found = matchEntry({ ...line.match, payer: null }, { ...none, payouts: open });
    if (found.kind !== 'payout') {
      const candidates = found.kind === 'review' ? found.candidates : [];
      return { object: entry, reason: 'DEBIT_UNKNOWN', candidates };
    }
    const payout = of.payouts.find(row => row.payout === found.payout);
    if (payout?.status !== 'sent') return null;
    const paid = { minor: amount.minor.replace('-', ''), currency: amount.currency };
    const body = { payout: payout.payout, entry, account, amount: paid, valueOn };
    return deskAct(of.facts, 'payout.confirm', body);
  }

  /** Who paid, as a commitment that only we can open: the name and account are private. */
  private payerRef({ payerName, payerNumber }: BankLine): string {
    return createHmac('sha256', this.options.kek)
      .update(`payer ${canonical([payerName, payerNumber])}`)
      .digest('hex');
  }

  /** Matches received money and folds what came in for funders; answers the acts that were sent. */
  private async match(facts: ChannelFacts): Promise<readonly string[]> {
    const now = this.options.now();
    for (const [payment, at] of this.seen) if (now - at > REVIEW_MS) this.seen.delete(payment);
    const open = await this.inTenant(facts, sql =>
      bookRows(
        sql,
        'payment',
        "status = 'open' and body->'allocated'->>'minor' = '0' and body->'refunded'->>'minor' = '0'",
      ),
    );
    const due = open.filter(({ payment }) => !this.seen.has(payment) && this.lines.has(payment));
    if (due.length === 0) return this.inTenant(facts, sql => this.fold(sql, facts));
    const candidates = await openCandidates(this.options.database, facts.operator, this.numbers);
    const { acts, reviews } = decideMatches(due, this.lines, { candidates, facts });
    return this.inTenant(facts, async sql => {
      const { sent, refused } = await this.send(sql, acts);
      const forPeople = [...reviews, ...refused];
      for (const { object } of forPeople) this.seen.set(object, now);
      await keepReviews(sql, facts.operator, forPeople);
      return sent;
    });
  }

  private async send(
    sql: Sql,
    acts: readonly Act<'payment.match'>[],
  ): Promise<{ readonly sent: readonly string[]; readonly refused: readonly Review[] }> {
    const refused: Review[] = [];
    const sent: string[] = [];
    for (const act of acts) {
      const outcome = await sendOnce(sql, act, 'matcher', this.options);
      if (outcome === 'sent') sent.push(act.id);
      if (typeof outcome !== 'object') continue;
      const object = act.body.payment;
      refused.push({ object, reason: 'MATCH_REFUSED', candidates: [outcome.refused] });
    }
    return { sent, refused };
  }

  /** Folds the credits of funders' balances, so that they can be paid from (R-73). */
  private async fold(sql: Sql, facts: ChannelFacts): Promise<readonly string[]> {
    const rows = await sql.query<{ party: string; currency: string; acts: string[] }>(
      `select d.party, d.body->>'currency' as currency, array_agg(d.id order by d.id) as acts
         from book.balance_delta d join book.party p on p.id = d.party
        where p.body->'kinds' ? 'funder' and d.booked_on <= $1 group by 1, 2 order by 1, 2`,
      [facts.businessDate],
    );
    const sent: string[] = [];
    for (const { party, currency, acts } of rows) {
      const body = { party, currency, upTo: facts.businessDate };
      const act = deskAct(facts, 'balance.fold', body, acts);
      if ((await sendOnce(sql, act, 'system', this.options)) === 'sent') sent.push(act.id);
    }
    return sent;
  }

  /** Puts instructed payouts into files once no more of them come, and asks for a signature. */
  private async payOut(facts: ChannelFacts): Promise<void> {
    const { payouts, accounts, waiting } = await this.inTenant(facts, async sql => {
      const instructed = await bookRows(sql, 'payout', "status = 'instructed'");
      const own = "status = 'verified' and purpose = 'collect' and party = $1";
      const rows = await bookRows(sql, 'account', own, [facts.operator]);
      const [from] = rows;
      const found =
        instructed.length > 0 && from
          ? await waitingFiles(sql, instructed, { facts, payer: from })
          : null;
      if (found) await propose(sql, found.acts, MAKER);
      return { payouts: instructed, accounts: rows, waiting: found?.filed ?? new Set<string>() };
    });
    const unfiled = payouts.filter(({ payout }) => !waiting.has(payout));
    const names = unfiled.map(({ payout }) => payout).join(' ');
    const isStill = names === this.instructed;
    this.instructed = names;
    const [payer] = accounts;
    if (names === '' || !isStill || !payer) return;
    const { database, objects, kek, now } = this.options;
    const reviews = await makeFiles(unfiled, { database, objects, kek, now, facts, payer });
    await this.inTenant(facts, sql => keepReviews(sql, facts.operator, reviews));
    this.instructed = '';
    this.standing = '';
  }
}
