import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, declaredCharset, decode } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';

/** Transitional and strict SpreadsheetML; elements of other namespaces are extensions. */
const MAIN =
  /^http:\/\/(schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\/spreadsheetml\/(2006\/)?main$/;

/** An element of a part as it opens; `from` is the character behind its tag. */
export type Opened = {
  readonly local: string;
  readonly isMain: boolean;
  readonly attribute: (name: string) => string | undefined;
  readonly from: number;
};

export type PartHandlers = {
  readonly open: (element: Opened) => void;
  /** `to` is the character at which the end tag begins. */
  readonly close: (element: { readonly local: string; readonly to: number }) => void;
  readonly text: (text: string) => void;
};

/** The text of a part that was walked through, for places. */
export type PartText = {
  readonly name: string;
  readonly source: string;
  readonly byteAt: (character: number) => number;
};

/** A refusal that handlers raise to stop. */
export class PartRefusal extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.rule);
    this.finding = finding;
  }
}

/**
 * Walks through an XML part of a workbook without building a tree. Refuses a DOCTYPE (LIM-10) and
 * text that is not well-formed (XML-01).
 */
export function walkPart(
  of: { readonly name: string; readonly bytes: Uint8Array; readonly limits: Limits },
  handlers: PartHandlers,
): Result<PartText, Finding[]> {
  const { name, bytes, limits } = of;
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared === undefined ? {} : { declared });
  if (!decoded.ok) return decoded;
  const source = decoded.value.text;
  const parser = new SaxesParser({ xmlns: true });
  const refuse = (rule: string, params: Record<string, string> = {}): never => {
    const place = { path: name, line: parser.line, column: parser.column + 1 };
    throw new PartRefusal(fatal(rule, place, params));
  };
  let depth = 0;
  parser.on('doctype', () => refuse('LIM-10'));
  parser.on('error', error => refuse('XML-01', { message: error.message }));
  parser.on('opentag', tag => {
    depth += 1;
    if (depth > limits.depthMax) refuse('LIM-02');
    handlers.open(openedOf(tag, parser.position));
  });
  parser.on('closetag', tag => {
    depth -= 1;
    const { local, isSelfClosing } = tag;
    const to = isSelfClosing ? parser.position : source.lastIndexOf('</', parser.position - 1);
    handlers.close({ local, to });
  });
  parser.on('text', handlers.text);
  parser.on('cdata', handlers.text);
  try {
    parser.write(source).close();
  } catch (error) {
    if (error instanceof PartRefusal) return fail([error.finding]);
    throw error;
  }
  return ok({ name, source, byteAt: byteIndex(decoded.value) });
}

function openedOf({ uri, local, attributes }: SaxesTagNS, from: number): Opened {
  return {
    local,
    isMain: MAIN.test(uri),
    from,
    attribute: name =>
      Object.values(attributes).find(a => a.local === name && a.prefix !== 'xmlns')?.value,
  };
}
