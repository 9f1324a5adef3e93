import type { RefusalText } from './text.ts';

/** Codes of pools, deals, issues and notes (securitisation.md SEC-72). */
export const securitisationRefusals = {
  POOL_NOT_SEALED: {
    en: { sentence: 'Pool {pool} is not sealed.', remedy: 'Let its manager seal it first.' },
    zh: { sentence: '资产池 {pool} 尚未封包。', remedy: '请先由管理人封包。' },
  },
  PAGE_FULL: {
    en: { sentence: 'Pool {pool} has its {max} pages.', remedy: 'Begin another pool.' },
    zh: { sentence: '资产池 {pool} 已满 {max} 页。', remedy: '请新建资产池。' },
  },
  ASSET_IN_POOL: {
    en: {
      sentence: 'Asset {asset} is in pool {pool}.',
      remedy: 'An asset is in one pool at most; leave it out.',
    },
    zh: {
      sentence: '资产 {asset} 已在资产池 {pool} 中。',
      remedy: '一项资产只能入一个池，请剔除。',
    },
  },
  NOT_OF_POOL: {
    en: {
      sentence: '{party} has no part in this of pool {pool}.',
      remedy: 'The originator proposes and sells; the manager seals.',
    },
    zh: {
      sentence: '{party} 不是资产池 {pool} 的相应当事方。',
      remedy: '由原始权益人入池和转让，由管理人封包。',
    },
  },
  COLLECTION_DUPLICATE: {
    en: {
      sentence: 'Pool {pool} has its collections of {on} from entry {entry}.',
      remedy: 'A day and a bank entry are recorded once.',
    },
    zh: {
      sentence: '资产池 {pool} 已录入 {on} 的回款（流水 {entry}）。',
      remedy: '同一日期、同一流水只录一次。',
    },
  },
  DAYCOUNT_AMBIGUOUS: {
    en: {
      sentence: 'The day count "{label}" has more than one meaning.',
      remedy: 'Name its source, or the convention itself.',
    },
    zh: { sentence: '计息基准“{label}”有多种含义。', remedy: '请注明来源，或直接写明计息规则。' },
  },
  FIXING_MISSING: {
    en: {
      sentence: 'There is no level of index {index}.',
      remedy: 'Record the fixing, or state it in the assumptions.',
    },
    zh: { sentence: '缺少指数 {index} 的取值。', remedy: '请录入定盘值，或在假设中注明。' },
  },
  FORMULA_DIV_ZERO: {
    en: {
      sentence: 'A formula divides by zero on {date}.',
      remedy: 'Give the divisor a floor.',
    },
    zh: { sentence: '{date} 的公式除数为零。', remedy: '请为除数设置下限。' },
  },
  OBSERVATION_MISSING: {
    en: {
      sentence: 'The value {name} was not observed on {date}.',
      remedy: 'Let its named role record it.',
    },
    zh: { sentence: '{date} 缺少观察值 {name}。', remedy: '请由指定角色录入。' },
  },
  LIMIT_NEGATIVE: {
    en: {
      sentence: 'A limit of {action} is below zero on {date}.',
      remedy: 'Correct the limit of this step.',
    },
    zh: { sentence: '{date} 的 {action} 限额小于零。', remedy: '请更正该步骤的限额。' },
  },
  DEAL_ASSERTION: {
    en: {
      sentence: 'The deal stops on {date}: {assertion}.',
      remedy: 'See the clause that it names.',
    },
    zh: { sentence: '项目于 {date} 中止：{assertion}。', remedy: '请查阅所指条款。' },
  },
  DEAL_TOO_LARGE: {
    en: {
      sentence: 'The deal has {dates} payment dates and {classes} classes.',
      remedy: 'A deal has up to 1,200 dates and 64 classes.',
    },
    zh: {
      sentence: '该项目有 {dates} 个兑付日、{classes} 个层级。',
      remedy: '一个项目最多 1,200 个日期、64 个层级。',
    },
  },
  RESERVE_ED_ZERO: {
    en: {
      sentence: 'Expected dilution is nil, yet a spike of {spike} was seen.',
      remedy: 'The concentration floor applies.',
    },
    zh: { sentence: '预期稀释率为零，但出现过 {spike} 的峰值。', remedy: '适用集中度下限。' },
  },
  RESERVE_UNAVAILABLE: {
    en: {
      sentence: 'The reserve cannot be worked out: {missing}.',
      remedy: 'Complete the monthly series.',
    },
    zh: { sentence: '准备金无法计算：{missing}。', remedy: '请补全月度数据。' },
  },
  CONCENTRATION_NO_FIXED_POINT: {
    en: {
      sentence: 'Concentration limits did not settle within {rounds} rounds.',
      remedy: 'Measure on the balance before excess.',
    },
    zh: { sentence: '集中度限额在 {rounds} 轮内未能收敛。', remedy: '请改按超额前余额计量。' },
  },
} as const satisfies Record<string, RefusalText>;
