export { accountStore, type Account, type AccountInput, type AccountStore } from './accounts.ts';
export type { Caller } from './caller.ts';
export { tokenVerifier, type TokenOptions, type TokenVerifier } from './token.ts';
