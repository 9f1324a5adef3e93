export * from './fingerprint-fields.ts';
export * from './fingerprint.ts';
export * from './merkle.ts';
export * from './trade-details.ts';
