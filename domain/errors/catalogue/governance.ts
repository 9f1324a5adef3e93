import type { RefusalText } from './text.ts';

/** Codes of periods, parameters, rates, labels and engagements (receivables.md §9 to §13). */
export const governanceRefusals = {
  PERIOD_CLOSED: {
    en: { sentence: '{month} is closed.', remedy: 'Use {open}; old value dates post today.' },
    zh: { sentence: '{month} 已关账。', remedy: '请使用 {open}；历史起息日记入当日。' },
  },
  PERIOD_ORDER: {
    en: { sentence: '{earlier} must close first.', remedy: 'Close the months in order.' },
    zh: { sentence: '须先关闭 {earlier}。', remedy: '请按顺序关账。' },
  },
  PARAM_INVALID: {
    en: { sentence: '{key} cannot be {value}.', remedy: 'Correct the value.' },
    zh: { sentence: '{key} 不能为 {value}。', remedy: '请更正取值。' },
  },
  NOTICE_TOO_SHORT: {
    en: { sentence: '{days} of {need} days of notice.', remedy: 'Choose a later date.' },
    zh: { sentence: '通知期 {days} 天，须 {need} 天。', remedy: '请推迟生效日。' },
  },
  MONEY_IN_FLIGHT: {
    en: { sentence: '{n} items are in flight.', remedy: 'Wait until they have landed.' },
    zh: { sentence: '有 {n} 笔在途。', remedy: '请等待其完成。' },
  },
  RATE_DIVERGES: {
    en: { sentence: 'Sources differ by {ppm}.', remedy: 'Record a new rate.' },
    zh: { sentence: '各来源相差 {ppm}。', remedy: '请登记新汇率。' },
  },
  HEDGE_COVER_LOW: {
    en: { sentence: 'The hedge covers {ppm}.', remedy: 'Record a hedge.' },
    zh: { sentence: '套保覆盖率为 {ppm}。', remedy: '请登记套保。' },
  },
  COVER_EXCEEDS_HEDGE: {
    en: { sentence: 'Covered {x} of {y}.', remedy: 'Record a hedge of the missing amount.' },
    zh: { sentence: '已覆盖 {x}，套保本金 {y}。', remedy: '请登记差额套保。' },
  },
  LABEL_OVERSUBSCRIBED: {
    en: { sentence: 'Labelled {x}, financed {y}.', remedy: 'Reduce the share; verify again.' },
    zh: { sentence: '已贴标 {x}，融资 {y}。', remedy: '请降低占比后重新核验。' },
  },
  LABEL_EXPIRED: {
    en: { sentence: 'The label ended {date}.', remedy: 'Verify it again.' },
    zh: { sentence: '标签已于 {date} 到期。', remedy: '请重新核验。' },
  },
  GATE_CLOSED: {
    en: { sentence: 'Missing: {list}.', remedy: 'Complete them.' },
    zh: { sentence: '缺少：{list}。', remedy: '请补齐。' },
  },
  FIGURE_HAS_SOURCE: {
    en: { sentence: '{key} comes from the ledger.', remedy: 'Reference the source.' },
    zh: { sentence: '{key} 来自账本。', remedy: '请引用来源。' },
  },
} as const satisfies Record<string, RefusalText>;
