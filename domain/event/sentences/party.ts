import type { PartyEvent } from '../../party/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const partySentences: Readonly<Record<PartyEvent['kind'], EventText>> = {
  'party.applied': { en: '{@party} applied for admission.', zh: '{@party} 申请准入。' },
  'party.admitted': {
    en: '{@party} was admitted; its file is valid until {kybValidUntil}.',
    zh: '{@party} 获准入，档案有效期至 {kybValidUntil}。',
  },
  'party.refused': {
    en: 'The application of {@party} was refused: {reason}.',
    zh: '{@party} 的申请被拒绝：{reason}。',
  },
  'party.restricted': {
    en: '{@party} can make no new business: {reason}.',
    zh: '{@party} 被限制新业务：{reason}。',
  },
  'key.activated': {
    en: 'Key {key} of {@party} counts from {validFrom} to {validUntil}.',
    zh: '{@party} 的密钥 {key} 自 {validFrom} 起生效，至 {validUntil} 止。',
  },
  'key.recovered': {
    en: '{@party} lost its keys; its new key {key} counts from {validFrom}.',
    zh: '{@party} 密钥遗失，新密钥 {key} 自 {validFrom} 起生效。',
  },
  'key.revoked': { en: 'Key {key} was revoked: {reason}.', zh: '密钥 {key} 已撤销：{reason}。' },
  'user.granted': {
    en: 'A person of {@party} got the role {role} from {from} on.',
    zh: '{@party} 的一名人员自 {from} 起获得角色 {role}。',
  },
  'user.revoked': {
    en: 'A person of {@party} lost the role {role}.',
    zh: '{@party} 的一名人员失去角色 {role}。',
  },
  'user.swept': {
    en: 'A person of {@party} lost the role {role}: it was last used on {usedOn}.',
    zh: '{@party} 的一名人员失去角色 {role}：最后使用于 {usedOn}。',
  },
  'account.registered': {
    en: '{@party} registered a {currency} account for {purpose}.',
    zh: '{@party} 登记了用于 {purpose} 的 {currency} 账户。',
  },
  'account.verified': {
    en: 'Account {account} was verified and counts from {usableFrom} on.',
    zh: '账户 {account} 已验证，自 {usableFrom} 起可用。',
  },
  'screening.recorded': {
    en: '{@party} was screened: {result}.',
    zh: '{@party} 已完成名单筛查：{result}。',
  },
  'negativeList.added': {
    en: 'A subject was put on the negative list: {reason}.',
    zh: '一名主体被列入负面清单：{reason}。',
  },
  'negativeList.removed': {
    en: 'A subject was taken off the negative list.',
    zh: '一名主体被移出负面清单。',
  },
  'consent.granted': {
    en: '{@party} lets {@to} read its data for {purpose} until {until}.',
    zh: '{@party} 授权 {@to} 为 {purpose} 读取其数据，至 {until}。',
  },
  'consent.withdrawn': {
    en: '{@party} withdrew its consent to {@to} for {purpose}.',
    zh: '{@party} 撤回了对 {@to} 用于 {purpose} 的授权。',
  },
};
