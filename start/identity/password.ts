import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** Argon2id, 64 MiB, three passes, one lane. */
const WORK = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
const TRIES_FREE = 5;
const DELAY_MS_MAX = 60_000;

export type PasswordCheck = {
  /** True when the password fits. Unknown logins cost the same work. */
  check(login: string, password: string, address: string): Promise<boolean>;
  /** Milliseconds this login or address must still wait; 0 when it may try. */
  waitMs(login: string, address: string): number;
};

/**
 * Checks passwords against hashes made once from the accounts. From the fifth failure on, each one
 * doubles a wait for the account and for the address.
 */
export function passwordCheck(
  accounts: readonly { readonly login: string; readonly password: string }[],
  now: () => number,
): PasswordCheck {
  const byLogin = new Map(accounts.map(account => [account.login, account.password]));
  const hashes = new Map<string, Promise<string>>();
  const unknown = randomBytes(16).toString('hex');
  const failures = new Map<string, { count: number; at: number }>();
  const hashOf = (login: string): Promise<string> => {
    const password = byLogin.get(login);
    const slot = password === undefined ? '' : login;
    const known = hashes.get(slot) ?? hash(password ?? unknown, WORK);
    hashes.set(slot, known);
    return known;
  };
  const waitOf = (name: string): number => {
    const seen = failures.get(name);
    if (!seen || seen.count < TRIES_FREE) return 0;
    const wait = Math.min(DELAY_MS_MAX, 1000 * 2 ** (seen.count - TRIES_FREE));
    return Math.max(0, seen.at + wait - now());
  };
  const record = (name: string, passed: boolean): void => {
    if (passed) failures.delete(name);
    else failures.set(name, { count: (failures.get(name)?.count ?? 0) + 1, at: now() });
  };
  return {
    async check(login, password, address) {
      const fits = (await verify(await hashOf(login), password)) && byLogin.has(login);
      record(`login ${login}`, fits);
      record(`from ${address}`, fits);
      return fits;
    },
    waitMs: (login, address) => Math.max(waitOf(`login ${login}`), waitOf(`from ${address}`)),
  };
}
