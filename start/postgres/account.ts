import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The system account PostgreSQL runs as; `null` means: as we do. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * PostgreSQL refuses to run as root. As root we lend it the account `postgres` where the system
 * has one, else `nobody`, which every system has.
 */
export async function serverAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map(parseAccount);
  const account =
    accounts.find(known => known?.name === 'postgres') ??
    accounts.find(known => known?.name === 'nobody');
  if (!account)
    throw new Error('Started as root, and the system has no account postgres or nobody.');
  return account;
}

/** Whether the account may walk down to the folder (each folder above lets it pass). */
export async function mayReach(folder: string, account: Account): Promise<boolean> {
  for (let place = folder; ; place = dirname(place)) {
    const { mode, uid, gid } = await stat(place);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (place === dirname(place)) return true;
  }
}

function parseAccount(line: string): Account | null {
  const [name, , uid, gid] = line.split(':');
  if (name === undefined || uid === undefined || gid === undefined) return null;
  return { name, uid: Number(uid), gid: Number(gid) };
}
