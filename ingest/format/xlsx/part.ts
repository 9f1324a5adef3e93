import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, declaredCharset, decode } from '../../decode.ts';
import type { Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { faultFinding } from '../xml.ts';
import { XmlFault, XmlScanner } from '../xml-scan.ts';
import { XMLNS } from '../xml-scope.ts';

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
  try {
    walk(new XmlScanner(source, limits.attributesMax), limits, handlers);
  } catch (error) {
    if (error instanceof PartRefusal) return fail([error.finding]);
    if (error instanceof XmlFault) return fail([faultFinding(error, source, name)]);
    throw error;
  }
  return ok({ name, source, byteAt: byteIndex(decoded.value) });
}

function walk(scanner: XmlScanner, limits: Limits, handlers: PartHandlers): void {
  let depth = 0;
  for (let step = scanner.next(); step !== 'end'; step = scanner.next()) {
    if (step === 'text') handlers.text(scanner.text);
    else if (step === 'close') {
      depth -= 1;
      handlers.close({ local: scanner.local, to: scanner.from });
    } else {
      depth += 1;
      if (depth > limits.depthMax) throw new XmlFault('LIM-02', scanner.at, 'depth');
      handlers.open(openedOf(scanner));
    }
  }
}

function openedOf({ uri, local, attributes, at }: XmlScanner): Opened {
  return {
    local,
    isMain: MAIN.test(uri),
    from: at,
    attribute: name => attributes.find(a => a.local === name && a.uri !== XMLNS)?.text,
  };
}
