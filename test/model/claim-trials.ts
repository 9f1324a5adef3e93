import { commitFields, fingerprintValues } from '../../domain/evidence/index.ts';
import { sha256 } from '../../chaincode/signature.ts';
import {
  ASSOCIATION,
  AUDITOR,
  BUYER,
  by,
  COLLECT,
  hashOf,
  idSecond as SECOND,
  OPERATOR,
  PAYEE,
  SUPPLIER,
} from './names.ts';
import { attempt, cny, oneOf, pair, type Sides, type Trial } from './attempt.ts';
import * as rules from './claim-rules.ts';
import { codes } from './claim-rules.ts';
import type { ModelClaim, ModelState } from './state.ts';

const DUE = ['2026-05-20', '2026-06-01', '2026-08-20'] as const;
const BAND_TWO_FROM = 10_000_000n;
const DEBT = [`8001 ${SUPPLIER}`, `9001 ${BUYER}`] as const;
const undebted = [DEBT[1], DEBT[0]] as const;
const paper = { hash: hashOf(8), kind: 'pdf', bytes: 10 };
const salt = 'AAAAAAAAAAAAAAAAAAAAAA';

function detailsOf(invoice: string, total: bigint) {
  const fields = fingerprintValues(
    {
      sellerTaxId: '91310000MA1K000011',
      buyer: '91310000MA1K000012',
      fiscalYear: '2026',
      type: 'INV',
      number: invoice,
      issuedOn: '2026-02-20',
      currency: 'CNY',
      totalMinor: total,
    },
    0,
  );
  return fields.map(({ path, value }) => ({ path, salt, value }));
}

/** Mostly a new invoice; else one that is known. Each has an amount of its own. */
function invoiceFor({ invoices }: ModelState, number: number): string {
  const known = [...invoices.keys()];
  if (number % 5 === 0 && known.length > 0) return known[number % known.length] ?? '';
  const name = `Z${known.length}-${known.length * 7 + 3}`;
  const base = number % 2 === 0 ? 5_000_000n : 40_000_000n;
  invoices.set(name, base + BigInt(known.length) * 1_003n);
  return name;
}

const offer: Trial = ({ model, fresh }, { a, b, c }) => {
  const invoice = invoiceFor(model, a);
  const total = model.invoices.get(invoice) ?? 0n;
  const [self, more, wrong, taken] = [b % 23 === 0, b % 23 === 1, b % 23 === 2, b % 23 === 3];
  const known = taken ? oneOf(model.claims.keys(), c) : undefined;
  const id = known ?? fresh();
  const dueOn = DUE[c % 3] ?? DUE[0];
  const face = cny(total + (more ? 1n : 0n));
  const details = detailsOf(invoice, total);
  const root = wrong ? hashOf(5) : commitFields(details, sha256);
  const terms = { supplier: SUPPLIER, buyer: self ? SUPPLIER : BUYER, invoiceOn: '2026-02-20' };
  const claimed = { fingerprintRef: 'INV', claimed: face };
  const rest = { dueOn, root, invoices: [claimed], recourseTerms: 'none' as const };
  return attempt(
    'receivable.offer',
    { items: [{ receivable: id, ...terms, face, ...rest }] },
    {
      actor: SUPPLIER,
      signers: [by(SUPPLIER, 'maker')],
      transient: new Map([['details', { [id]: details }]]),
      claim: id,
      codes: [
        ...codes(
          [self, 'SAME_PARTY'],
          [more, 'INVOICE_OVERCLAIMED'],
          [wrong, 'ROOT_MISMATCH'],
          [known !== undefined, 'STATE_WRONG'],
          [dueOn < model.today, 'DATES_DISORDERED'],
        ),
        ...rules.offered(model, invoice),
      ],
      apply: () => rules.offer(model, { id, invoice, dueOn, supplier: SUPPLIER }),
    },
  );
};

/** How a confirmation goes wrong, by number. */
function slips(number: number) {
  const [other, moved, face, account, twice] = [1, 2, 3, 4, 5].map(at => number % 29 === at);
  return { other, moved, face, account, twice };
}

/** What the debtor would sign of a claim as the ledger has it. */
async function confirmation(
  { ledger }: Sides,
  claim: ModelClaim,
  of: { readonly slip: ReturnType<typeof slips>; readonly setOff: bigint },
) {
  const state = await ledger.entity('receivable', claim.id);
  const { slip, setOff } = of;
  return {
    receivable: claim.id,
    expect: (state?.version ?? 1) + Number(slip.moved),
    root: state?.root ?? '',
    face: cny(claim.face + BigInt(Number(slip.face))),
    dueOn: claim.dueOn,
    payTo: slip.account ? PAYEE : COLLECT,
    undertaking: setOff > 0n ? ('setOffReserved' as const) : ('irrevocable' as const),
    statement: paper,
    ...(setOff > 0n ? { setOff: cny(setOff) } : {}),
  };
}

export const confirm: Trial = async (sides, { a, b, c }) => {
  const { model } = sides;
  const claim = oneOf(model.claims.values(), a, ({ status }) => status === 'offered');
  if (!claim) return null;
  const slip = slips(b);
  const setOff = b % 6 === 0 ? BigInt(c % 7) + 1n : 0n;
  const actor = slip.other ? SUPPLIER : BUYER;
  const item = await confirmation(sides, claim, { slip, setOff });
  const { undertaking, face } = item;
  return attempt(
    'receivable.confirm',
    { items: [item] },
    {
      actor,
      signers: pair(actor, slip.twice),
      claim: claim.id,
      codes: codes(
        [slip.other === true, 'NOT_THE_DEBTOR'],
        [!['offered', 'recorded'].includes(claim.status), 'STATE_WRONG'],
        [slip.moved === true, 'STATE_MOVED'],
        [slip.face === true, 'TERMS_DIFFER'],
        [slip.account === true, 'ACCOUNT_NOT_VERIFIED'],
        [claim.flags.length > 0, 'FLAG_OPEN'],
        [slip.twice === true && BigInt(face.minor) >= BAND_TWO_FROM, 'APPROVALS_MISSING'],
      ),
      apply: () => rules.confirm(model, claim, undertaking, DEBT),
    },
  );
};

/** An end of a claim that is only offered. */
const ends =
  (kind: 'receivable.decline' | 'receivable.withdraw', status: string): Trial =>
  ({ model }, { a, b }) => {
    const claim = oneOf(model.claims.values(), a, one => one.status === 'offered');
    if (!claim) return null;
    const own = kind === 'receivable.decline' ? BUYER : SUPPLIER;
    const actor = b % 7 === 0 ? SECOND : own;
    const wrong = kind === 'receivable.decline' ? 'NOT_THE_DEBTOR' : 'NOT_FOUND';
    const body = { receivable: claim.id, reason: 'other' } as const;
    return attempt(kind, body, {
      actor,
      signers: [by(actor, 'maker')],
      claim: claim.id,
      codes: codes([actor !== own, wrong], [claim.status !== 'offered', 'STATE_WRONG']),
      apply: () => rules.end(model, claim, status),
    });
  };

const record: Trial = ({ model }, { a, b }) => {
  const claim = oneOf(model.claims.values(), a, ({ status }) => status === 'offered');
  if (!claim) return null;
  const alone = b % 5 === 0;
  const operator = [by(OPERATOR, 'maker')];
  const evidence = { receivable: claim.id, evidence: [paper], matchResult: hashOf(9) };
  return attempt(
    'receivable.record',
    { ...evidence, assurance: 'L2' },
    {
      actor: OPERATOR,
      signers: alone ? operator : [...operator, by(ASSOCIATION, 'registrar')],
      claim: claim.id,
      codes: codes([alone, 'APPROVALS_MISSING'], [claim.status !== 'offered', 'STATE_WRONG']),
      apply: () => {
        claim.status = 'recorded';
        model.post(...DEBT, claim.face);
      },
    },
  );
};

const cancel: Trial = ({ model }, { a, b }) => {
  const claim = oneOf(model.claims.values(), a, ({ status }) => status === 'confirmed');
  if (!claim) return null;
  const alone = b % 5 === 0;
  const own = [by(SUPPLIER, 'maker')];
  return attempt(
    'receivable.cancel',
    { receivable: claim.id, reason: 'mistake' },
    {
      actor: SUPPLIER,
      signers: alone ? own : [...own, by(BUYER, 'maker')],
      claim: claim.id,
      codes: [
        ...codes([alone, 'APPROVALS_MISSING']),
        ...rules.cancelFaults(model, claim, SUPPLIER),
      ],
      apply: () => {
        rules.end(model, claim, 'cancelled');
        model.post(...undebted, claim.face);
      },
    },
  );
};

const LIVE = ['offered', 'confirmed', 'recorded', 'overdue', 'defaulted'];

const freeze: Trial = ({ model }, { a }) => {
  const claim = oneOf(model.claims.values(), a, ({ status }) => LIVE.includes(status));
  if (!claim) return null;
  return attempt(
    'receivable.freeze',
    { receivable: claim.id, reason: 'court', ref: 'C-1' },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'compliance')],
      claim: claim.id,
      codes: codes([claim.frozen || !LIVE.includes(claim.status), 'STATE_WRONG']),
      apply: () => void (claim.frozen = true),
    },
  );
};

const unfreeze: Trial = ({ model }, { a, b }) => {
  const claim = oneOf(model.claims.values(), a, ({ frozen }) => frozen);
  if (!claim) return null;
  const twice = b % 5 === 0;
  const two = [by(OPERATOR, 'compliance', 1), by(OPERATOR, 'checker', twice ? 1 : 2)];
  return attempt(
    'receivable.unfreeze',
    { receivable: claim.id, reason: 'ended' },
    {
      actor: OPERATOR,
      signers: [...two, by(AUDITOR, 'maker')],
      claim: claim.id,
      codes: codes([twice, 'APPROVALS_MISSING'], [!claim.frozen, 'STATE_WRONG']),
      apply: () => void (claim.frozen = false),
    },
  );
};

const flagOf = (claim: ModelClaim, other: string) => `${claim.id}:S3:${other.slice(0, 16)}`;

const flag: Trial = ({ model }, { a, b }) => {
  const claim = oneOf(model.claims.values(), a, ({ status }) => status === 'offered');
  if (!claim) return null;
  const other = (b % 3).toString(16).padStart(16, 'f').padEnd(64, '0');
  const name = flagOf(claim, other);
  const used = model.flagsEver.has(name);
  const body = { receivable: claim.id, rule: 'S3', other, evidence: hashOf(4) } as const;
  return attempt('duplicate.flag', body, {
    actor: OPERATOR,
    signers: [by(OPERATOR, 'ingest', 8, { class: 'service' })],
    claim: claim.id,
    codes: codes([used, 'STATE_WRONG']),
    apply: () => {
      claim.flags.push(name);
      model.flagsEver.add(name);
    },
  });
};

const clear: Trial = ({ model }, { a, b }) => {
  const claim = oneOf(model.claims.values(), a, ({ flags }) => flags.length > 0);
  if (!claim) return null;
  const name = claim.flags[0] ?? `${claim.id}:S3:none`;
  const twice = b % 5 === 0;
  const known = model.flagsEver.has(name);
  return attempt(
    'duplicate.clear',
    { flag: name, reason: 'explained', evidence: hashOf(4) },
    {
      actor: OPERATOR,
      signers: [by(OPERATOR, 'risk', 1), by(OPERATOR, 'checker', twice ? 1 : 2)],
      claim: claim.id,
      codes: codes([twice, 'APPROVALS_MISSING'], [!known, 'NOT_FOUND']),
      apply: () => void claim.flags.shift(),
    },
  );
};

const split: Trial = ({ model, fresh }, { a, b, c }) => {
  const holding = oneOf(model.holdings.values(), a, ({ state, claim }) => {
    return state === 'free' && model.claims.get(claim)?.status === 'confirmed';
  });
  if (!holding) return null;
  const first = b % 7 === 0 ? 9_999n : holding.outstanding / BigInt(2 + (c % 3));
  const rest = holding.outstanding - first + (b % 7 === 1 ? 1n : 0n);
  if (first <= 0n || rest <= 0n) return null;
  const actor = b % 7 === 2 ? BUYER : holding.holder === SECOND ? SECOND : SUPPLIER;
  const parts = [first, rest].map(amount => ({ id: fresh(), amount }));
  const body = {
    holding: holding.id,
    parts: parts.map(({ id, amount }) => ({ holding: id, amount: cny(amount) })),
  };
  return attempt('holding.split', body, {
    actor,
    signers: [by(actor, 'maker')],
    claim: holding.claim,
    codes: rules.splitFaults(model, holding, { actor, parts: [first, rest] }),
    apply: () => rules.split(model, holding, parts),
  });
};

const transfer: Trial = ({ model, fresh }, { a, b }) => {
  const holding = oneOf(model.holdings.values(), a, ({ state, tier, claim }) => {
    const { status } = model.claims.get(claim) ?? {};
    return state === 'free' && status === 'confirmed' && (b % 2 === 0 || tier > 0);
  });
  if (!holding) return null;
  const actor = b % 11 === 0 ? BUYER : holding.holder === SECOND ? SECOND : SUPPLIER;
  const to = b % 11 === 1 ? actor : actor === SECOND ? SUPPLIER : SECOND;
  const voluntary = b % 11 !== 2;
  const silent = b % 11 === 3;
  const fields = [{ path: 'trade', salt, value: 'steel' }];
  const child = fresh();
  const body = {
    ...{ holding: holding.id, to, settles: cny(1n), voluntary, recourse: 'none' as const },
    underlying: commitFields(fields, sha256),
  };
  return attempt('holding.transfer', body, {
    actor,
    id: child,
    signers: silent ? [by(actor, 'maker')] : [by(actor, 'maker'), by(to, 'maker')],
    transient: new Map([['underlying', fields]]),
    claim: holding.claim,
    codes: [
      ...codes([silent && to !== actor, 'APPROVALS_MISSING']),
      ...rules.transferFaults(model, holding, { actor, to, voluntary }),
    ],
    apply: () => rules.transfer(model, holding, { to, child }),
  });
};

export const age: Trial = ({ model }: Sides, { a }) => {
  const claim = oneOf(model.claims.values(), a, one => rules.ageFaults(model, one).length === 0);
  if (!claim) return null;
  return attempt(
    'claim.age',
    { items: [{ target: 'receivable', id: claim.id }] },
    {
      actor: SECOND,
      signers: [by(SECOND, 'maker')],
      claim: claim.id,
      codes: rules.ageFaults(model, claim),
      apply: () => rules.age(model, claim),
    },
  );
};

/** Trials about claims and holdings, with how often each comes. */
export const CLAIM_TRIALS: readonly (readonly [number, Trial])[] = [
  [12, offer],
  [16, confirm],
  [2, ends('receivable.decline', 'declined')],
  [2, ends('receivable.withdraw', 'withdrawn')],
  [3, record],
  [3, cancel],
  [2, freeze],
  [3, unfreeze],
  [2, flag],
  [3, clear],
  [5, split],
  [9, transfer],
  [9, age],
];
