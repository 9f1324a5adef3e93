import fc from 'fast-check';
import { applyEvent, targets, type Entities, type EntityType } from '../event/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { allocate } from '../money/index.ts';
import {
  cancelClaims,
  checkInvariants,
  invoiceShares,
  payHoldings,
  pledgeHolding,
  proveReceivable,
  releaseHolding,
  reserveHolding,
  returnHolding,
  sellHolding,
  type ClaimTerms,
  type Holding,
} from './index.ts';

const FACE = 10_000n;
const TERMS: ClaimTerms = {
  receivable: 'r',
  supplier: 'supplier',
  buyer: 'buyer',
  face: { minor: FACE.toString(), currency: 'CNY' },
  invoiceOn: '2026-02-02',
  acceptedOn: null,
  dueOn: '2026-06-30',
  tenorReason: null,
  root: 'root',
  invoices: [
    { invoice: 'i1', fingerprintRef: 'f1', claimed: cny(6_000n) },
    { invoice: 'i2', fingerprintRef: 'f2', claimed: cny(4_000n) },
  ],
  order: null,
  recourseTerms: 'none',
  labels: [],
  replaces: null,
  offeredOn: '2026-03-02',
};

function cny(minor: bigint) {
  return { minor: minor.toString(), currency: 'CNY' } as const;
}

/** A fold over events, as contract and projector do it. */
class Book {
  private readonly states = new Map<string, Entities[EntityType]>();

  add(...events: readonly LedgerEvent[]): this {
    for (const event of events) {
      for (const { type, id } of targets(event)) {
        const key = `${type}~${id}`;
        const next = applyEvent({ type, id }, this.states.get(key) as never, event);
        if (next) this.states.set(key, next);
      }
      this.check();
    }
    return this;
  }

  get<T extends EntityType>(type: T, id: string): Entities[T];
  get(type: EntityType, id: string): unknown {
    const state = this.states.get(`${type}~${id}`);
    if (!state) throw new Error(`no ${type}~${id}`);
    return state;
  }

  holdings(): readonly Holding[] {
    return [...this.states].flatMap(([key, state]) =>
      key.startsWith('holding~') ? [state as Holding] : [],
    );
  }

  check(): void {
    const holdings = new Map(this.holdings().map(holding => [holding.holding, holding]));
    const invoices = ['i1', 'i2'].flatMap(id => {
      const state = this.states.get(`invoice~${id}`);
      return state ? [state as Entities['invoice']] : [];
    });
    checkInvariants({ holdings, receivables: [this.get('receivable', 'r')], invoices });
  }
}

function offered(): Book {
  const registered = TERMS.invoices.map(({ invoice, claimed }) => ({
    kind: 'fingerprint.registered' as const,
    receivable: 'r',
    applicant: 'supplier',
    invoice,
    amount: claimed,
    creditNotes: cny(0n),
    issuedOn: TERMS.invoiceOn,
    claimed,
    keys: [{ kind: 'K2' as const, value: `k2${invoice}` }],
  }));
  return new Book().add({ kind: 'receivable.offered', terms: TERMS }, ...registered);
}

function confirmed(): Book {
  return offered().add({
    kind: 'receivable.confirmed',
    receivable: 'r',
    buyer: 'buyer',
    face: TERMS.face,
    confirmation: {
      payTo: 'account',
      undertaking: 'irrevocable',
      setOff: null,
      statement: 's',
      on: '2026-03-03',
      keys: ['k'],
    },
    lined: false,
  });
}

const FINANCING = { financing: 'f', funder: 'funder' };
const LOCK = { kind: 'financing', id: 'f' } as const;

describe('the life of a claim', () => {
  test('sold, paid by the debtor in two payments, settled', () => {
    const book = confirmed();
    const holding = (): Holding => book.get('holding', 'r');
    book.add(reserveHolding(holding(), LOCK));
    const shares = invoiceShares(book.get('receivable', 'r'), cny(FACE));
    book.add({ kind: 'fingerprint.financed', receivable: 'r', financing: 'f', invoices: shares });
    book.add(sellHolding(holding(), FINANCING));
    expect(holding()).toMatchObject({ state: 'sold', holder: 'funder', residualTo: 'supplier' });
    expect(book.get('receivable', 'r').parts).toMatchObject({ sold: '10000', free: '0' });
    expect(book.get('invoice', 'i2')).toMatchObject({ financed: cny(4_000n) });
    const pay = (amount: bigint) => {
      const paid = [{ holding: holding(), amount: cny(amount) }];
      return payHoldings(book.get('receivable', 'r'), paid, '2026-06-30');
    };
    const first = pay(9_999n);
    expect(first.map(({ kind }) => kind)).toEqual(['holding.paid']);
    book.add(...first);
    const last = pay(1n);
    expect(last.map(({ kind }) => kind)).toEqual([
      'holding.paid',
      'holding.closed',
      'receivable.settled',
      'fingerprint.settled',
    ]);
    book.add(...last);
    const claim = book.get('receivable', 'r');
    expect(claim).toMatchObject({ status: 'settled', assurance: 'L3', outstanding: cny(0n) });
    expect(claim.holdings).toEqual([]);
    expect(book.get('invoice', 'i1').entries[0]).toMatchObject({ state: 'settled' });
    expect(book.get('invoice', 'i1').claimed).toEqual(cny(6_000n));
    const invoices = ['i1', 'i2'].map(id => book.get('invoice', id));
    const holdings = book.holdings();
    expect(proveReceivable({ receivable: claim, holdings, invoices }).holds).toBe(true);
  });

  test('a reservation or a lien ends and leaves no trace of itself', () => {
    const book = confirmed();
    const before = book.get('holding', 'r');
    book.add(reserveHolding(before, LOCK));
    book.add(pledgeHolding(book.get('holding', 'r'), FINANCING));
    expect(book.get('holding', 'r')).toMatchObject({ state: 'pledged', holder: 'supplier' });
    book.add(releaseHolding(book.get('holding', 'r')));
    expect(book.get('holding', 'r')).toEqual({ ...before, version: before.version + 3 });
    expect(book.get('receivable', 'r').parts.free).toBe('10000');
  });

  test('a return gives title back, and the invoice is free to finance again', () => {
    const book = confirmed();
    book.add(reserveHolding(book.get('holding', 'r'), LOCK));
    book.add(sellHolding(book.get('holding', 'r'), FINANCING));
    const invoices = invoiceShares(book.get('receivable', 'r'), cny(FACE));
    const moved = { receivable: 'r', financing: 'f', invoices };
    book.add({ kind: 'fingerprint.financed', ...moved });
    book.add(returnHolding(book.get('holding', 'r')), { kind: 'fingerprint.freed', ...moved });
    expect(book.get('holding', 'r')).toMatchObject({ state: 'free', holder: 'supplier' });
    expect(book.get('invoice', 'i1')).toMatchObject({ financed: cny(0n) });
    expect(book.get('invoice', 'i1').entries[0]).toMatchObject({ state: 'registered' });
  });

  test('an end before confirmation frees the invoices; what was free counts as diluted', () => {
    const book = offered();
    const end = { receivable: 'r', holdings: ['r'], reason: 'notOurs', on: '2026-03-03' };
    book.add({ kind: 'receivable.declined', ...end, suggested: null });
    book.add(cancelClaims(book.get('receivable', 'r'), 'declined'));
    expect(book.get('receivable', 'r').parts).toMatchObject({ free: '0', diluted: '10000' });
    expect(book.get('holding', 'r')).toMatchObject({ state: 'closed', diluted: cny(FACE) });
    expect(book.get('invoice', 'i2')).toMatchObject({ claimed: cny(0n) });
  });

  test('what is not reserved is not sold: our own fault stops', () => {
    const holding = confirmed().get('holding', 'r');
    expect(() => sellHolding(holding, FINANCING)).toThrow('INV-R4');
    expect(() => releaseHolding(holding)).toThrow('not released');
  });

  test('a split that loses one minor unit breaks INV-R2', () => {
    const { receivable, holding } = { receivable: 'r', holding: 'r' };
    const parts = [
      { holding: 'p1', amount: cny(5_000n) },
      { holding: 'p2', amount: cny(4_999n) },
    ];
    const split = { holding, receivable, amount: cny(FACE), holder: 'supplier', parts };
    const event = { kind: 'holding.split', ...split, tier: 0, recourseTo: null } as const;
    expect(() => confirmed().add(event)).toThrow('INV-R2');
  });

  test('a payment above what is open breaks INV-R1', () => {
    const book = confirmed();
    const over = [{ holding: book.get('holding', 'r'), amount: cny(FACE + 1n) }];
    expect(() => payHoldings(book.get('receivable', 'r'), over, '2026-06-30')).toThrow('INV-R1');
  });
});

test('however a claim is split and paid, its parts sum to its face (INV-R1, R2, R3)', () => {
  const weights = fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 2, maxLength: 8 });
  const payments = fc.array(fc.bigInt({ min: 1n, max: 4_000n }), { maxLength: 6 });
  fc.assert(
    fc.property(weights, payments, (ws, amounts) => {
      const book = confirmed();
      const parts = allocate(FACE, ws)
        .map((minor, at) => ({ holding: `p${at}`, amount: cny(minor) }))
        .filter(({ amount }) => amount.minor !== '0');
      const move = { holding: 'r', receivable: 'r', amount: cny(FACE), holder: 'supplier' };
      book.add({ kind: 'holding.split', ...move, parts, tier: 0, recourseTo: null });
      for (const amount of amounts) {
        const claim = book.get('receivable', 'r');
        const open = BigInt(claim.outstanding.minor);
        const paid = amount < open ? amount : open;
        if (paid === 0n) break;
        const live = claim.holdings.map(id => book.get('holding', id));
        const shares = allocate(
          paid,
          live.map(({ outstanding }) => BigInt(outstanding.minor)),
        );
        const divided = live
          .map((holding, at) => ({ holding, amount: cny(shares[at] ?? 0n) }))
          .filter(share => share.amount.minor !== '0');
        book.add(...payHoldings(claim, divided, '2026-06-30'));
      }
      const receivable = book.get('receivable', 'r');
      const invoices = ['i1', 'i2'].map(id => book.get('invoice', id));
      expect(proveReceivable({ receivable, holdings: book.holdings(), invoices }).holds).toBe(true);
    }),
    { numRuns: 200, seed: 11 },
  );
});
