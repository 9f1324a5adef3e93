import { randomUUID } from 'node:crypto';
import { verify as verifyCode } from 'otplib';
import { signatureBytes, type Signature } from '../../domain/act/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { AccountStore, Caller } from '../identity/index.ts';
import type { ServiceSigner } from './signer.ts';

export const TRIES_MAX = 5;
const LIFE_SECONDS = 300;
const ACTS_MAX = 200;
const CODE_SECONDS = 30;
/** Wrong codes of one person within {@link WRONG_WINDOW} before no new challenge is given. */
const WRONG_MAX = 20;
const WRONG_WINDOW = "interval '15 minutes'";

export type StepUpOptions = {
  /** As `tally_api`. */
  readonly database: Database;
  readonly accounts: Pick<AccountStore, 'totpSecret'>;
  readonly channel: string;
  /** The operator's service key of role `stepup`. */
  readonly signer: ServiceSigner;
  readonly now: () => number;
};

export type Challenge = {
  readonly challenge: string;
  readonly method: 'token';
  readonly actHashes: readonly string[];
  readonly key: string;
  readonly expiresAt: string;
  readonly triesLeft: number;
};

export type Passed = {
  readonly kind: 'passed';
  /** The value of `stepUp` for the signer's own entry. */
  readonly stepUp: { readonly method: 'token'; readonly at: string };
  readonly entries: readonly { readonly actHash: string; readonly signature: Signature }[];
};

export type StepUpFault = {
  readonly kind: 'refused';
  readonly code: 'NOT_FOUND' | 'BAD_INPUT' | 'RATE_LIMITED' | 'STEP_UP_REQUIRED';
  readonly facts: Readonly<Record<string, string | number>>;
};
export type Verified =
  Passed | StepUpFault | { readonly kind: 'failed'; readonly triesLeft: number };

/** The second factor (T-59): a one-time code bound to act hashes and to the key that will sign. */
export type StepUp = {
  /**
   * Opens a challenge for at most 200 acts. A person asks for itself; a service names a person of
   * its own party. `key` must be that person's registered key.
   */
  begin(
    caller: Caller,
    asked: {
      readonly actHashes: readonly string[];
      readonly key: string;
      readonly person: string | null;
    },
  ): Promise<Challenge | StepUpFault>;
  /** Checks a code: five tries, five minutes, each code once. Only a pass gives signatures. */
  verify(caller: Caller, challenge: string, code: string): Promise<Verified>;
};

export function stepUpService(options: StepUpOptions): StepUp {
  return {
    begin: (caller, asked) => begin(options, caller, asked),
    verify: (caller, challenge, code) => verify(options, caller, challenge, code),
  };
}

type Row = { person: string; key_id: string; act_hashes: string[]; attempts: number };

async function begin(
  options: StepUpOptions,
  caller: Caller,
  asked: { actHashes: readonly string[]; key: string; person: string | null },
): Promise<Challenge | StepUpFault> {
  const person = caller.kind === 'person' ? caller.person : asked.person;
  const hashes = [...new Set(asked.actHashes)];
  const isSound = hashes.every(hash => /^[0-9a-f]{64}$/.test(hash));
  if (!isSound || hashes.length < 1 || hashes.length > ACTS_MAX) {
    return fault('BAD_INPUT', { field: 'actHashes', wanted: `1 to ${ACTS_MAX} SHA-256` });
  }
  if (person === null || (await options.accounts.totpSecret(caller.party, person)) === null) {
    return fault('NOT_FOUND', { id: person ?? caller.subject });
  }
  const id = randomUUID();
  return inTenant(options, caller, async sql => {
    const [key] = await sql.query<{ person: string; party: string }>(
      'select person, party from book.key where id = $1',
      [asked.key],
    );
    if (key?.person !== person || key.party !== caller.party) {
      return fault('NOT_FOUND', { id: asked.key });
    }
    const [wrong] = await sql.query<{ count: bigint }>(
      `select coalesce(sum(attempts), 0)::bigint as count from app.step_up_challenge
        where person = $1 and passed_at is null and created_at > now() - ${WRONG_WINDOW}`,
      [person],
    );
    if ((wrong?.count ?? 0n) >= BigInt(WRONG_MAX)) return fault('RATE_LIMITED', { minutes: 15 });
    const [row] = await sql.query<{ expires_at: string }>(
      `insert into app.step_up_challenge
         (tenant_id, id, person, key_id, method, act_hashes, expires_at)
       values ($1, $2, $3, $4, 'token', $5, now() + ${LIFE_SECONDS} * interval '1 second')
       returning expires_at`,
      [caller.party, id, person, asked.key, hashes],
    );
    return {
      challenge: id,
      method: 'token' as const,
      actHashes: hashes,
      key: asked.key,
      expiresAt: row?.expires_at ?? '',
      triesLeft: TRIES_MAX,
    };
  });
}

async function verify(
  options: StepUpOptions,
  caller: Caller,
  challenge: string,
  code: string,
): Promise<Verified> {
  if (!/^[0-9a-f-]{36}$/.test(challenge)) return startAgain();
  // The try is counted in a transaction of its own: a crash while checking cannot give it back.
  const [row] = await inTenant(options, caller, sql =>
    sql.query<Row>(
      `update app.step_up_challenge set attempts = attempts + 1, version = version + 1
        where id = $1 and attempts < ${TRIES_MAX} and passed_at is null and expires_at > now()
        returning person, key_id, act_hashes, attempts`,
      [challenge],
    ),
  );
  if (!row || (caller.kind === 'person' && caller.person !== row.person)) return startAgain();
  const at = new Date(options.now()).toISOString();
  const { person } = row;
  const secret = await options.accounts.totpSecret(caller.party, person);
  const given = { caller, challenge, code, person, secret };
  const isRight = await inTenant(options, caller, sql => takeCode(options, sql, given));
  if (!isRight) {
    const triesLeft = TRIES_MAX - row.attempts;
    return triesLeft > 0 ? { kind: 'failed', triesLeft } : startAgain();
  }
  const stepUp = { method: 'token' as const, at };
  const entries = await Promise.all(
    row.act_hashes.map(async actHash => ({
      actHash,
      signature: await entryOf(options, actHash, { ...stepUp, of: row.key_id }),
    })),
  );
  return { kind: 'passed', stepUp, entries };
}

type Given = {
  caller: Caller;
  challenge: string;
  code: string;
  person: string;
  secret: string | null;
};

/** Accepts the code of this, the last or the next half minute, newer than any accepted before. */
async function takeCode(options: StepUpOptions, sql: Sql, given: Given): Promise<boolean> {
  const { caller, challenge, code, person, secret } = given;
  if (secret === null || !/^\d{6}$/.test(code)) return false;
  const [last] = await sql.query<{ step: bigint | null }>(
    'select max(time_step) as step from app.step_up_used where person = $1',
    [person],
  );
  const checked = await verifyCode({
    secret,
    token: code,
    epoch: Math.floor(options.now() / 1000),
    epochTolerance: CODE_SECONDS,
    ...(last?.step == null ? {} : { afterTimeStep: Number(last.step) }),
  });
  if (!checked.valid || !('timeStep' in checked)) return false;
  const taken = await sql.query(
    `insert into app.step_up_used (tenant_id, person, time_step) values ($1, $2, $3)
     on conflict do nothing returning 1`,
    [caller.party, person, checked.timeStep],
  );
  if (taken.length === 0) return false;
  const passed = await sql.query(
    `update app.step_up_challenge set passed_at = now(), version = version + 1
      where id = $1 and passed_at is null returning 1`,
    [challenge],
  );
  return passed.length === 1;
}

async function entryOf(
  { channel, signer }: StepUpOptions,
  actHash: string,
  stepUp: { method: 'token'; at: string; of: string },
): Promise<Signature> {
  const entry = { alg: 'p256', key: signer.key, role: 'stepup', at: stepUp.at, stepUp } as const;
  return { ...entry, value: await signer.sign(signatureBytes(channel, actHash, entry)) };
}

function inTenant<T>(
  { database }: StepUpOptions,
  caller: Caller,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return database.withTenant({ tenant: caller.party, actor: caller.subject }, work);
}

function startAgain(): StepUpFault {
  return fault('STEP_UP_REQUIRED', { band: 'P', method: 'token', age: 'none' });
}

function fault(code: StepUpFault['code'], facts: StepUpFault['facts']): StepUpFault {
  return { kind: 'refused', code, facts };
}
