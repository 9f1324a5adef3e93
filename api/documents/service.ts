import { randomBytes } from 'node:crypto';
import type { Act } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import {
  anchorBody,
  describeFault,
  DOCUMENT_KINDS,
  type DocumentFault,
  type DocumentKind,
  type DocumentKey,
  documentNumber,
  figuresRoot,
  type FiguresByKind,
  openRenderer,
  type RenderedDocument,
  signDocument,
  type SignedDocument,
} from '../../reports/index.ts';
import type { Database } from '../database/index.ts';
import type { ActOutcome, DocumentDoor, Outbox, Outcome } from '../graphql/index.ts';
import { type ChannelFacts, channelFacts, signedByService } from '../service/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';
import type { ObjectStore } from '../store/index.ts';
import { certificateFigures, confirmationFigures } from './claim-figures.ts';
import { agreementFigures, statementFigures } from './money-figures.ts';
import { publicFacts } from './public-facts.ts';
import { PaperReading } from './reading.ts';
import { documentSigningKey } from './signing-key.ts';

export type DocumentOptions = {
  /** As `tally_api`. */
  readonly database: Database;
  readonly outbox: Outbox;
  readonly objects: ObjectStore;
  /** The operator's service key of role `document`. */
  readonly signer: () => Promise<ServiceSigner>;
  readonly channel: string;
  /** Where people reach us; the QR leads there. */
  readonly origin: string;
  /** Folder of the signing key and the pins. */
  readonly folder: string;
  /** Salts the figures' tree. */
  readonly secret: Uint8Array;
  readonly clock: 'real' | 'test';
  readonly now: () => number;
};

type Request = Parameters<DocumentDoor['issue']>[0];

const settleMs = 20_000;
/** Numbers reserved on the ledger at once, ahead of their use (DOC-6). */
const reservedAtOnce = 1_000;
const shortKinds: Readonly<Record<DocumentKind, string>> = {
  RECEIVABLE_CERTIFICATE: 'RC',
  DEBT_CONFIRMATION: 'DC',
  FINANCING_AGREEMENT: 'FA',
  ACCOUNT_STATEMENT: 'AS',
};

/** Renders, signs, anchors, keeps and gives documents. */
export function documentService(
  options: DocumentOptions,
): DocumentDoor & { close(): Promise<void> } {
  const desk = new Desk(options);
  return {
    issue: request => desk.issue(request),
    read: (tenant, documentId) => desk.read(tenant, documentId),
    publicFacts: documentId => publicFacts(options, documentId),
    close: () => desk.close(),
  };
}

class Desk {
  private readonly options: DocumentOptions;
  private readonly renderer = openRenderer();
  /** Numbers are taken one after the other. */
  private numbering: Promise<unknown> = Promise.resolve();

  constructor(options: DocumentOptions) {
    this.options = options;
  }

  close(): Promise<void> {
    return this.renderer.close();
  }

  async issue(request: Request): Promise<Outcome<string>> {
    const kind = DOCUMENT_KINDS.find(known => known === request.kind);
    if (!kind) return refused('BAD_INPUT', { field: 'kind', wanted: DOCUMENT_KINDS.join(', ') });
    const { database, channel } = this.options;
    const facts = await channelFacts(database, channel, request.tenant);
    if (!facts) return refused('NOT_FOUND', { id: request.subject });
    const reading = new PaperReading(database, {
      tenant: request.tenant,
      language: request.locale,
    });
    const figures = await figuresOf(reading, kind, { id: request.subject, facts });
    if (!figures) return refused('NOT_FOUND', { id: request.subject });
    const number = await this.nextNumber(kind, request, facts);
    if (!number.ok) return number;
    const made = await this.make(kind, figures, { request, facts, number: number.value });
    return made.ok ? this.keep(made.value, request, facts) : made;
  }

  async read(tenant: string, documentId: string): ReturnType<DocumentDoor['read']> {
    const rows = await this.options.database.withTenant({ tenant, actor: 'document' }, sql =>
      sql.query<{ number: string; store_name: string }>(
        'select number, store_name from app.document where id = $1',
        [documentId],
      ),
    );
    const [row] = rows;
    if (!row) return null;
    const bytes = await this.options.objects.get({ tenant, kind: 'document' }, row.store_name);
    return { name: `${row.number}.pdf`, type: 'application/pdf', bytes };
  }

  private async make(
    kind: DocumentKind,
    figures: FiguresByKind[DocumentKind],
    of: { request: Request; facts: ChannelFacts; number: string },
  ): Promise<Outcome<{ document: RenderedDocument; signed: SignedDocument }>> {
    const { origin, clock, now } = this.options;
    const { facts, number, request } = of;
    const issuer = await this.nameOf(facts.operator, request.locale);
    const rendered = await this.renderer.render(kind, figures, {
      issuer: facts.operator,
      issuerName: issuer,
      number,
      locale: request.locale,
      verifyAddress: origin,
      asOf: facts.businessDate,
      height: Number(facts.height),
      clock,
    });
    if (!rendered.ok) return faulty(rendered.error);
    const key = await this.key(facts.operator, issuer);
    const at = new Date(now()).toISOString();
    const signed = await signDocument({ body: rendered.value.body, key, at, reason: number });
    if (!signed.ok) return faulty(signed.error);
    return { ok: true, value: { document: rendered.value, signed: signed.value } };
  }

  /** The file, its row and the anchor's act are kept together; the relay then sends the act. */
  private async keep(
    { document, signed }: { document: RenderedDocument; signed: SignedDocument },
    request: Request,
    facts: ChannelFacts,
  ): Promise<Outcome<string>> {
    const { database, objects, outbox, secret } = this.options;
    const { tenant, subject, locale } = request;
    const place = { tenant, kind: 'document' } as const;
    const stored = await objects.put(place, signed.file);
    const body = anchorBody(document, signed, {
      subject,
      audience: [tenant],
      figuresRoot: figuresRoot(document.figures, secret),
      effectiveOn: facts.businessDate,
    });
    const act = await this.act('document.anchor', body, facts);
    await database.withTenant({ tenant, actor: 'document' }, async sql => {
      await sql.query(
        `insert into app.document (tenant_id, id, number, kind, subject_id, language, sha256,
           body_sha256, bytes, store_name, anchored_act, as_of_block)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          tenant,
          document.documentId,
          body.number,
          body.kind,
          subject,
          locale,
          signed.fileHash,
          signed.bodyHash,
          signed.file.length,
          stored.name,
          act.id,
          facts.height,
        ],
      );
      await outbox.save(sql, { tenant, actId: act.id, signed: act.text, transient: null, hint: 0 });
    });
    const outcome = await outbox.settle(tenant, act.id, settleMs);
    if (outcome?.kind === 'refused') return { ok: false, error: outcome.refusal };
    return { ok: true, value: hyphened(document.documentId) };
  }

  private nextNumber(
    kind: DocumentKind,
    request: Request,
    facts: ChannelFacts,
  ): Promise<Outcome<string>> {
    const turn = this.numbering.then(() => this.takeNumber(kind, request, facts));
    this.numbering = turn.catch(() => undefined);
    return turn;
  }

  private async takeNumber(
    kind: DocumentKind,
    { subject }: Request,
    facts: ChannelFacts,
  ): Promise<Outcome<string>> {
    const { database } = this.options;
    const who = { tenant: facts.operator, actor: 'document' };
    const [row] = await database.withTenant(who, sql =>
      sql.query<{ last: number }>(
        `insert into app.document_series as s (tenant_id, kind, last) values ($1, $2, 1)
         on conflict (tenant_id, kind) do update set last = s.last + 1 returning last`,
        [facts.operator, kind],
      ),
    );
    const seq = row?.last ?? 1;
    if ((seq - 1) % reservedAtOnce === 0) {
      const reserved = await this.reserve(kind, seq, facts);
      if (reserved?.kind === 'refused') {
        await this.giveBack(kind, facts.operator);
        return { ok: false, error: reserved.refusal };
      }
    }
    const number = documentNumber({
      issuer: facts.operator.slice(0, 8),
      kind: shortKinds[kind],
      subject: subject.slice(-8),
      period: facts.businessDate.replaceAll('-', ''),
      seq,
    });
    return { ok: true, value: number };
  }

  private async reserve(
    kind: DocumentKind,
    from: number,
    facts: ChannelFacts,
  ): Promise<ActOutcome | null> {
    const { database, outbox } = this.options;
    const to = from + reservedAtOnce - 1;
    const issuer = facts.operator;
    const act = await this.act('document.reserve', { issuer, kind, from, to }, facts);
    await database.withTenant({ tenant: issuer, actor: 'document' }, sql =>
      outbox.save(sql, {
        tenant: issuer,
        actId: act.id,
        signed: act.text,
        transient: null,
        hint: 0,
      }),
    );
    return outbox.settle(issuer, act.id, settleMs);
  }

  /** A range that was refused is asked for again with the next document. */
  private async giveBack(kind: DocumentKind, operator: string): Promise<void> {
    await this.options.database.withTenant({ tenant: operator, actor: 'document' }, sql =>
      sql.query(`update app.document_series set last = last - 1 where kind = $1 and last > 1`, [
        kind,
      ]),
    );
  }

  private async act(
    kind: 'document.anchor' | 'document.reserve',
    body: unknown,
    facts: ChannelFacts,
  ): Promise<{ readonly id: string; readonly text: string }> {
    const { now, channel, signer } = this.options;
    const id = uuidV7(now(), randomBytes(10));
    const { operator: actor, businessDate } = facts;
    const act = { id, kind, actor, businessDate, body } as Act;
    const by = { signer: await signer(), role: 'document', channel } as const;
    return { id, text: await signedByService(act, by, new Date(now()).toISOString()) };
  }

  private async key(operator: string, name: string): Promise<DocumentKey> {
    const { folder, origin, now } = this.options;
    return documentSigningKey(folder, { operator, name, origin, now });
  }

  private async nameOf(party: string, language: 'zh' | 'en'): Promise<string> {
    const reading = new PaperReading(this.options.database, { tenant: party, language });
    return (await reading.party(party)).name;
  }
}

async function figuresOf(
  reading: PaperReading,
  kind: DocumentKind,
  of: { id: string; facts: ChannelFacts },
): Promise<FiguresByKind[DocumentKind] | null> {
  const { id, facts } = of;
  switch (kind) {
    case 'RECEIVABLE_CERTIFICATE':
      return certificateFigures(reading, id);
    case 'DEBT_CONFIRMATION':
      return confirmationFigures(reading, id);
    case 'FINANCING_AGREEMENT':
      return agreementFigures(reading, id, facts.operator);
    case 'ACCOUNT_STATEMENT':
      return statementFigures(reading, id === '' ? null : id, facts.businessDate);
  }
}

function refused(code: string, facts: Readonly<Record<string, string>>): Outcome<never> {
  return { ok: false, error: { code, facts } };
}

function faulty(faults: readonly DocumentFault[]): Outcome<never> {
  const [first] = faults;
  return refused(first?.code ?? 'RENDER_LIMIT', {
    faults: faults.map(fault => describeFault(fault)).join('; '),
  });
}

/** The id as rows keep it: a UUID's form of the same 32 digits. */
function hyphened(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
