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
  ASSET_INELIGIBLE: {
    en: {
      sentence: '{n} assets fail rules of entry: {codes}.',
      remedy: 'Leave them out, or cure what each code names.',
    },
    zh: { sentence: '{n} 项资产不符合入池标准：{codes}。', remedy: '请剔除，或按代码逐项补正。' },
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
  DEAL_INVALID: {
    en: {
      sentence: 'The deal has {n} faults: {faults}.',
      remedy: 'Correct them all, model the deal again, and let all parties sign it anew.',
    },
    zh: {
      sentence: '交易条款有 {n} 处问题：{faults}。',
      remedy: '请全部更正并重新测算，由各方重新签署。',
    },
  },
  DEAL_HASH_MISMATCH: {
    en: {
      sentence: 'Deal hash {given} is not the published {hash}.',
      remedy: 'Run the published deal; changed terms need an amendment.',
    },
    zh: {
      sentence: '条款哈希 {given} 与已发布的 {hash} 不符。',
      remedy: '请使用已发布条款；变更须先修订。',
    },
  },
  NOT_OF_DEAL: {
    en: {
      sentence: '{party} has no part in this of deal {deal}.',
      remedy: 'Manager, custodian and fixing agent are named in the published terms.',
    },
    zh: {
      sentence: '{party} 不是项目 {deal} 的相应当事方。',
      remedy: '管理人、托管人和定盘人以已发布条款为准。',
    },
  },
  FORMATION_UNMET: {
    en: { sentence: 'The issue is not formed: {which}.', remedy: 'Complete it, or let it fail.' },
    zh: { sentence: '发行条件未满足：{which}。', remedy: '请补足条件，或终止发行。' },
  },
  NOT_ENOUGH_UNITS: {
    en: {
      sentence: '{units} units of class {bond} are asked; {most} are there.',
      remedy: 'Ask for {most} at most.',
    },
    zh: {
      sentence: '{bond} 级申请 {units} 份，可用 {most} 份。',
      remedy: '最多可申请 {most} 份。',
    },
  },
  NOTES_FROZEN: {
    en: {
      sentence: '{units} units of class {bond} are frozen by an order.',
      remedy: 'Transfer only what is above them, or have the order lifted.',
    },
    zh: {
      sentence: '{bond} 级 {units} 份已被依令冻结。',
      remedy: '仅可转让未冻结部分，或先解除冻结。',
    },
  },
  RETENTION_LOCKED: {
    en: {
      sentence: '{party} must keep {units} units of class {bond}.',
      remedy: 'Transfer only what is above the retention.',
    },
    zh: { sentence: '{party} 须自持 {bond} 级 {units} 份。', remedy: '仅可转让超出自持的部分。' },
  },
  DISTRIBUTION_OPEN: {
    en: {
      sentence: 'Distribution {distribution} of deal {deal} on {on} is calculated and not settled.',
      remedy: 'Settle it first; what belongs to its period stays as it is.',
    },
    zh: {
      sentence: '项目 {deal} 于 {on} 的兑付 {distribution} 已计算、尚未清算。',
      remedy: '请先完成清算；该期数据不得变动。',
    },
  },
  STALE_DATA: {
    en: {
      sentence: 'The collections of pool {pool} up to {on} are not recorded.',
      remedy: 'Record them, also when nothing was received.',
    },
    zh: {
      sentence: '资产池 {pool} 截至 {on} 的回款尚未录入。',
      remedy: '请先录入；未收款亦须录入零。',
    },
  },
  REVIEW_DIFFERS: {
    en: {
      sentence: 'The {lines} lines hash to {computed}, not to {given}.',
      remedy: 'Run the date again on what the ledger holds now, and compare line by line.',
    },
    zh: {
      sentence: '{lines} 行结果的哈希为 {computed}，而非 {given}。',
      remedy: '请按当前账本数据重新计算并逐行核对。',
    },
  },
  CASH_NOT_CONFIRMED: {
    en: {
      sentence: '{total} is to be paid; the bank confirms {balance}.',
      remedy: 'Settle once the plan account holds the money.',
    },
    zh: {
      sentence: '应付 {total}，银行确认余额 {balance}。',
      remedy: '请待计划账户资金到位后清算。',
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
      sentence: 'There is no level of index {index} for {date}.',
      remedy: 'Record the fixing, or state it in the assumptions.',
    },
    zh: {
      sentence: '缺少指数 {index} 在 {date} 的取值。',
      remedy: '请录入定盘值，或在假设中注明。',
    },
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
