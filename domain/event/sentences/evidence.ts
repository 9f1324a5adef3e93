import type { EvidenceEvent } from '../../evidence/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const evidenceSentences: Readonly<Record<EvidenceEvent['kind'], EventText>> = {
  'evidence.anchored': {
    en: 'A load of {anchor.count} documents was anchored by its root.',
    zh: '已锚定一批 {anchor.count} 份单据的根哈希。',
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
};
