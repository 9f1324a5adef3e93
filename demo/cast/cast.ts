import { member, type Draft, type Member, type Person } from './member.ts';
import { CUSTODIAN, INVESTORS, MANAGER, ORIGINATOR, RATER } from './plan.ts';
import { SUPPLIER_NAMES } from './suppliers.ts';

export type { Member, Name, Person } from './member.ts';
export { CUSTODIAN, INVESTORS, MANAGER, ORIGINATOR, RATER } from './plan.ts';

/** Founders: the broker, the enterprises' association, the auditor. */
export const OPERATOR = member({
  slug: 'broker',
  name: { zh: '示例 明衡证券经纪', en: 'Sample Mingheng Brokerage' },
  kind: 'operator',
  class: 'institution',
  persons: [
    ['olga', 'Onboarding', { zh: '准入经理', en: 'Onboarding manager' }, ['admin', 'onboarding']],
    ['cai', 'Compliance', { zh: '合规经理', en: 'Compliance manager' }, ['compliance', 'admin']],
    ['min', 'Compliance 2', { zh: '合规复核', en: 'Compliance reviewer' }, ['compliance']],
    [
      'ou',
      'Operations',
      { zh: '运营经理', en: 'Operations manager' },
      ['operations', 'maker', 'director'],
      'broker',
    ],
    ['qian', 'Cash', { zh: '资金经办', en: 'Cash maker' }, ['cash', 'maker', 'treasurer']],
    ['fu', 'Cash 2', { zh: '资金复核', en: 'Cash checker' }, ['cash', 'checker', 'operations']],
    ['ling', 'Risk', { zh: '风险经理', en: 'Risk manager' }, ['risk', 'maker']],
    ['rui', 'Risk 2', { zh: '风险复核', en: 'Risk checker' }, ['risk', 'checker', 'breaker']],
  ],
});

export const ASSOCIATION = member({
  slug: 'association',
  name: { zh: '示例 中小企业协会', en: 'Sample Association of Enterprises' },
  kind: 'association',
  class: 'institution',
  persons: [
    ['deng', 'Registrar', { zh: '登记官', en: 'Registrar' }, ['registrar', 'admin']],
    ['jian', 'Registrar 2', { zh: '登记复核', en: 'Second registrar' }, ['registrar', 'admin']],
  ],
});

export const AUDITOR = member({
  slug: 'auditor',
  name: { zh: '示例 衡信会计师事务所', en: 'Sample Hengxin Auditors' },
  kind: 'auditor',
  class: 'institution',
  persons: [
    ['shen', 'Auditor', { zh: '审计师', en: 'Auditor' }, ['maker', 'admin', 'viewer'], 'auditor'],
    ['cha', 'Auditor 2', { zh: '复核审计师', en: 'Reviewing auditor' }, ['checker', 'admin']],
  ],
});

const ENTERPRISE_PERSONS = (card: string | undefined): Draft['persons'] => [
  [
    'one',
    'Finance',
    { zh: '财务经办', en: 'Finance manager' },
    ['admin', 'maker', 'treasurer'],
    card,
  ],
  ['two', 'Head of finance', { zh: '财务负责人', en: 'Head of finance' }, ['admin', 'checker']],
  ['three', 'Director', { zh: '总经理', en: 'Managing director' }, ['admin', 'director']],
];

/** The anchor: the buyer whose own key confirms. */
export const ANCHOR = member({
  slug: 'anchor',
  name: { zh: '示例 锦川重工集团', en: 'Sample Jinchuan Heavy Industries' },
  kind: 'enterprise',
  class: 'large',
  persons: [
    [
      'one',
      'Payables',
      { zh: '应付经办', en: 'Payables clerk' },
      ['admin', 'maker', 'treasurer'],
      'buyer-maker',
    ],
    [
      'two',
      'Head of payables',
      { zh: '应付负责人', en: 'Head of payables' },
      ['admin', 'checker', 'director'],
      'buyer-checker',
    ],
    ['three', 'Director', { zh: '财务总监', en: 'Finance director' }, ['admin', 'director']],
  ],
});

export const FUNDER = member({
  slug: 'funder',
  name: { zh: '示例 沪汇商业保理', en: 'Sample Huhui Factoring' },
  kind: 'funder',
  class: 'institution',
  persons: [
    [
      'one',
      'Funding desk',
      { zh: '投放经办', en: 'Funding desk' },
      ['admin', 'maker', 'treasurer'],
      'funder',
    ],
    ['two', 'Funding head', { zh: '投放负责人', en: 'Head of funding' }, ['admin', 'checker']],
    ['three', 'Risk head', { zh: '风控负责人', en: 'Head of risk' }, ['admin', 'director', 'risk']],
  ],
});

/** The settlement bank: its key says what was booked. */
export const BANK = member({
  slug: 'bank',
  name: { zh: '示例 浦江结算银行', en: 'Sample Pujiang Settlement Bank' },
  kind: 'bank',
  class: 'institution',
  persons: [
    [
      'one',
      'Bank desk',
      { zh: '结算经办', en: 'Settlement desk' },
      ['admin', 'maker', 'treasurer'],
    ],
    ['two', 'Bank head', { zh: '结算复核', en: 'Settlement checker' }, ['admin', 'checker']],
  ],
});

/** Twenty-four suppliers; the first has a card, so that a visitor can be it. */
export const SUPPLIERS: readonly Member[] = SUPPLIER_NAMES.map((name, at) =>
  member({
    slug: `supplier-${String(at + 1).padStart(2, '0')}`,
    name,
    kind: 'enterprise',
    class: at % 3 === 0 ? 'micro' : 'small',
    persons: ENTERPRISE_PERSONS(at === 0 ? 'supplier' : undefined),
  }),
);

export const FOUNDERS: readonly Member[] = [OPERATOR, ASSOCIATION, AUDITOR];
/** Who makes notes of claims, holds their cash, buys and rates them. */
export const PLAN: readonly Member[] = [ORIGINATOR, MANAGER, CUSTODIAN, ...INVESTORS, RATER];
export const APPLICANTS: readonly Member[] = [ANCHOR, FUNDER, BANK, ...SUPPLIERS, ...PLAN];
export const MEMBERS: readonly Member[] = [...FOUNDERS, ...APPLICANTS];

export function personOf(of: Member, slug: string): Person {
  const found = of.persons.find(person => person.slug === slug);
  if (!found) throw new Error(`${of.slug} has no person ${slug}`);
  return found;
}
