import type { EvidenceEvent } from '../../evidence/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const evidenceSentences: Readonly<Record<EvidenceEvent['kind'], EventText>> = {
  'evidence.anchored': {
    en: 'A load of {anchor.count} documents was anchored by its root.',
    zh: '已锚定一批 {anchor.count} 份单据的根哈希。',
  },
  'subject.erased': {
    en: '{@party} erased a person from its documents; what was proved of them stands.',
    zh: '{@party} 已从其单据中删除一名个人的信息，既有证明不受影响。',
  },
  'document.reserved': {
    en: 'Numbers {from} to {to} of {series} were reserved.',
    zh: '已预留 {series} 的编号 {from} 至 {to}。',
  },
  'document.anchored': {
    en: 'Document {anchor.number} was issued; its hash is on the ledger.',
    zh: '文件 {anchor.number} 已签发，其哈希已上链。',
  },
  'document.withdrawn': {
    en: 'Document {document} was withdrawn: {reason}.',
    zh: '文件 {document} 已撤回：{reason}。',
  },
  'disclosure.requested': {
    en: '{by} asked {terms.of} to disclose private fields until {terms.until}: {terms.purpose}.',
    zh: '{by} 请求 {terms.of} 在 {terms.until} 前披露私有字段：{terms.purpose}。',
  },
  'disclosure.granted': {
    en: 'Disclosure {disclosure} was granted; the fields open the roots on the ledger.',
    zh: '披露 {disclosure} 已获准，所附字段与链上根哈希相符。',
  },
  'disclosure.ended': {
    en: 'Disclosure {disclosure} was ended by {by}; its values were purged.',
    zh: '披露 {disclosure} 已由 {by} 终止，其数值已清除。',
  },
};
