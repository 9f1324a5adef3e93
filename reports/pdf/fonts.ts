import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { stop } from '../fault.ts';
import type { Measure, Weight } from '../layout/index.ts';

const FILES: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};

/** Name under which a weight is registered in a PDF. */
export const FONT_NAME: Readonly<Record<Weight, string>> = {
  regular: 'noto-sans-sc',
  bold: 'noto-sans-sc-bold',
};

/**
 * Ligatures off: "ff" drawn as one glyph is read back wrongly by some readers. A new object each time,
 * because the font layout writes into it. pdfkit's types know the list form only.
 */
export function noLigatures(): PDFKit.Mixins.OpenTypeFeatures[] {
  return { liga: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
}

/** The part of pdfkit's document that its types leave out: the font in use. */
type WithFont = { readonly _font: { readonly font: FontFace } };
type FontFace = { readonly hasGlyphForCodePoint: (point: number) => boolean };

/** Registers Noto Sans SC in both weights; only the glyphs used are embedded. */
export function registerFonts(pdf: PDFKit.PDFDocument): void {
  for (const weight of ['regular', 'bold'] as const) {
    pdf.registerFont(FONT_NAME[weight], fontBytes(weight));
  }
}

/**
 * Measures runs in points; widths are kept per run, because laying out Chinese is the slow part.
 * Refuses `GLYPH_MISSING` for a character that the font cannot print: never a blank amount.
 */
export function fontMeasure(): Measure {
  return (text, { weight, size }) => (unitWidth(text, weight) * size) / 1000;
}

const bytesOf = new Map<Weight, Buffer>();
const widths: Record<Weight, Map<string, number>> = { regular: new Map(), bold: new Map() };
const WIDTHS_MAX = 50_000;
let scale: PDFKit.PDFDocument | null = null;

function fontBytes(weight: Weight): Buffer {
  const known = bytesOf.get(weight);
  if (known) return known;
  const bytes = readFileSync(createRequire(import.meta.url).resolve(FILES[weight]));
  bytesOf.set(weight, bytes);
  return bytes;
}

function unitWidth(text: string, weight: Weight): number {
  const known = widths[weight].get(text);
  if (known !== undefined) return known;
  if (scale === null) {
    scale = new PDFDocument({ autoFirstPage: false, font: '' });
    registerFonts(scale);
  }
  scale.font(FONT_NAME[weight]).fontSize(1000);
  refuseMissing(text, (scale as unknown as WithFont)._font.font);
  const width = scale.widthOfString(text, { features: noLigatures() });
  if (widths[weight].size >= WIDTHS_MAX) widths[weight].clear();
  widths[weight].set(text, width);
  return width;
}

function refuseMissing(text: string, face: FontFace): void {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (face.hasGlyphForCodePoint(point)) continue;
    stop('GLYPH_MISSING', { character, code: `U+${point.toString(16).toUpperCase()}`, text });
  }
}
