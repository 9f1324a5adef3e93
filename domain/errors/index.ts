export { REFUSALS, type RefusalCode, type RefusalText } from './catalogue/index.ts';
export { firstOf, refuse, type Refusal } from './refusal.ts';
