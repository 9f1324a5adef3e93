/** The items of §6.6 in their order. */
export const CHECKS = [
  'C01',
  'C02',
  'C03',
  'C04',
  'C05',
  'C06',
  'C07',
  'C08',
  'C09',
  'C10',
  'C11',
  'C12',
  'C13',
  'C14',
  'C15',
  'C16',
  'C17',
  'C18',
  'C19',
  'C20',
] as const;
export type CheckCode = (typeof CHECKS)[number];

export type CheckResult = 'pass' | 'warn' | 'fail';

/**
 * One decided item. `opens` names what proves it: ledger keys as `type~id`, or `file:<sha256>` of
 * the evidence that was attached.
 */
export type CheckItem = {
  readonly item: CheckCode;
  readonly result: CheckResult;
  readonly opens: readonly string[];
  readonly at: string;
};
