/** One line of a record: its letter and its text with the place of that. */
export type QifLine = {
  readonly letter: string;
  readonly text: string;
  readonly from: number;
  readonly line: number;
};

export type QifRecord = { readonly lines: readonly QifLine[]; readonly isClosed: boolean };

/** A list of records under a header such as `!Type:Bank`. */
export type QifSection = {
  /** `Type:Bank`, `Account`, `Option:AutoSwitch`. */
  readonly header: string;
  readonly line: number;
  readonly from: number;
  readonly records: readonly QifRecord[];
};

/** Splits a text at its headers (`!`) and its records at their ends (`^`). */
export function splitSections(text: string): QifSection[] {
  const sections: (QifSection & { readonly records: QifRecord[] })[] = [];
  let open: QifLine[] = [];
  let line = 1;
  const end = (isClosed: boolean): void => {
    if (open.length > 0) sections.at(-1)?.records.push({ lines: open, isClosed });
    open = [];
  };
  for (const { 0: whole, index } of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    if (/^[\r\n]/.test(whole)) line += 1;
    else if (whole.startsWith('!')) {
      end(false);
      sections.push({ header: whole.slice(1).trim(), line, from: index, records: [] });
    } else if (whole.startsWith('^')) end(true);
    else if (whole.trim() !== '') open.push(lineOf(whole, index, line));
  }
  end(false);
  return sections;
}

function lineOf(whole: string, index: number, line: number): QifLine {
  const rest = whole.slice(1);
  const blanks = rest.length - rest.trimStart().length;
  return { letter: whole.charAt(0), text: rest.trim(), from: index + 1 + blanks, line };
}
