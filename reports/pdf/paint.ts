import PDFDocument from 'pdfkit';
import type { DocumentHead } from '../figures/index.ts';
import { NO_BREAK } from '../template/index.ts';
import { PAGE, type DrawOp, type Layout, type StructureNode } from '../layout/index.ts';
import { FONT_NAME, noLigatures, registerFonts } from './fonts.ts';

/** A file inside the PDF. */
export type Attachment = {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly bytes: Uint8Array;
};

export type PaintInput = {
  readonly head: DocumentHead;
  readonly title: string;
  readonly figuresHash: string;
  readonly attachments: readonly Attachment[];
};

/** Named in every file and anchor: a body is reproducible under the same renderer. */
export const RENDERER = 'tallystick-reports/1';

/**
 * Paints a layout as tagged PDF/A-3a. The same input gives the same bytes: dates are the document's
 * as-of day, the file's id is figuresHash, objects follow the drawing order.
 */
export async function paint(layout: Layout, input: PaintInput): Promise<Buffer> {
  const date = new Date(`${input.head.asOf}T00:00:00.000Z`);
  const pdf = openPdf(input, date);
  const done = collect(pdf);
  for (let page = 0; page < layout.pages; page += 1) pdf.addPage();
  for (let page = 0; page < layout.pages; page += 1) {
    paintDecoration(pdf, page, layout.decoration);
  }
  paintStructure(pdf, layout.root);
  for (const { title, page } of layout.bookmarks) {
    pdf.switchToPage(page);
    pdf.outline.addItem(title);
  }
  for (const { bytes, ...about } of input.attachments) attach(pdf, { ...about, bytes, date });
  labelPages(pdf, layout.pages);
  pdf.end();
  return done;
}

function openPdf(input: PaintInput, date: Date): PDFKit.PDFDocument {
  const { head, title } = input;
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: head.locale === 'en' ? 'en' : 'zh-CN',
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    font: '',
    info: {
      Title: title,
      Author: head.issuerName,
      Subject: head.number,
      Creator: 'Tallystick',
      Producer: RENDERER,
      CreationDate: date,
      ModDate: date,
    },
  });
  registerFonts(pdf);
  (pdf as unknown as { _id: Uint8Array })._id = Buffer.from(input.figuresHash, 'hex');
  return pdf;
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => {
      resolve(Buffer.concat(parts));
    });
    pdf.on('error', reject);
  });
}

function paintDecoration(pdf: PDFKit.PDFDocument, page: number, ops: readonly DrawOp[]): void {
  pdf.switchToPage(page);
  pdf.markContent('Artifact', { type: 'Layout' });
  for (const op of ops) if (op.page === page) paintOp(pdf, op);
  pdf.endMarkedContent();
}

function paintStructure(pdf: PDFKit.PDFDocument, root: StructureNode): void {
  const element = pdf.struct(root.tag);
  pdf.addStructure(element);
  for (const node of root.children) paintNode(pdf, element, node);
  element.end();
}

function paintNode(
  pdf: PDFKit.PDFDocument,
  parent: PDFKit.PDFStructureElement,
  node: StructureNode,
): void {
  if (isEmpty(node)) return;
  const element = pdf.struct(node.tag, optionsOf(node));
  parent.add(element);
  for (const page of new Set(node.ops.map(op => op.page))) {
    pdf.switchToPage(page);
    element.add(() => {
      for (const op of node.ops) if (op.page === page) paintOp(pdf, op);
    });
  }
  for (const below of node.children) paintNode(pdf, element, below);
  element.end();
}

function isEmpty(node: StructureNode): boolean {
  return node.ops.length === 0 && node.children.every(isEmpty) && node.tag !== 'TD';
}

function optionsOf(node: StructureNode): Record<string, string> {
  const language = node.language === 'zh' ? 'zh-CN' : node.language;
  return {
    ...(language === undefined ? {} : { lang: language }),
    ...(node.alt === undefined ? {} : { alt: node.alt }),
    ...(node.scope === undefined ? {} : { scope: node.scope }),
  };
}

function paintOp(pdf: PDFKit.PDFDocument, op: DrawOp): void {
  switch (op.op) {
    case 'text':
      pdf.font(FONT_NAME[op.weight]).fontSize(op.size).fillColor(op.colour);
      pdf.text(op.text.replaceAll(NO_BREAK, ' '), op.x, op.baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        features: noLigatures(),
      });
      return;
    case 'rect':
      pdf.rect(op.x, op.y, op.width, op.height).fill(op.fill);
      return;
    case 'line':
      pdf.lineWidth(op.width).strokeColor(op.colour);
      pdf.moveTo(op.x1, op.y1).lineTo(op.x2, op.y2).stroke();
      return;
    case 'modules':
      paintModules(pdf, op);
  }
}

/** Runs of dark modules in one row become one rectangle: a small file without hairlines. */
function paintModules(pdf: PDFKit.PDFDocument, op: Extract<DrawOp, { op: 'modules' }>): void {
  const unit = op.side / op.rows.length;
  for (const [row, text] of op.rows.entries()) {
    for (const run of text.matchAll(/1+/g)) {
      pdf.rect(op.x + run.index * unit, op.y + row * unit, run[0].length * unit, unit);
    }
  }
  pdf.fill(op.fill);
}

function attach(pdf: PDFKit.PDFDocument, file: Attachment & { readonly date: Date }): void {
  const options = {
    name: file.name,
    type: file.type,
    description: file.description,
    creationDate: file.date,
    modifiedDate: file.date,
    relationship: 'Data',
  };
  pdf.file(Buffer.from(file.bytes), options);
}

/** Page labels "n / N"; pdfkit has no call for them. */
function labelPages(pdf: PDFKit.PDFDocument, pages: number): void {
  const labels = Array.from({ length: pages }, (_, page) => [
    page,
    { P: new String(`${page + 1} / ${pages}`) },
  ]);
  const { _root } = pdf as unknown as {
    readonly _root: { readonly data: Record<string, unknown> };
  };
  _root.data['PageLabels'] = { Nums: labels.flat() };
}
