/** Why a document is not made. Facts name the path, the character or the two heights. */
export type DocumentFaultCode =
  | 'FIGURE_MISSING'
  | 'FIGURE_TYPE'
  | 'HEIGHT_MIXED'
  | 'MISSING_TRANSLATION'
  | 'NUMBER_IN_TEXT'
  | 'TEMPLATE_INVALID'
  | 'GLYPH_MISSING'
  | 'CHARACTER_REFUSED'
  | 'WORDS_DIFFER'
  | 'PAGE_LIMIT'
  | 'TENOR_REFUSED'
  | 'SIGNING_REFUSED'
  | 'RENDER_LIMIT';

/** One fault with its place. */
export type DocumentFault = {
  readonly code: DocumentFaultCode;
  readonly facts: Readonly<Record<string, string>>;
};

/** Stops the making of one document; {@link caught} turns it into faults at the folder's door. */
export class DocumentStop extends Error {
  readonly faults: readonly DocumentFault[];
  constructor(faults: readonly DocumentFault[]) {
    super(faults.map(describeFault).join('; '));
    this.name = 'DocumentStop';
    this.faults = faults;
  }
}

/** Ends the making with one fault. */
export function stop(code: DocumentFaultCode, facts: Readonly<Record<string, string>>): never {
  throw new DocumentStop([{ code, facts }]);
}

/** The faults of a {@link DocumentStop}; any other error is our bug and is thrown on. */
export function caught(error: unknown): readonly DocumentFault[] {
  if (error instanceof DocumentStop) return error.faults;
  throw error;
}

/** `GLYPH_MISSING character=𠮷 code=U+20BB7`. */
export function describeFault(fault: DocumentFault): string {
  const facts = Object.entries(fault.facts).map(([name, value]) => ` ${name}=${value}`);
  return fault.code + facts.join('');
}
