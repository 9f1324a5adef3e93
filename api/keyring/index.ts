export { openKeyring, type Keyring } from './keyring.ts';
export { openPersons, personSeal } from './persons.ts';
