import type { LoanEvent } from '../../financing/loan/events.ts';
import type { EventText } from './text.ts';

/** What the events of order loans say. */
export const loanSentences: Readonly<Record<LoanEvent['kind'], EventText>> = {
  'orderLoan.requested': {
    en: '{@supplier} asks for {amount} on an order, due {dueOn}.',
    zh: '{@supplier} 申请订单贷 {amount}，到期日 {dueOn}。',
  },
  'orderLoan.quoted': { en: '{@funder} gave a sealed quote.', zh: '{@funder} 提交密封报价。' },
  'orderLoan.accepted': {
    en: 'The quote of {@funder} was accepted: {totalCost} at most, {aprPpm} ppm a year.',
    zh: '已接受 {@funder} 的报价：成本至多 {totalCost}，年化百万分之 {aprPpm}。',
  },
  'orderLoan.committed': { en: 'The funder committed itself.', zh: '资金方已承诺放款。' },
  'orderLoan.drawn': {
    en: 'The supplier draws {amount} on milestone {milestone}.',
    zh: '供应商按里程碑 {milestone} 提款 {amount}。',
  },
  'orderLoan.funded': { en: 'The draw is on its way.', zh: '提款已指令付款。' },
  'orderLoan.drawPaid': { en: '{amount} was paid out.', zh: '已放款 {amount}。' },
  'orderLoan.drawFailed': { en: 'The bank did not pay the draw.', zh: '银行未能支付该笔提款。' },
  'orderLoan.activated': { en: 'The order loan is running.', zh: '订单贷已生效。' },
  'orderLoan.overdue': { en: 'The order loan is overdue.', zh: '订单贷已逾期。' },
  'orderLoan.defaulted': { en: 'The order loan is in default.', zh: '订单贷已违约。' },
  'orderLoan.writtenOff': {
    en: '{amount} of the order loan was written off.',
    zh: '订单贷核销 {amount}。',
  },
  'orderLoan.paid': { en: '{amount} was paid on the order loan.', zh: '订单贷还款 {amount}。' },
  'orderLoan.converted': {
    en: '{amount} of the order loan became receivable financing; surplus {surplus}.',
    zh: '订单贷 {amount} 转为应收账款融资，余额 {surplus}。',
  },
  'orderLoan.surplusPaid': { en: 'The surplus of {amount} was paid.', zh: '余额 {amount} 已付。' },
  'orderLoan.repaid': { en: 'The order loan is repaid.', zh: '订单贷已还清。' },
  'orderLoan.expired': { en: 'The order loan has ended undrawn.', zh: '订单贷未用到期。' },
};
