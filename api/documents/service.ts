import { createHash } from 'node:crypto';
import { canonical } from '../../domain/wire/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import {
  anchorBody,
  describeFault,
  DOCUMENT_KINDS,
  type DocumentFault,
  type DocumentKind,
  figuresRoot,
  type FiguresByKind,
  openRenderer,
  signDocument,
} from '../../reports/index.ts';
import type { DocumentDoor, Outcome } from '../graphql/index.ts';
import { type ChannelFacts, factsIn, operatorOf } from '../service/index.ts';
import type { ObjectStore } from '../store/index.ts';
import { certificateFigures, confirmationFigures } from './claim-figures.ts';
import { termsFigures } from './deal-figures.ts';
import { holderFigures, reportFigures } from './distribution-figures.ts';
import { DocumentFiles, type Made } from './files.ts';
import { agreementFigures } from './money-figures.ts';
import { Numbers } from './numbers.ts';
import { publicFacts } from './public-facts.ts';
import { poolStatementFigures, trueSaleFigures, type Dated } from './pool-figures.ts';
import { PaperReading } from './reading.ts';
import { ActSender, type SenderOptions } from './sender.ts';
import { statementFigures } from './statement-figures.ts';
import { documentSigning, type Signing } from './signing-key.ts';

export type DocumentOptions = SenderOptions & {
  readonly objects: ObjectStore;
  readonly ledger: Pick<Ledger, 'blocks' | 'info'>;
  /** Where people reach us; the QR leads there. */
  readonly origin: string;
  /** Folder of the root and the signing key. */
  readonly folder: string;
  /** What readers pin; written with the key. */
  readonly pinsFile: string;
  /** Salts the figures' tree. */
  readonly secret: Uint8Array;
  readonly clock: 'real' | 'test';
};

type Request = Parameters<DocumentDoor['issue']>[0];
type Figured = {
  readonly kind: DocumentKind;
  readonly figures: FiguresByKind[DocumentKind];
  readonly height: bigint;
  readonly content: string;
};

/**
 * Renders, signs, keeps, anchors and gives documents. Asking twice for the same paper with the same
 * figures gives the same document. The key is made at the start when the channel has an operator.
 */
export function documentService(
  options: DocumentOptions,
): DocumentDoor & { close(): Promise<void> } {
  const desk = new Desk(options);
  return {
    issue: request => desk.issue(request),
    read: (tenant, documentId) => desk.files.read(tenant, documentId),
    publicFacts: async idOrHash => {
      const signing = await desk.signing();
      if (signing === null) return null;
      return publicFacts({ ...options, checkpoint: signing.pins.checkpoint ?? null }, idOrHash);
    },
    close: () => desk.close(),
  };
}

class Desk {
  private readonly options: DocumentOptions;
  private readonly renderer = openRenderer();
  readonly files: DocumentFiles;
  private readonly numbers: Numbers;
  /** Papers that are being made, by their content. */
  private readonly making = new Map<string, Promise<Outcome<string>>>();
  private signed: Promise<Signing> | null = null;

  constructor(options: DocumentOptions) {
    const sender = new ActSender(options);
    this.options = options;
    this.numbers = new Numbers(options.database, sender);
    this.files = new DocumentFiles({ ...options, sender });
  }

  close(): Promise<void> {
    return this.renderer.close();
  }

  /** Key and pins; null while the channel has no operator. */
  async signing(): Promise<Signing | null> {
    const { database, channel } = this.options;
    const operator = await operatorOf(database, channel);
    if (operator === null) return null;
    this.signed ??= this.nameOf(operator, 'zh')
      .then(name => documentSigning(this.options, { id: operator, name }))
      .catch((error: unknown) => {
        this.signed = null;
        throw error;
      });
    return this.signed;
  }

  async issue(request: Request): Promise<Outcome<string>> {
    const kind = DOCUMENT_KINDS.find(known => known === request.kind);
    if (!kind) return refused('BAD_INPUT', { field: 'kind', wanted: DOCUMENT_KINDS.join(', ') });
    const { database, channel, ledger } = this.options;
    const { tenant, subject, locale } = request;
    // Every figure and the height that the paper states are of one snapshot.
    const found = await database.withTenant(
      { tenant, actor: 'document' },
      async snapshot => {
        const facts = await factsIn(snapshot, channel);
        const from = { snapshot, ledger };
        const reading = new PaperReading(from, { tenant, language: languageOf(locale) });
        const dated = facts && (await figuresOf(reading, kind, { id: subject, facts }));
        return dated ? { ...dated, facts } : null;
      },
      { isSnapshot: true },
    );
    if (!found) return refused('NOT_FOUND', { id: subject });
    const { figures, height, facts } = found;
    const what = { tenant, kind, subject, locale, figures };
    const content = createHash('sha256').update(canonical(what)).digest('hex');
    const going = this.making.get(content);
    if (going) return going;
    const made = this.make({ kind, figures, height, content }, request, facts);
    this.making.set(content, made);
    return made.finally(() => this.making.delete(content));
  }

  private async make(
    paper: Figured,
    request: Request,
    facts: ChannelFacts,
  ): Promise<Outcome<string>> {
    const { subject, tenant } = request;
    const number = await this.numbers.take({ ...paper, subject }, facts);
    if (!number.ok) return number;
    const known = await this.files.known(tenant, number.value, paper.kind);
    if (known) return known;
    const made = await this.render(paper, { request, facts, number: number.value });
    return made.ok ? this.files.keep(made.value, request, facts) : made;
  }

  private async render(
    { kind, figures, height }: Figured,
    of: { request: Request; facts: ChannelFacts; number: string },
  ): Promise<Outcome<Made>> {
    const { origin, clock, now, secret } = this.options;
    const { facts, number, request } = of;
    const signing = await this.signing();
    if (signing === null) return refused('NOT_FOUND', { id: request.subject });
    const rendered = await this.renderer.render(kind, figures, {
      issuer: facts.operator,
      issuerName: await this.nameOf(facts.operator, languageOf(request.locale)),
      number,
      locale: request.locale,
      verifyAddress: origin,
      asOf: facts.businessDate,
      height: Number(height),
      clock,
    });
    if (!rendered.ok) return faulty(rendered.error);
    const { value: document } = rendered;
    const at = new Date(now()).toISOString();
    const toSign = { body: document.body, key: signing.key, at, reason: number };
    const signed = await signDocument(toSign);
    if (!signed.ok) return faulty(signed.error);
    const anchor = anchorBody(document, signed.value, {
      subject: request.subject,
      audience: [request.tenant],
      figuresRoot: figuresRoot(document.figures, secret),
      effectiveOn: facts.businessDate,
    });
    return { ok: true, value: { document, signed: signed.value, anchor } };
  }

  private async nameOf(party: string, language: 'zh' | 'en'): Promise<string> {
    const { database, ledger } = this.options;
    return database.withTenant({ tenant: party, actor: 'document' }, async snapshot => {
      const reading = new PaperReading({ snapshot, ledger }, { tenant: party, language });
      return (await reading.party(party)).name;
    });
  }
}

/** The language of names: a paper in both languages names parties as they are registered. */
function languageOf(locale: Request['locale']): 'zh' | 'en' {
  return locale === 'en' ? 'en' : 'zh';
}

async function figuresOf(
  reading: PaperReading,
  kind: DocumentKind,
  of: { id: string; facts: ChannelFacts },
): Promise<Dated<FiguresByKind[DocumentKind]> | null> {
  const { id, facts } = of;
  switch (kind) {
    case 'POOL_STATEMENT':
      return poolStatementFigures(reading, id, facts);
    case 'TRUE_SALE':
      return trueSaleFigures(reading, id, facts);
    default: {
      const figures = await plainFigures(reading, kind, of);
      return figures && { figures, height: facts.height };
    }
  }
}

/** Papers of one claim, financing, account, deal, payment date or holder. */
async function plainFigures(
  reading: PaperReading,
  kind: Exclude<DocumentKind, 'POOL_STATEMENT' | 'TRUE_SALE'>,
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
    case 'TERM_SHEET':
    case 'PROSPECTUS':
      return termsFigures(reading, id, facts);
    case 'DISTRIBUTION_REPORT':
      return reportFigures(reading, id);
    case 'HOLDER_STATEMENT':
      return holderFigures(reading, id);
    case 'ACCOUNT_STATEMENT':
      return statementFigures(reading, id === reading.tenant ? null : id, facts.businessDate);
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
