import { canonicalBytes } from '../domain/wire/index.ts';
import {
  checkFigures,
  figureBytes,
  issuedDocumentId,
  refuseHidden,
  sha256Hex,
  type DocumentHead,
  type FigureGroup,
  type Figures,
  type Locale,
} from './figures/index.ts';
import { layOut, layoutHash } from './layout/index.ts';
import { fontMeasure, paint, qrRows, RENDERER, type Attachment } from './pdf/index.ts';
import { interpret, type Template } from './template/index.ts';

/** What is the same for every kind: who issues it, under which number, of which moment. */
export type IssueInput = {
  readonly issuer: string;
  readonly issuerName: string;
  readonly number: string;
  readonly version?: number;
  readonly supersedes?: string;
  readonly locale: Locale;
  /** Such as `https://verify.example.com`; the QR code opens `/v/<documentId>` below it. */
  readonly verifyAddress: string;
  /** BusinessDate of the figures; every date inside the file. */
  readonly asOf: string;
  /** Block height of the figures. */
  readonly height: number;
  readonly clock: 'real' | 'test';
};

/** A document before signing. The same input gives the same bytes. */
export type RenderedDocument = {
  readonly documentId: string;
  readonly kind: string;
  readonly figures: Figures;
  readonly body: Buffer;
  readonly figuresHash: string;
  readonly bodyHash: string;
  readonly bodyLength: number;
  readonly layoutHash: string;
  readonly templateHash: string;
  readonly pages: number;
  readonly renderer: string;
};

/** The head of a document's figures; its id follows from issuer, kind, number and version. */
export function documentHead(kind: string, issue: IssueInput): DocumentHead {
  const { issuer, number, version = 1 } = issue;
  return {
    documentId: issuedDocumentId({ issuer, kind, number, version }),
    issuer,
    issuerName: issue.issuerName,
    kind,
    number,
    version,
    supersedes: issue.supersedes,
    asOf: issue.asOf,
    height: issue.height,
    locale: issue.locale,
    verifyAddress: issue.verifyAddress.replace(/\/+$/, ''),
    clock: issue.clock,
  };
}

/** `<verify address>/v/<documentId>#<16 hex of figuresHash>`: what the QR code says. */
export function verifyLink(head: DocumentHead, figuresHash: string): string {
  return `${head.verifyAddress}/v/${head.documentId}#${figuresHash.slice(0, 16)}`;
}

/**
 * Renders figures with a template to PDF; the figures are attached, and `attachments` beside them.
 * @throws DocumentStop with the faults: FIGURE_MISSING, FIGURE_TYPE, HEIGHT_MIXED, GLYPH_MISSING,
 * CHARACTER_REFUSED, MISSING_TRANSLATION, NUMBER_IN_TEXT, WORDS_DIFFER, PAGE_LIMIT.
 */
export async function renderFigures(
  template: Template,
  head: DocumentHead,
  tree: FigureGroup,
  attachments: readonly Attachment[] = [],
): Promise<RenderedDocument> {
  const figures: Figures = { format: 'tallystick-figures/1', document: head, figures: tree };
  checkFigures(figures);
  for (const text of [head.number, head.issuerName]) refuseHidden(text, 'document');
  const bytes = figureBytes(figures);
  const figuresHash = sha256Hex(bytes);
  const layout = layOut(interpret(template, figures), {
    head,
    figuresHash,
    address: `${head.verifyAddress}/v/${head.documentId}`,
    qr: {
      rows: qrRows(verifyLink(head, figuresHash)),
      alt: QR_ALT[head.locale],
      caption: QR_CAPTION[head.locale],
    },
    measure: fontMeasure(),
    isOnePage: template.pagesMax === 1,
  });
  const body = await paint(layout, {
    head,
    title: `${layout.bookmarks[0]?.title ?? head.kind} ${head.number}`,
    figuresHash,
    attachments: [
      {
        name: 'figures.json',
        type: 'application/json',
        description: 'Every figure of this document with its source',
        bytes,
      },
      ...attachments,
    ],
  });
  return {
    documentId: head.documentId,
    kind: head.kind,
    figures,
    body,
    figuresHash,
    bodyHash: sha256Hex(body),
    bodyLength: body.length,
    layoutHash: layoutHash(layout),
    templateHash: sha256Hex(canonicalBytes(template)),
    pages: layout.pages,
    renderer: `${RENDERER} node/${process.versions.node}`,
  };
}

const QR_CAPTION: Readonly<Record<Locale, readonly string[]>> = {
  zh: ['扫码核验', '请核对金额与持有人'],
  en: ['Scan to verify', 'Compare amount, holder'],
  'zh+en': ['扫码核验 Scan to verify', '请核对金额与持有人'],
};

const QR_ALT: Readonly<Record<Locale, string>> = {
  zh: '核验二维码：打开本文件的核验页面',
  en: 'QR code: opens the page that verifies this document',
  'zh+en': '核验二维码：打开本文件的核验页面 / QR code: opens the page that verifies this document',
};
