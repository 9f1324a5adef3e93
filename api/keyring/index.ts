export { openKeyring, type Keyring } from './keyring.ts';
export { openPersons, personSeal, type OpenPersons, type StoredBody } from './persons.ts';
