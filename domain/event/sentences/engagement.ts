import type { EngagementEvent } from '../../engagement/events.ts';
import type { EventText } from './text.ts';

/** What the events of engagements say. */
export const engagementSentences: Readonly<Record<EngagementEvent['kind'], EventText>> = {
  'engagement.opened': {
    en: '{@made.enterprise} opened an engagement: {made.kind}, {made.size}.',
    zh: '{@made.enterprise} 启动项目：{made.kind}，{made.size}。',
  },
  'engagement.invited': {
    en: '{@firm} was invited as {role}.',
    zh: '邀请 {@firm} 担任 {role}。',
  },
  'engagement.joined': { en: '{@firm} joined as {role}.', zh: '{@firm} 以 {role} 身份加入。' },
  'engagement.left': { en: '{@firm} left as {role}.', zh: '{@firm}（{role}）退出并移交。' },
  'engagement.closed': { en: 'The engagement is closed.', zh: '项目已完成。' },
  'engagement.abandoned': {
    en: 'The engagement was abandoned: {reason}.',
    zh: '项目终止：{reason}。',
  },
  'task.added': { en: 'Task {made.task} was added.', zh: '新增任务 {made.task}。' },
  'task.assigned': { en: 'Task {task} goes to {@firm}.', zh: '任务 {task} 分派给 {@firm}。' },
  'task.submitted': { en: 'Task {task} was submitted.', zh: '任务 {task} 已提交。' },
  'task.accepted': { en: 'Task {task} was accepted.', zh: '任务 {task} 已验收。' },
  'task.returned': {
    en: 'Task {task} was sent back: {reason}.',
    zh: '任务 {task} 退回：{reason}。',
  },
  'document.requested': {
    en: '{@by} asks {@of} for {document}.',
    zh: '{@by} 请 {@of} 提供 {document}。',
  },
  'document.delivered': { en: '{@owner} delivered {document}.', zh: '{@owner} 提交 {document}。' },
  'document.superseded': {
    en: '{@owner} replaced {document}.',
    zh: '{@owner} 更新了 {document}。',
  },
  'confirmation.given': {
    en: '{@firm} confirmed {statement} on {docs} documents.',
    zh: '{@firm} 就 {docs} 份文件签署 {statement}。',
  },
  'confirmation.withdrawn': {
    en: 'The confirmation {statement} was withdrawn.',
    zh: '确认 {statement} 已撤回。',
  },
  'confirmation.lapsed': {
    en: 'The confirmation {statement} lapsed: a document was replaced.',
    zh: '文件已更新，确认 {statement} 失效。',
  },
  'gate.passed': { en: '{gate} is done; {next} begins.', zh: '{gate} 阶段完成，进入 {next}。' },
  'esop.granted': { en: '{units} units were granted.', zh: '授予 {units} 份。' },
  'esop.vested': { en: '{units} units vested.', zh: '归属 {units} 份。' },
  'esop.lapsed': { en: '{units} units lapsed.', zh: '失效 {units} 份。' },
};
