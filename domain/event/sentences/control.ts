import type { ExchangeEvent } from '../../governance/exchange.ts';
import type { ControlEvent } from '../../governance/control-events.ts';
import type { EventText } from './text.ts';

/** What the events of breaker, parameters, periods and standing say. */
export const controlSentences: Readonly<
  Record<ControlEvent['kind'] | ExchangeEvent['kind'], EventText>
> = {
  'breaker.tripped': {
    en: '{@by} stopped {flows} flows: {reason}.',
    zh: '{@by} 熔断 {flows} 类业务：{reason}。',
  },
  'breaker.reset': { en: '{flows} flows run again.', zh: '{flows} 类业务已恢复。' },
  'breaker.reviewed': { en: 'The stop was reviewed.', zh: '熔断已复盘。' },
  'param.proposed': {
    en: 'Parameter {key} is proposed for {effectiveOn}.',
    zh: '参数 {key} 拟自 {effectiveOn} 起调整。',
  },
  'param.scheduled': {
    en: 'Parameter {key} changes on {effectiveOn}.',
    zh: '参数 {key} 将于 {effectiveOn} 生效。',
  },
  'param.withdrawn': {
    en: 'The change of parameter {key} was taken back: {reason}.',
    zh: '参数 {key} 的调整已撤回：{reason}。',
  },
  'rate.recorded': {
    en: 'The rate {pair} of {on}: {ratePpm} millionths for {units}, from {quotes} sources.',
    zh: '{on} {pair} 汇率：每 {units} 为百万分之 {ratePpm}，来源 {quotes} 个。',
  },
  'period.closed': { en: 'Month {month} is closed.', zh: '{month} 已关账。' },
  'party.exited': {
    en: '{@party} leaves: {reason}.',
    zh: '{@party} 退出：{reason}。',
  },
  'party.reviewed': {
    en: 'The file of {@party} is good until {kybValidUntil}.',
    zh: '{@party} 的资料有效期至 {kybValidUntil}。',
  },
  'party.suspended': { en: '{@party} is suspended: {reason}.', zh: '{@party} 已暂停：{reason}。' },
  'party.reinstated': {
    en: '{@party} is active again: {reason}.',
    zh: '{@party} 已恢复：{reason}。',
  },
};
