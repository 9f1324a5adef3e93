import { member, type Draft, type Member, type Name } from './member.ts';

/** A maker, who is also the party's first admin and treasurer, and a checker. */
function desk(maker: [string, Name], checker: [string, Name], card?: string): Draft['persons'] {
  return [
    ['one', maker[0], maker[1], ['admin', 'maker', 'treasurer'], card],
    ['two', checker[0], checker[1], ['admin', 'checker']],
  ];
}

/** Sells steel to the suppliers, takes their confirmed claims in payment, and pools them. */
export const ORIGINATOR = member({
  slug: 'originator',
  name: { zh: '示例 宝浦钢铁贸易', en: 'Sample Baopu Steel Trading' },
  kind: 'enterprise',
  class: 'large',
  persons: desk(
    ['Treasury', { zh: '资金经办', en: 'Treasury desk' }],
    ['Head of treasury', { zh: '资金负责人', en: 'Head of treasury' }],
  ),
});

/** Manages the plan: seals the pool, publishes the deal, offers the notes, works out payments. */
export const MANAGER = member({
  slug: 'manager',
  name: { zh: '示例 明澜证券资管', en: 'Sample Minglan Securities Asset Management' },
  kind: 'professional',
  class: 'institution',
  persons: desk(
    ['Structuring banker', { zh: '承做经办', en: 'Structuring banker' }],
    ['Head of structuring', { zh: '承做负责人', en: 'Head of structuring' }],
    'manager',
  ),
});

/** Keeps the plan's cash: records collections, recomputes and settles payments. */
export const CUSTODIAN = member({
  slug: 'custodian',
  name: { zh: '示例 申江银行托管部', en: 'Sample Shenjiang Bank Custody' },
  kind: 'bank',
  class: 'institution',
  persons: desk(
    ['Custody desk', { zh: '托管经办', en: 'Custody desk' }],
    ['Custody checker', { zh: '托管复核', en: 'Custody checker' }],
    'custodian',
  ),
});

/** Two investors in the senior class; the second also buys the mezzanine class. */
export const INVESTORS: readonly [Member, Member] = [
  member({
    slug: 'investor-a',
    name: { zh: '示例 长三角银行理财', en: 'Sample Delta Bank Wealth Management' },
    kind: 'investor',
    class: 'institution',
    persons: desk(
      ['Portfolio desk', { zh: '投资经办', en: 'Portfolio desk' }],
      ['Portfolio head', { zh: '投资负责人', en: 'Portfolio head' }],
      'investor',
    ),
  }),
  member({
    slug: 'investor-b',
    name: { zh: '示例 东海保险资管', en: 'Sample Donghai Insurance Asset Management' },
    kind: 'investor',
    class: 'institution',
    persons: desk(
      ['Portfolio desk', { zh: '投资经办', en: 'Portfolio desk' }],
      ['Portfolio head', { zh: '投资负责人', en: 'Portfolio head' }],
    ),
  }),
];

/** Reads the pool's ageing, dilution and triggers. */
export const RATER = member({
  slug: 'rating',
  name: { zh: '示例 中观信用评级', en: 'Sample Zhongguan Ratings' },
  kind: 'professional',
  class: 'institution',
  persons: [
    ['one', 'Analyst', { zh: '评级分析师', en: 'Rating analyst' }, ['admin', 'maker'], 'rating'],
  ],
});
