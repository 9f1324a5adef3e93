import type { SecuritisationEvent } from '../../securitisation/ledger/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const securitisationSentences: Readonly<Record<SecuritisationEvent['kind'], EventText>> = {
  'pool.proposed': {
    en: '{@originator} put {assets} assets of {amount} into a pool.',
    zh: '{@originator} 将 {assets} 项资产（{amount}）放入资产池。',
  },
  'pool.removed': {
    en: 'Assets of {amount} left a pool: {reason}.',
    zh: '{amount} 的资产移出资产池：{reason}。',
  },
  'pool.repurchased': {
    en: '{@originator} bought assets of a pool back for {price}: {reason}.',
    zh: '{@originator} 以 {price} 回购资产池中的资产：{reason}。',
  },
  'pool.replaced': {
    en: '{@originator} replaced assets of a pool: {reason}.',
    zh: '{@originator} 置换资产池中的资产：{reason}。',
  },
  'pool.released': {
    en: '{@originator} gave a pool up: {reason}.',
    zh: '{@originator} 撤销资产池：{reason}。',
  },
  'deal.published': {
    en: '{@manager} published a deal with hash {hash}.',
    zh: '{@manager} 发布交易条款，哈希 {hash}。',
  },
  'deal.fixed': {
    en: 'Index {index} was fixed for {on} by {source}.',
    zh: '指数 {index} 于 {on} 定盘（来源 {source}）。',
  },
  'deal.observed': {
    en: '{name} was observed on {on}: {value}.',
    zh: '{on} 观察到 {name}：{value}。',
  },
  'issue.offered': {
    en: '{@manager} offered notes of {amount} until {until}.',
    zh: '{@manager} 发售证券 {amount}，截止 {until}。',
  },
  'issue.subscribed': {
    en: '{@investor} asked for {units} units of class {bond} at {price}.',
    zh: '{@investor} 认购 {bond} 级 {units} 份，单价 {price}。',
  },
  'issue.allocated': {
    en: 'Notes were allocated.',
    zh: '证券已配售。',
  },
  'issue.closed': {
    en: 'An issue was closed: {proceeds} came in.',
    zh: '发行成立，募集 {proceeds}。',
  },
  'note.transferred': {
    en: '{@from} passed {units} units of class {bond} to {@to}.',
    zh: '{@from} 将 {bond} 级 {units} 份转让给 {@to}。',
  },
  'note.frozen': {
    en: '{@by} froze {units} units of class {bond} of {@holder}.',
    zh: '{@by} 冻结 {@holder} 的 {bond} 级 {units} 份。',
  },
  'note.unfrozen': {
    en: '{@by} released {units} frozen units of class {bond} of {@holder}.',
    zh: '{@by} 解冻 {@holder} 的 {bond} 级 {units} 份。',
  },
  'note.forced': {
    en: '{@by} passed {units} units of class {bond} of {@holder} to {@to} by order.',
    zh: '{@by} 依令将 {@holder} 的 {bond} 级 {units} 份过户给 {@to}。',
  },
  'issue.failed': {
    en: 'An issue failed: it was not closed in time.',
    zh: '发行失败：未在期限内成立。',
  },
  'distribution.missed': {
    en: 'The payment date {payDate} was missed: {reason}.',
    zh: '{payDate} 的兑付未按时完成：{reason}。',
  },
  'distribution.calculated': {
    en: '{@manager} calculated the payment date {on}.',
    zh: '{@manager} 计算了 {on} 的兑付。',
  },
  'distribution.reviewed': {
    en: '{@custodian} reviewed a payment date and found the same lines.',
    zh: '{@custodian} 复核兑付，逐行一致。',
  },
  'distribution.settled': {
    en: '{total} of the payment date {payDate} was paid by entry {entry}.',
    zh: '{payDate} 兑付 {total} 已清算（流水 {entry}）。',
  },
  'pool.sealed': {
    en: '{@manager} sealed a pool of {amount} as of {cutOff}.',
    zh: '{@manager} 以 {cutOff} 为基准日封包，金额 {amount}。',
  },
  'pool.sold': {
    en: '{@originator} sold a pool of {amount} for {sale.price}.',
    zh: '{@originator} 以 {sale.price} 转让资产池（{amount}）。',
  },
  'pool.collected': {
    en: 'Collections of a pool up to {on} were recorded from entry {entry}.',
    zh: '已按流水 {entry} 录入资产池截至 {on} 的回款。',
  },
};
