import { type Act, actBytes, type ActBodies, type ActKind } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import type { Sql } from '../database/index.ts';
import type { Outbox } from '../graphql/index.ts';
import { outboxStatus } from '../outbox/index.ts';
import { type ChannelFacts, type ServiceRole, signedByService } from '../service/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';
import { sha256 } from './details.ts';

/** Kinds that a person of the cash desk makes and another checks. */
export const MAKER_AND_CHECKER = ['actor:cash', 'actor:cash|checker|director'] as const;
/** Kinds that one person of the cash desk signs. */
export const MAKER = ['actor:cash'] as const;

/**
 * An act of the operator with an id that follows from its content, and from `about` where the same
 * content can be due twice a day: made again, it is the same act, byte for byte.
 */
export function deskAct<K extends ActKind>(
  { operator, businessDate }: Pick<ChannelFacts, 'operator' | 'businessDate'>,
  kind: K,
  body: ActBodies[K],
  about: Wire = null,
): Act<K> {
  const seed = sha256(canonical([kind, operator, businessDate, body, about]));
  const id = uuidV7(Date.parse(`${businessDate}T00:00:00Z`), Buffer.from(seed, 'hex'));
  return { id, kind, actor: operator, businessDate, body };
}

/**
 * Lays acts before the cash desk: they wait in its inbox for the signatures that `missing` names. An
 * act that is there already is left as it is. Answers how many are new.
 */
export async function propose(
  sql: Sql,
  acts: readonly Act[],
  missing: readonly string[],
): Promise<number> {
  let fresh = 0;
  for (const act of acts) {
    const bytes = actBytes(act);
    const text = Buffer.from(bytes).toString('utf8');
    const rows = await sql.query(
      `insert into app.act
         (tenant_id, id, kind, business_date, sha256, bytes, state, missing, created_by)
       values ($1, $2, $3, $4, $5, $6, 'partly', $7, 'bank desk') on conflict do nothing returning 1`,
      [act.actor, act.id, act.kind, act.businessDate, sha256(bytes), text, JSON.stringify(missing)],
    );
    fresh += rows.length;
  }
  return fresh;
}

/** Acts of the desk that nobody signed on their day can never stand: they leave the inbox. */
export async function expireOld(sql: Sql, businessDate: string): Promise<void> {
  await sql.query(
    `update app.act set state = 'expired', changed_at = now(), version = version + 1
      where created_by = 'bank desk' and state = 'partly' and business_date < $1`,
    [businessDate],
  );
}

/** What a service key signs and sends. */
export type Sending = {
  readonly outbox: Outbox;
  readonly signerOf: (role: ServiceRole) => Promise<ServiceSigner>;
  readonly channel: string;
  readonly now: () => number;
};

/** `sent` now, `waiting` for its outcome from before, or the code of its refusal. */
export type Sent = 'sent' | 'waiting' | 'done' | { readonly refused: string };

/** Signs an act with a service key and puts it into the outbox, once. */
export async function sendOnce(
  sql: Sql,
  act: Act,
  role: ServiceRole,
  { outbox, signerOf, channel, now }: Sending,
): Promise<Sent> {
  const status = await outboxStatus(sql, act.id);
  if (status?.refusal) return { refused: status.refusal.code };
  if (status) return status.state === 'committed' ? 'done' : 'waiting';
  const signer = await signerOf(role);
  const at = new Date(now()).toISOString();
  const signed = await signedByService(act, { signer, role, channel }, at);
  await outbox.save(sql, { tenant: act.actor, actId: act.id, signed, transient: null, hint: 0 });
  return 'sent';
}
