import type { ActBodies } from '../../domain/act/index.ts';
import {
  addDays,
  businessDayFrom,
  daysBetween,
  type BusinessDate,
} from '../../domain/calendar/index.ts';
import { commitFields, fingerprintValues } from '../../domain/evidence/index.ts';
import type { LedgerEvent } from '../../domain/event/index.ts';
import { sha256 } from '../../chaincode/signature.ts';
import type { LatePayment } from './late-rows.ts';
import * as steps from './steps.ts';
import { idOf, type Outcome, type StateDouble } from './state-double.ts';
import * as trade from './trade.ts';

/** What became of one claim: codes of refusals, or `stands`, and what the acts recorded. */
export type Life = {
  readonly row: LatePayment;
  readonly asked: string;
  readonly aged: string;
  readonly daysPastDue: number;
  readonly defaulted: string;
  readonly late: bigint;
  readonly cured: boolean;
  readonly settled: boolean;
};

const RATE = 60_000n;
const PAPER = { hash: trade.hashOf(303), kind: 'pdf', bytes: 10 };
const SALT = 'AAAAAAAAAAAAAAAAAAAAAA';
const halfUp = (over: bigint, under: bigint): bigint => (over * 2n + under) / (under * 2n);

/** Plays rows through the contract's handlers, one claim after the other. */
export class Replay {
  readonly buyers = new Map<string, string>();
  private readonly lines = new Map<string, BusinessDate>();
  private card: { readonly id: string; readonly until: BusinessDate } | null = null;
  private next = 10_000;

  readonly ledger: StateDouble;

  constructor(ledger: StateDouble) {
    this.ledger = ledger;
  }

  /** Parties known since 2010, and the funder's money; no cash is short in what follows. */
  static async start(funded: bigint): Promise<Replay> {
    const ledger = await trade.tradeLedger();
    const of = { purpose: 'financing', dataClasses: ['score'], withdrawnOn: null } as const;
    ledger.put('consent', `${trade.SUPPLIER}~${trade.FUNDER}~financing`, {
      ...of,
      party: trade.SUPPLIER,
      to: trade.FUNDER,
      from: '2010-01-01',
      until: '2026-12-31',
    });
    const dates = {
      registeredOn: '2010-01-06',
      verifiedOn: '2010-01-07',
      usableFrom: '2010-01-08',
    };
    const accounts = [trade.COLLECT, trade.ESCROW, trade.PAYEE];
    for (const id of accounts) {
      const state = await ledger.entity('account', id);
      ledger.put('account', id, { ...state, ...dates } as never);
    }
    const fees = await ledger.entity('param', 'price.fees');
    const rows = fees?.rows.map(row => ({ ...row, effectiveOn: '2010-01-01' })) ?? [];
    ledger.put('param', 'price.fees', { key: 'price.fees', rows });
    await trade.attest(ledger, score(trade.SUPPLIER, 'supplier'));
    const replay = new Replay(ledger);
    ledger.businessDate = '2011-12-30';
    await steps.funded(ledger, Number(funded));
    return replay;
  }

  private id(): string {
    return idOf(this.next++);
  }

  private hash(): string {
    return trade.hashOf(this.next++);
  }

  /** From offer to settlement; with `asking`, the supplier asks for cash on the next business day. */
  async live(row: LatePayment, asking: boolean): Promise<Life> {
    const { ledger } = this;
    const buyer = await this.buyerOf(row.customer);
    const claim = this.id();
    ledger.businessDate = row.invoiceOn;
    await this.confirmed(row, { claim, buyer });
    if (row.disputed) await this.dispute(row, { claim, buyer });
    const financing = this.id();
    const asked = asking ? await this.ask(row, { claim, financing }) : 'not asked';
    if (asked === 'stands') await this.pay(row, { financing, buyer });
    ledger.businessDate = row.paidOn;
    const items = [{ target: 'receivable', id: claim }] as const;
    const by = [trade.by(trade.SUPPLIER, 'maker')];
    const aged = await ledger.act('claim.age', trade.SUPPLIER, { items }, by);
    const of = asked === 'stands' ? { receivable: claim, financing } : { receivable: claim };
    const defaulted = await ledger.act('claim.default', trade.SUPPLIER, of, by);
    const events = await this.repay(row, { claim, buyer });
    return {
      row,
      asked,
      aged: steps.codeOf(aged),
      daysPastDue: daysOf(aged),
      defaulted: steps.codeOf(defaulted),
      late: lateOf(events),
      cured: events.some(({ kind }) => kind === 'claim.cured'),
      settled: events.some(({ kind }) => kind === 'receivable.settled'),
    };
  }

  private async buyerOf(customer: string): Promise<string> {
    const known = this.buyers.get(customer);
    if (known !== undefined) return known;
    const buyer = idOf(9_000 + this.buyers.size);
    this.buyers.set(customer, buyer);
    this.ledger.put('party', buyer, trade.partyOf(buyer, 'enterprise'));
    await trade.attest(this.ledger, score(buyer, 'buyer'));
    return buyer;
  }

  private async confirmed(row: LatePayment, of: { claim: string; buyer: string }): Promise<void> {
    const { ledger } = this;
    const face = trade.cny(row.face);
    const fields = fingerprintValues(
      {
        sellerTaxId: '91310000MA1K000011',
        buyer: row.customer,
        fiscalYear: row.invoiceOn.slice(0, 4),
        type: 'INV',
        number: row.number,
        issuedOn: row.invoiceOn,
        currency: 'CNY',
        totalMinor: row.face,
      },
      0,
    ).map(({ path, value }) => ({ path, salt: SALT, value }));
    const root = commitFields(fields, sha256);
    const { claim: receivable, buyer } = of;
    const { invoiceOn, dueOn, number } = row;
    const item = {
      ...{ receivable, supplier: trade.SUPPLIER, buyer, face, invoiceOn, dueOn, root },
      invoices: [{ fingerprintRef: number, claimed: face }],
      recourseTerms: 'none' as const,
    };
    const transient = new Map([['details', { [receivable]: fields }]]);
    const supplier = [trade.by(trade.SUPPLIER, 'maker')];
    const offer = { items: [item] };
    steps.stands(
      await ledger.act('receivable.offer', trade.SUPPLIER, offer, supplier, { transient }),
    );
    const confirmation = {
      ...{ receivable, expect: 1, root, face, dueOn, payTo: trade.COLLECT, statement: PAPER },
      undertaking: 'irrevocable' as const,
    };
    const body = { items: [confirmation] };
    steps.stands(await ledger.act('receivable.confirm', buyer, body, steps.maker(buyer)));
  }

  private async dispute(row: LatePayment, of: { claim: string; buyer: string }): Promise<void> {
    const body = {
      ...{ dispute: this.id(), object: { type: 'receivable', id: of.claim }, kind: 'quality' },
      ...{ amount: trade.cny(row.face), evidence: [trade.hashOf(1)] },
    } as const satisfies ActBodies['dispute.open'];
    const by = [trade.by(of.buyer, 'maker')];
    steps.stands(await this.ledger.act('dispute.open', of.buyer, body, by));
  }

  /** A claim that is paid by the next business day is past being financed. */
  private async ask(
    row: LatePayment,
    of: { readonly claim: string; readonly financing: string },
  ): Promise<string> {
    const open = businessDayFrom(row.invoiceOn);
    if (!open.ok || row.paidOn < open.value) return 'paid before';
    const businessDate = open.value;
    this.ledger.businessDate = businessDate;
    const want = trade.cny((row.face * 9n) / 10n);
    const body = {
      ...steps.bodies.request,
      ...{ financing: of.financing, holdings: [of.claim], want },
      ...{ fundOn: businessDate, window: { until: businessDate } },
    };
    const { SUPPLIER } = trade;
    const signers = steps.maker(SUPPLIER);
    return steps.codeOf(await this.ledger.act('financing.request', SUPPLIER, body, signers));
  }

  /** Card, acceptance, lines, checklist, payout: the supplier has its money on the same day. */
  private async pay(row: LatePayment, of: { financing: string; buyer: string }): Promise<void> {
    const { ledger } = this;
    const { FUNDER, SUPPLIER } = trade;
    const { financing, buyer } = of;
    const cash = await this.accepted(row, financing);
    const amount = trade.cny((row.face * 9n) / 10n);
    const lines = [
      await this.line('debtor', buyer),
      await this.line('supplier', SUPPLIER),
      await this.line('funder', FUNDER),
    ];
    const two = steps.maker(FUNDER);
    steps.stands(await ledger.act('financing.commit', FUNDER, { financing, lines, amount }, two));
    await this.registered(financing, buyer);
    const clear = { ...steps.bodies.clear, financing };
    steps.stands(await ledger.act('financing.clear', FUNDER, clear, two));
    const on = ledger.businessDate;
    const [payout, file] = [this.id(), this.hash()];
    const paid = { financing, payout, path: 'escrow', account: trade.PAYEE } as const;
    const disburse = { ...paid, value: on, amount: cash };
    steps.stands(await ledger.act('financing.disburse', FUNDER, disburse, steps.payer));
    const sent = { file, account: trade.ESCROW, payouts: [payout], total: cash };
    steps.stands(await ledger.act('payout.file', trade.OPERATOR, sent, steps.cash));
    const entry = { entry: this.hash(), account: trade.ESCROW, amount: cash, valueOn: on };
    const bank = [trade.by(trade.BANK, 'cash')];
    steps.stands(await ledger.act('payout.confirm', trade.BANK, { payout, ...entry }, bank));
  }

  /** Accepts the card at the figures of §6.2: 90 %, 6 % a year, 0.1 % of the advance as fee. */
  private async accepted(row: LatePayment, financing: string) {
    const { ledger } = this;
    const payOn = businessDayFrom(row.dueOn);
    const until = payOn.ok ? payOn.value : row.dueOn;
    const days = BigInt(daysBetween(ledger.businessDate, until));
    const advance = (row.face * 9n) / 10n;
    const discount = halfUp(advance * RATE * days, 360_000_000n);
    const fee = halfUp(advance, 1_000n);
    const cash = advance - discount - fee;
    const cost = discount + fee;
    const over = cost * 365n * 1_000_000n;
    const apr = (over + cash * days - 1n) / (cash * days);
    const line = { kind: 'origination', amount: trade.cny(fee), payer: 'supplier' } as const;
    const shown = {
      ...{ cash: trade.cny(cash), totalCost: trade.cny(cost), aprPpm: Number(apr) },
      feeLines: [{ ...line, payee: 'platform' as const }],
    };
    const body = { financing, card: await this.cardOfToday(), shown };
    const signers = steps.maker(trade.SUPPLIER);
    steps.stands(await ledger.act('financing.accept', trade.SUPPLIER, body, signers));
    return trade.cny(cash);
  }

  private async cardOfToday(): Promise<string> {
    const on = this.ledger.businessDate;
    if (this.card && on <= this.card.until) return this.card.id;
    const [card, until] = [this.id(), addDays(on, 30)];
    const capacity = trade.cny(100_000_000);
    const terms = { ...steps.bodies.card, card, debtors: [], gradeMin: 'A', capacity, until };
    const signers = steps.maker(trade.FUNDER);
    steps.stands(await this.ledger.act('rateCard.publish', trade.FUNDER, terms as never, signers));
    this.card = { id: card, until };
    return card;
  }

  private async line(kind: 'debtor' | 'supplier' | 'funder', subject: string): Promise<string> {
    const on = this.ledger.businessDate;
    const name = `${kind} ${subject}`;
    const line = [...this.lines.keys()].indexOf(name);
    const known = this.lines.get(name);
    const id = idOf(8_000 + (line < 0 ? this.lines.size : line));
    if (known !== undefined && on <= known) return id;
    const until = addDays(on, 360);
    this.lines.set(name, until);
    const cap = trade.cny(100_000_000);
    const body = { line: id, kind, subject, cap, from: on, until, slices: 1 };
    const signers = steps.maker(trade.FUNDER);
    steps.stands(await this.ledger.act('limit.set', trade.FUNDER, body, signers));
    return id;
  }

  private async registered(financing: string, buyer: string): Promise<void> {
    const { ledger } = this;
    const on = ledger.businessDate;
    const { FUNDER, SUPPLIER } = trade;
    for (const party of [SUPPLIER, buyer]) trade.screen(ledger, party, on);
    const two = steps.maker(FUNDER);
    const search = { subject: SUPPLIER, searchedOn: on, result: 'none', report: PAPER } as const;
    steps.stands(await ledger.act('registration.search', FUNDER, search, two));
    const filed = { number: `ZD-${financing}`, filedOn: on, until: addDays(on, 300), proof: PAPER };
    steps.stands(await ledger.act('registration.file', FUNDER, { financing, ...filed }, two));
  }

  private async repay(row: LatePayment, of: { claim: string; buyer: string }) {
    const { ledger } = this;
    const entry = this.hash();
    await steps.receive(ledger, { entry, minor: Number(row.face), payer: of.buyer });
    const amount = trade.cny(row.face);
    const allocations = [{ target: 'receivable', id: of.claim, amount }] as const;
    const by = [trade.by(trade.OPERATOR, 'matcher', 9)];
    const match = { payment: entry, allocations, tier: 1 };
    return steps.stands(await ledger.act('payment.match', trade.OPERATOR, match, by)).events;
  }
}

function score(subject: string, role: 'buyer' | 'supplier') {
  const asOf = '2011-12-30';
  const dates = { asOf, knownAt: asOf, validFrom: asOf, validUntil: '2014-12-31' };
  return trade.scoreOf(subject, { role, ...dates });
}

function daysOf(outcome: Outcome): number {
  const events = outcome.ok ? outcome.events : [];
  return events.flatMap(event => (event.kind === 'claim.overdue' ? [event.days] : []))[0] ?? 0;
}

/** Late interest that the division of a repayment took. */
function lateOf(events: readonly LedgerEvent[]): bigint {
  const divided = events.flatMap(event =>
    event.kind === 'payment.matched' ? event.divisions : [],
  );
  return divided.reduce((sum, { late }) => sum + BigInt(late), 0n);
}
