import { commitFields } from '../../domain/evidence/index.ts';
import { sha256 } from '../../chaincode/signature.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { attempt, cny, oneOf, type Trial } from './attempt.ts';
import { codes } from './claim-rules.ts';
import { BUYER, by, FUNDER, hashOf, idCarrier as CARRIER, SUPPLIER } from './names.ts';
import { idSecond as SECOND } from './names.ts';
import * as rules from './order-rules.ts';
import type { ModelOrder, ModelState } from './state.ts';

const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
const paper = { hash: hashOf(42), kind: 'pdf', bytes: 10 };
const WHOLE = 1_000_000n;
const TWO_FROM = 10_000_000n;
const STEP_UP_FROM = 100_000_000n;
const VALUES = [100_000_000n, 60_000_000n, 80_000_001n] as const;

/** The private fields of an order's paper and what they are committed to. */
function paperOf(number: string, lines = 'ten') {
  const values: Record<string, Wire> = {
    'order.sellerTaxId': '91310000MA1K000011',
    'order.buyer': '91310000MA1K000012',
    'order.number': number,
    'order.lines': lines,
  };
  const fields = Object.entries(values).map(([path, value]) => ({ path, salt, value }));
  return {
    transient: new Map<string, Wire>([['order', fields]]),
    root: commitFields(fields, sha256),
  };
}

/** Mostly a new number; else one that is known. */
function numberFor(orders: ReadonlyMap<string, ModelOrder>, number: number): string {
  const known = [...orders.values()];
  if (number % 4 > 0 || known.length === 0) return `PO${known.length}X${known.length * 3 + 1}`;
  return known[number % known.length]?.number ?? '';
}

const register: Trial = ({ model, fresh }, { a, b, c }) => {
  const number = numberFor(model.orders, a);
  const [hidden, light, self] = [b % 17 === 0, b % 17 === 1, b % 17 === 2];
  const taken = b % 17 === 3 ? oneOf(model.orders.keys(), c) : undefined;
  const id = taken ?? fresh();
  const value = VALUES[c % 3] ?? VALUES[0];
  const { transient, root } = paperOf(number);
  const milestone = { evidenceKinds: ['receipt'], dueOn: rules.VALID_UNTIL };
  const milestones = [
    { ...milestone, code: 'signed', weightPpm: 300_000, attestor: BUYER },
    {
      ...milestone,
      ...{ code: 'delivered', weightPpm: light ? 699_999 : 700_000 },
      attestor: self ? SUPPLIER : CARRIER,
    },
  ];
  const terms = { validUntil: rules.VALID_UNTIL, terms: { payDays: 60 } };
  const body = { order: id, buyer: BUYER, value: cny(value), root, milestones, ...terms };
  return attempt('order.register', body, {
    actor: SUPPLIER,
    signers: [by(SUPPLIER, 'maker')],
    transient: hidden ? new Map() : transient,
    order: id,
    codes: codes(
      [taken !== undefined, 'STATE_WRONG'],
      [hidden, 'ROOT_MISMATCH'],
      [light, 'WEIGHTS_NOT_WHOLE'],
      [self, 'ATTESTOR_CONFLICT'],
      [model.today > rules.VALID_UNTIL, 'DATES_DISORDERED'],
      [rules.isKnown(model, number), 'DUPLICATE_REGISTERED'],
    ),
    apply: () => {
      const born = { status: 'registered', signed: false, delivered: 0n, loan: '' };
      const first = { version: 1, revision: 1, registeredOn: model.today };
      model.orders.set(id, { id, number, value, ...born, ...first });
    },
  });
};

const accept: Trial = async ({ model, ledger }, { a, b }) => {
  const order = oneOf(model.orders.values(), a, ({ status }) => status === 'registered');
  if (!order) return null;
  const [moved, other, less, twice, stale] = [0, 1, 2, 3, 4].map(at => b % 23 === at);
  const state = await ledger.entity('order', order.id);
  if (!state) return null;
  const expect = state.version + Number(moved);
  const root = other ? hashOf(5) : state.root;
  const value = order.value - BigInt(Number(less));
  const large = value >= STEP_UP_FROM;
  const signers = [
    by(BUYER, 'maker', 1, { steppedUp: large && !stale }),
    by(BUYER, 'checker', twice ? 1 : 2),
  ];
  const body = { order: order.id, expect, root, value: cny(value) };
  return attempt('order.accept', body, {
    actor: BUYER,
    signers,
    order: order.id,
    codes: codes(
      [twice === true && value >= TWO_FROM, 'APPROVALS_MISSING'],
      [stale === true && large, 'STEP_UP_REQUIRED'],
      [order.status !== 'registered', 'STATE_WRONG'],
      [moved === true, 'STATE_MOVED'],
      [other === true, 'ROOT_MISMATCH'],
      [less === true, 'TERMS_DIFFER'],
    ),
    apply: () => void (order.status = 'accepted'),
  });
};

const decline: Trial = ({ model }, { a, b }) => {
  const order = oneOf(model.orders.values(), a, ({ status }) => status === 'registered');
  if (!order) return null;
  const actor = b % 5 === 0 ? SECOND : b % 2 === 0 ? BUYER : SUPPLIER;
  return attempt(
    'order.decline',
    { order: order.id, reason: 'other' },
    {
      actor,
      signers: [by(actor, 'maker')],
      order: order.id,
      codes: codes([actor === SECOND, 'NOT_FOUND'], [order.status !== 'registered', 'STATE_WRONG']),
      apply: () => void (order.status = 'declined'),
    },
  );
};

/** An accepted order; mostly one of which something was drawn. */
function acceptedOrder(model: ModelState, a: number, b: number): ModelOrder | undefined {
  return oneOf(model.orders.values(), a, order => {
    return order.status === 'accepted' && (b % 4 === 2 || rules.drawnOn(model, order) > 0n);
  });
}

/** Either side; once something was drawn, both and the funder. */
const cancel: Trial = ({ model }, { a, b }) => {
  const order = acceptedOrder(model, a, b);
  if (!order) return null;
  const all = b % 2 === 0;
  const signers = [by(SUPPLIER, 'maker')];
  if (all) signers.push(by(BUYER, 'maker'), by(FUNDER, 'maker'));
  return attempt(
    'order.cancel',
    { order: order.id, reason: 'demand' },
    {
      actor: SUPPLIER,
      signers,
      order: order.id,
      codes: codes(
        [order.status !== 'accepted', 'STATE_WRONG'],
        [!all && rules.drawnOn(model, order) > 0n, 'FUNDED_CANNOT_CANCEL'],
      ),
      apply: () => void (order.status = 'cancelled'),
    },
  );
};

/** Another value on another paper with the same number; never below what was drawn. */
const revise: Trial = async ({ model, ledger }, { a, b, c }) => {
  const order = acceptedOrder(model, a, b);
  if (!order) return null;
  const [alone, other] = [b % 7 === 0, b % 7 === 1];
  const state = await ledger.entity('order', order.id);
  const drawn = rules.drawnOn(model, order);
  const value = drawn > 1n && b % 2 === 0 ? drawn - 1n : order.value + 1_000_000n;
  const number = other ? `${order.number}9` : order.number;
  const { transient, root } = paperOf(number, `again ${c}`);
  const own = [by(SUPPLIER, 'maker', 1, { steppedUp: true }), by(SUPPLIER, 'checker', 2)];
  const both = [...own, by(BUYER, 'maker')];
  const body = { order: order.id, expect: state?.version ?? 1, value: cny(value), root };
  return attempt('order.revise', body, {
    actor: SUPPLIER,
    signers: alone ? own : both,
    transient,
    order: order.id,
    codes: codes(
      [!['registered', 'accepted'].includes(order.status), 'STATE_WRONG'],
      [alone && order.status === 'accepted', 'APPROVALS_MISSING'],
      [other, 'ROOT_MISMATCH'],
      [value < drawn, 'BELOW_DRAWN'],
    ),
    apply: () => {
      order.value = value;
      order.revision++;
    },
  });
};

/** A milestone, whose it is, and how much of it was attested. */
function milestoneOf(order: ModelOrder, number: number) {
  if (number % 2 > 0) return { milestone: 'delivered', own: CARRIER, before: order.delivered };
  return { milestone: 'signed', own: BUYER, before: order.signed ? WHOLE : 0n };
}

export const attestOrder: Trial = ({ model }, { a, b, c }) => {
  const order = oneOf(model.orders.values(), a, ({ status }) => status === 'accepted');
  if (!order) return null;
  const { milestone, own, before } = milestoneOf(order, c);
  const actor = [SUPPLIER, SECOND][b % 11] ?? own;
  const half = milestone === 'delivered' && b % 3 === 0;
  const ppm = half ? 400_000n + BigInt(b % 2) * 200_000n : WHOLE;
  const result = half ? 'partly' : 'met';
  const said = { order: order.id, milestone, result, evidence: [paper] } as const;
  const body = half ? { ...said, ppm: Number(ppm) } : said;
  return attempt('order.attest', body, {
    actor,
    signers: [by(actor, 'attestor')],
    order: order.id,
    codes: codes(
      [actor === SUPPLIER, 'ATTESTOR_CONFLICT'],
      [actor === SECOND, 'NOT_FOUND'],
      [order.status !== 'accepted', 'STATE_WRONG'],
      [before === WHOLE, 'STATE_WRONG'],
      [ppm < before, 'ACT_MALFORMED'],
    ),
    apply: () => rules.attest(order, milestone, ppm),
  });
};

const close: Trial = ({ model }, { a, b }) => {
  const order = oneOf(model.orders.values(), a, ({ status }) => status === 'fulfilled');
  if (!order) return null;
  const alone = b % 4 === 0;
  const signers = alone ? [by(SUPPLIER, 'maker')] : [by(SUPPLIER, 'maker'), by(BUYER, 'maker')];
  return attempt(
    'order.close',
    { order: order.id },
    {
      actor: SUPPLIER,
      signers,
      order: order.id,
      codes: codes([order.status !== 'fulfilled', 'STATE_WRONG'], [alone, 'APPROVALS_MISSING']),
      apply: () => void (order.status = 'closed'),
    },
  );
};

const age: Trial = ({ model }, { a }) => {
  const order = oneOf(model.orders.values(), a, one => {
    return rules.orderAgeFaults(model, one).length === 0;
  });
  if (!order) return null;
  return attempt(
    'claim.age',
    { items: [{ target: 'order', id: order.id }] },
    {
      actor: SECOND,
      signers: [by(SECOND, 'maker')],
      order: order.id,
      codes: rules.orderAgeFaults(model, order),
      apply: () => rules.ageOrder(order),
    },
  );
};

/** Trials about orders, with how often each comes. */
export const ORDER_TRIALS: readonly (readonly [number, Trial])[] = [
  [10, register],
  [14, accept],
  [2, decline],
  [2, cancel],
  [4, revise],
  [14, attestOrder],
  [4, close],
  [5, age],
];
