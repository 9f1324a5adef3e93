import { randomBytes } from 'node:crypto';
import type { Act, ActBodies } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { Outbox, Outcome } from '../graphql/index.ts';
import { type ChannelFacts, signedByService } from '../service/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';

/** A paper may wait for two acts, its number and its anchor, within the ten seconds of an operation. */
const settleMs = 4_000;

type DocumentAct = 'document.anchor' | 'document.reserve';

export type SenderOptions = {
  readonly database: Database;
  readonly outbox: Outbox;
  /** The operator's service key of role `document`. */
  readonly signer: () => Promise<ServiceSigner>;
  readonly channel: string;
  readonly now: () => number;
};

export type SignedAct = { readonly id: string; readonly text: string };

/** Acts that the document service signs for the operator. */
export class ActSender {
  private readonly options: SenderOptions;

  constructor(options: SenderOptions) {
    this.options = options;
  }

  async sign<K extends DocumentAct>(
    kind: K,
    body: ActBodies[K],
    facts: ChannelFacts,
  ): Promise<SignedAct> {
    const { now, channel, signer } = this.options;
    const id = uuidV7(now(), randomBytes(10));
    const { operator: actor, businessDate } = facts;
    const act = { id, kind, actor, businessDate, body } as Act;
    const by = { signer: await signer(), role: 'document', channel } as const;
    return { id, text: await signedByService(act, by, new Date(now()).toISOString()) };
  }

  /** Writes the act beside what it is about: the relay sends it, whatever becomes of this process. */
  save(sql: Sql, tenant: string, act: SignedAct): Promise<void> {
    const item = { tenant, actId: act.id, signed: act.text, transient: null, hint: 0 };
    return this.options.outbox.save(sql, item);
  }

  /** Waits for the act's outcome; one that is not known yet counts as on its way. */
  async settle(tenant: string, actId: string): Promise<Outcome<null>> {
    const outcome = await this.options.outbox.settle(tenant, actId, settleMs);
    if (outcome?.kind === 'refused') return { ok: false, error: outcome.refusal };
    return { ok: true, value: null };
  }

  async send<K extends DocumentAct>(
    kind: K,
    body: ActBodies[K],
    facts: ChannelFacts,
  ): Promise<Outcome<null>> {
    const act = await this.sign(kind, body, facts);
    const tenant = facts.operator;
    await this.options.database.withTenant({ tenant, actor: 'document' }, sql =>
      this.save(sql, tenant, act),
    );
    return this.settle(tenant, act.id);
  }
}
