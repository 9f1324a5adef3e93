export { BankDesk, type BankDeskOptions } from './desk.ts';
export { keepBankDetail } from './details.ts';
