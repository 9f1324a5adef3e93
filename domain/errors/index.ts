export { REFUSALS, type RefusalCode, type RefusalText } from './catalogue/index.ts';
export { firstOf, refuse, refuseState, type Refusal } from './refusal.ts';
