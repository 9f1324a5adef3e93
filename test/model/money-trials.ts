import { bodies, payer } from '../flow/steps.ts';
import { attempt, cny, oneOf, pair, type Trial } from './attempt.ts';
import { codes, unassured, unclean } from './claim-rules.ts';
import * as rules from './money-rules.ts';
import {
  BUYER,
  by,
  CARD,
  FUNDER,
  hashOf,
  LINES,
  PAYEE,
  SUPPLIER,
  idSecond as SECOND,
} from './names.ts';
import { daysFrom, type ModelFinancing, type ModelState } from './state.ts';

const DAYS_MIN = 15;

const request: Trial = ({ model, fresh }, { a, b }) => {
  const holding = oneOf(model.holdings.values(), a, ({ state, claim }) => {
    return state === 'free' && model.claims.get(claim)?.undertaking === 'irrevocable';
  });
  const claim = model.claims.get(holding?.claim ?? '');
  if (!holding || !claim || holding.outstanding === 0n) return null;
  const actor = b % 11 === 0 ? BUYER : holding.holder === SECOND ? SECOND : SUPPLIER;
  const twice = b % 11 === 1;
  const days = daysFrom(model.today, claim.dueOn);
  const price = rules.priceOf(holding.outstanding, days);
  const known = b % 11 === 2 ? oneOf(model.financings.keys(), a) : undefined;
  const id = known ?? fresh();
  const body = { ...bodies.request, financing: id, holdings: [holding.id] };
  const terms = { want: cny(price.advance), fundOn: model.today, window: { until: model.today } };
  return attempt(
    'financing.request',
    { ...body, ...terms },
    {
      actor,
      signers: pair(actor, twice),
      claim: claim.id,
      codes: [
        ...codes(
          [twice, 'APPROVALS_MISSING'],
          [known !== undefined, 'STATE_WRONG'],
          [holding.holder !== actor, 'NOT_HOLDER'],
          [holding.state !== 'free', 'HOLDING_LOCKED'],
          [days < DAYS_MIN, 'RESIDUAL_TENOR_SHORT'],
        ),
        ...unclean(model, claim),
        ...unassured(claim),
      ],
      apply: () => {
        holding.state = 'reserved';
        const { advance, discount, fee } = price;
        const none = { principal: 0n, writtenOff: 0n, lateDue: 0n, lateTo: '', payout: '' };
        const place = { id, holding: holding.id, claim: claim.id, holder: actor, days };
        const dates = {
          requestedOn: model.today,
          payOn: claim.dueOn,
          acceptedOn: '',
          clearedOn: '',
        };
        model.financings.set(id, {
          ...{ ...place, ...dates, ...none, advance, discount, fee },
          ...{ status: 'requested', filed: false },
        });
      },
    },
  );
};

export const accept: Trial = ({ model }, { a, b }) => {
  const financing = oneOf(model.financings.values(), a, ({ status }) => status === 'requested');
  const holding = model.holdings.get(financing?.holding ?? '');
  if (!financing || !holding) return null;
  const actor = b % 7 === 0 ? BUYER : financing.holder;
  const lie = b % 7 === 1;
  const price = rules.priceOf(holding.outstanding, financing.days);
  if (price.cash <= 0n) return null;
  const fee = { kind: 'origination', amount: cny(price.fee), payer: 'supplier', payee: 'platform' };
  const shown = {
    cash: cny(price.cash),
    totalCost: cny(price.cost - (lie ? 1n : 0n)),
    aprPpm: Number(price.apr),
    feeLines: [fee],
  };
  return attempt('financing.accept', { financing: financing.id, card: CARD, shown } as never, {
    actor,
    signers: pair(actor),
    claim: financing.claim,
    codes: [
      ...rules.acceptFaults(model, financing, { actor, consents: actor === SUPPLIER }),
      ...codes([lie, 'COST_DISCLOSURE_MISMATCH']),
    ],
    apply: () => void Object.assign(financing, { status: 'accepted', acceptedOn: model.today }),
  });
};

function free(model: ModelState, financing: ModelFinancing, status: string): void {
  financing.status = status;
  const holding = model.holdings.get(financing.holding);
  if (holding?.state === 'reserved') holding.state = 'free';
}

const cancel: Trial = ({ model }, { a }) => {
  const financing = oneOf(model.financings.values(), a, ({ status }) => status === 'accepted');
  if (!financing) return null;
  const early = ['requested', 'accepted'].includes(financing.status);
  return attempt(
    'financing.cancel',
    { financing: financing.id, reason: 'other' },
    {
      actor: financing.holder,
      signers: [by(financing.holder, 'maker')],
      claim: financing.claim,
      codes: codes([!early, 'STATE_WRONG']),
      apply: () => free(model, financing, 'cancelled'),
    },
  );
};

export const refuse: Trial = ({ model }, { a }) => {
  const financing = oneOf(model.financings.values(), a, ({ status }) => status === 'accepted');
  if (!financing) return null;
  return attempt(
    'financing.refuse',
    { financing: financing.id, reason: 'risk' },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      claim: financing.claim,
      codes: codes(
        [financing.status !== 'accepted', 'STATE_WRONG'],
        [financing.acceptedOn === '', 'NOT_FOUND'],
        [['requested', 'cancelled', 'expired'].includes(financing.status), 'NOT_FOUND'],
      ),
      apply: () => void (financing.status = 'requested'),
    },
  );
};

export const commit: Trial = ({ model }, { a, b }) => {
  const financing = oneOf(model.financings.values(), a, ({ status }) => status === 'accepted');
  if (!financing) return null;
  const more = b % 7 === 0;
  const twice = b % 7 === 1;
  const lines = [LINES.debtor, LINES.supplier, LINES.funder];
  const amount = cny(financing.advance + (more ? 1n : 0n));
  return attempt(
    'financing.commit',
    { financing: financing.id, lines, amount },
    {
      actor: FUNDER,
      signers: pair(FUNDER, twice),
      claim: financing.claim,
      codes: [
        ...rules.commitFaults(model, financing),
        ...codes(
          [more, 'TERMS_DIFFER'],
          [twice && BigInt(amount.minor) >= 10_000_000n, 'APPROVALS_MISSING'],
          [['cancelled', 'expired'].includes(financing.status), 'NOT_FOUND'],
        ),
      ],
      apply: () => void (financing.status = 'committed'),
    },
  );
};

export const register: Trial = ({ model }, { a, b }) => {
  const financing = oneOf(model.financings.values(), a, ({ status }) => status === 'committed');
  if (!financing) return null;
  const proof = { hash: hashOf(303), kind: 'pdf', bytes: 10 };
  if (b % 2 === 0) {
    const search = { subject: SUPPLIER, searchedOn: model.today, result: 'none', report: proof };
    return attempt('registration.search', search as never, {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      codes: [],
      apply: () => void (model.searchedOn = model.today),
    });
  }
  const filed = { number: 'ZD-1', filedOn: model.today, until: '2026-12-31', proof };
  const open = ['committed', 'cleared', 'disbursing', 'active'].includes(financing.status);
  return attempt(
    'registration.file',
    { financing: financing.id, ...filed },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      claim: financing.claim,
      codes: codes([!open, 'STATE_WRONG'], [!open, 'NOT_FOUND']),
      apply: () => void (financing.filed = true),
    },
  );
};

export const clear: Trial = ({ model }, { a }) => {
  const financing = oneOf(model.financings.values(), a, one => {
    return one.status === 'committed' && rules.clearFaults(model, one).length === 0;
  });
  if (!financing) return null;
  const at = `${model.today}T03:00:00.000Z`;
  const items = bodies.clear.items.map(({ item }, index) => ({
    item,
    evidence: [{ hash: hashOf(200 + index), at }],
  }));
  return attempt(
    'financing.clear',
    { financing: financing.id, account: PAYEE, items },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      claim: financing.claim,
      codes: [
        ...rules.clearFaults(model, financing),
        ...codes([['cancelled', 'expired'].includes(financing.status), 'NOT_FOUND']),
      ],
      apply: () => void Object.assign(financing, { status: 'cleared', clearedOn: model.today }),
    },
  );
};

export const disburse: Trial = ({ model, fresh }, { a, b }) => {
  const financing = oneOf(model.financings.values(), a, ({ status, clearedOn }) => {
    return status === 'cleared' && clearedOn === model.today;
  });
  if (!financing) return null;
  const { advance, discount, fee } = financing;
  const kind = b % 9;
  const payout = fresh();
  const amount = cny(advance - discount - fee + (kind === 0 ? 1n : 0n));
  const place = { path: 'escrow', account: PAYEE, value: model.today } as const;
  const twice = [by(FUNDER, 'treasurer', 1, { steppedUp: true }), by(FUNDER, 'checker', 1)];
  const stale = [by(FUNDER, 'treasurer', 1), by(FUNDER, 'checker', 2)];
  return attempt(
    'financing.disburse',
    { financing: financing.id, payout, ...place, amount },
    {
      actor: FUNDER,
      signers: kind === 1 ? twice : kind === 2 ? stale : payer,
      claim: financing.claim,
      codes: [
        ...rules.disburseFaults(model, financing),
        ...codes(
          [kind === 0, 'TERMS_DIFFER'],
          [kind === 1, 'APPROVALS_MISSING'],
          [kind === 2, 'STEP_UP_REQUIRED'],
          [['cancelled', 'expired'].includes(financing.status), 'NOT_FOUND'],
        ),
      ],
      apply: () => rules.disburse(model, financing, { payout, funder: FUNDER }),
    },
  );
};

/** Trials of a financing up to its money, with how often each comes. */
export const MONEY_TRIALS: readonly (readonly [number, Trial])[] = [
  [14, request],
  [16, accept],
  [1, cancel],
  [5, refuse],
  [14, commit],
  [14, register],
  [14, clear],
  [14, disburse],
];
