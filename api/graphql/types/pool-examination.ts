import { daysBetween } from '../../../domain/calendar/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import {
  LEDGER_RULES,
  type Examined,
  type PoolExamination,
} from '../../../domain/securitisation/eligibility/index.ts';
import type { Currency, MoneyWire } from '../../../domain/money/index.ts';
import { LEDGER_RULES_HASH } from '../../pools/index.ts';
import { builder } from '../builder.ts';

/** Holdings judged under the ledger's rules of entry, with what each is called. */
export type ExaminationView = {
  readonly examination: PoolExamination;
  readonly assets: readonly (Examined & { readonly reference: string })[];
  readonly judgedOn: string;
  readonly currency: Currency;
  /** Body of the act that the view is for, without its ids; `null` when there is none to sign. */
  readonly body: Wire;
};

type Summed = { readonly count: number; readonly amount: MoneyWire };
export type Shared = Summed & { readonly key: string; readonly sharePpm: number };
type Counted = { readonly count: number; readonly amount: bigint };

const ASSETS_SHOWN = 500;

const CountType = builder.objectRef<Summed>('PoolCount').implement({
  fields: t => ({
    count: t.exposeInt('count'),
    amount: t.expose('amount', { type: 'Money' }),
  }),
});

/** A part of a whole: its amount and its share in ppm. */
export const ShareType = builder.objectRef<Shared>('PoolShare').implement({
  description: 'Assets with something in common and their part of the whole.',
  fields: t => ({
    key: t.exposeString('key'),
    count: t.exposeInt('count'),
    amount: t.expose('amount', { type: 'Money' }),
    sharePpm: t.expose('sharePpm', { type: 'Ppm' }),
  }),
});

type Excess = { readonly by: string; readonly group: string; readonly excess: MoneyWire };
const ExcessType = builder.objectRef<Excess>('PoolExcess').implement({
  fields: t => ({
    by: t.exposeString('by'),
    group: t.exposeString('group'),
    excess: t.expose('excess', { type: 'Money' }),
  }),
});

type Failure = PoolExamination['verdicts'][number]['failures'][number];
const FailureType = builder.objectRef<Failure>('RuleFailure').implement({
  description: 'A rule of entry that an asset fails: what was found, what was required.',
  fields: t => ({
    code: t.exposeString('code'),
    effect: t.string({
      resolve: ({ effect }) => (typeof effect === 'string' ? effect : 'haircut'),
    }),
    found: t.exposeString('found'),
    required: t.exposeString('required'),
  }),
});

type Asset = {
  readonly asset: ExaminationView['assets'][number];
  readonly verdict: PoolExamination['verdicts'][number];
  readonly judgedOn: string;
};
const AssetType = builder.objectRef<Asset>('PoolAsset').implement({
  fields: t => ({
    holding: t.string({ resolve: ({ asset }) => asset.holding.holding }),
    receivable: t.string({ resolve: ({ asset }) => asset.receivable.receivable }),
    reference: t.string({ resolve: ({ asset }) => asset.reference }),
    obligor: t.string({ resolve: ({ asset }) => asset.obligor }),
    amount: t.field({
      type: 'Money',
      resolve: ({ asset }) => moneyOf(asset.amount, asset.holding.outstanding.currency),
    }),
    dueOn: t.field({ type: 'BusinessDate', resolve: ({ asset }) => asset.receivable.dueOn }),
    daysLeft: t.int({
      resolve: ({ asset, judgedOn }) => daysBetween(judgedOn, asset.receivable.dueOn),
    }),
    status: t.string({ resolve: ({ asset }) => asset.receivable.status }),
    result: t.string({ resolve: ({ verdict }) => verdict.result }),
    failures: t.field({ type: [FailureType], resolve: ({ verdict }) => [...verdict.failures] }),
  }),
});

/** What the rules of entry say about holdings, all counts and sums by the domain. */
export const ExaminationType = builder.objectRef<ExaminationView>('PoolExamination').implement({
  isTypeOf: value => 'examination' in (value as object),
  fields: t => ({
    ruleSet: t.string({ resolve: () => LEDGER_RULES.code }),
    ruleSetHash: t.field({ type: 'Sha256', resolve: () => LEDGER_RULES_HASH }),
    judgedOn: t.expose('judgedOn', { type: 'BusinessDate' }),
    all: t.field({ type: CountType, resolve: view => summed(view, view.examination.all) }),
    eligible: t.field({
      type: CountType,
      resolve: view => summed(view, view.examination.eligible),
    }),
    excess: t.field({
      type: 'Money',
      resolve: ({ examination, currency }) => moneyOf(examination.excess.excess, currency),
    }),
    netPoolBalance: t.field({
      type: 'Money',
      resolve: ({ examination, currency }) => moneyOf(examination.excess.netPoolBalance, currency),
    }),
    reasons: t.field({ type: [ShareType], resolve: view => shares(view, 'reasons') }),
    obligors: t.field({ type: [ShareType], resolve: view => shares(view, 'obligors') }),
    tenors: t.field({ type: [ShareType], resolve: view => shares(view, 'tenors') }),
    excessGroups: t.field({
      type: [ExcessType],
      resolve: ({ examination, currency }) =>
        examination.excess.groups.map(({ by, group, excess }) => {
          return { by, group, excess: moneyOf(excess, currency) };
        }),
    }),
    assets: t.field({
      type: [AssetType],
      description: `The first ${ASSETS_SHOWN}; the statement of the pool has all.`,
      resolve: ({ assets, examination, judgedOn }) =>
        assets.slice(0, ASSETS_SHOWN).flatMap((asset, index) => {
          const verdict = examination.verdicts[index];
          return verdict ? [{ asset, verdict, judgedOn }] : [];
        }),
    }),
    body: t.expose('body', {
      type: 'JSON',
      nullable: true,
      description: 'Body of the next act, ready to be signed; the client adds its own ids.',
    }),
  }),
});

function moneyOf(minor: bigint, currency: Currency): MoneyWire {
  return { minor: minor.toString(), currency };
}

function summed({ currency }: ExaminationView, { count, amount }: Counted): Summed {
  return { count, amount: moneyOf(amount, currency) };
}

function shares(view: ExaminationView, list: 'reasons' | 'obligors' | 'tenors'): Shared[] {
  return view.examination[list].map(share => {
    return { ...share, amount: moneyOf(share.amount, view.currency) };
  });
}
