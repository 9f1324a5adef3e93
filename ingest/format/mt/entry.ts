import { fatal, warning, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import { lexicalIn, stepped, type Source, type Tag } from './tags.ts';

const ENTRY =
  /^(\d{6})(\d{4}| {4})?(RC|RD|C|D)([A-Z])?(\d+,?\d*)([A-Z][A-Z0-9]{3})?([^\r\n]*?)(?:\/\/([^\r\n]*))?(?:[\r\n]+([^]*))?$/;

const SIGNS = 'lookup {"C":"CRDT","D":"DBIT","RC":"DBIT","RD":"CRDT"}';
const REVERSALS = 'lookup {"C":"false","D":"false","RC":"true","RD":"true"}';

/** Reads field 61; one that is not formed as it should is BANK-10 and leaves an empty entry. */
export function readEntry(
  source: Source,
  tag: Tag,
  of: { readonly currency: Lexical | undefined; readonly findings: Finding[] },
): Draft {
  const entry = emptyDraft(lexicalIn(source, tag, { from: 0, to: tag.body.length }).at);
  const match = ENTRY.exec(tag.body);
  if (!match) {
    of.findings.push(
      fatal('BANK-10', { path: ':61:', line: tag.line }, { text: tag.body.slice(0, 60) }),
    );
    return entry;
  }
  const take = pieces(source, tag, match);
  addDays(entry, take, of.findings);
  const [, , sign, , amount, code, reference, bank] = take;
  if (sign) {
    entry.values['sign'] = stepped(sign, SIGNS);
    entry.values['reversal'] = stepped(sign, REVERSALS);
  }
  const { currency } = of;
  const value = amount && stepped(amount, 'point');
  if (value) {
    entry.values['amount'] = currency ? { ...value, attributes: { Ccy: currency } } : value;
  }
  const own = reference?.text === 'NONREF' ? undefined : reference;
  const named = { bankCode: code, reference: own, bankReference: bank };
  for (const [name, lexical] of Object.entries(named)) if (lexical) entry.values[name] = lexical;
  return entry;
}

function addDays(
  entry: Draft,
  [day, booked]: readonly (Lexical | undefined)[],
  findings: Finding[],
): void {
  if (!day) return;
  entry.values['valueOn'] = clamped(stepped(day, 'day'), findings);
  if (!booked) return;
  const dated = stepped(booked, `year ${nearestYear(day.text, booked.text)}`);
  entry.values['bookedOn'] = clamped(dated, findings);
}

/** The parts of the field in order, each with its place; absent ones are undefined. */
function pieces(source: Source, tag: Tag, match: RegExpExecArray): (Lexical | undefined)[] {
  let at = 0;
  return match.slice(1, 9).map((text: string | undefined, n) => {
    if (text === undefined) return undefined;
    if (n === 7) at += 2;
    const piece = lexicalIn(source, tag, { from: at, to: at + text.length });
    at += text.length;
    return piece.text.trim() === '' ? undefined : piece;
  });
}

/** DAT-04: a day that its month does not have is read as the month's end. */
function clamped(date: Lexical, findings: Finding[]): Lexical {
  const { raw = date.text, steps = [] } = date;
  const after = stepped(date, 'clamp');
  if (after.text === date.text) return date;
  const place = { path: ':61:', line: date.at.line };
  findings.push(warning('DAT-04', place, { value: raw, read: after.text }));
  return { ...after, raw, steps: [...steps, 'clamp'] };
}

/** The year that puts the booking's month nearest to the value date. */
function nearestYear(value: string, booked: string): string {
  const century = Number(value.slice(0, 2)) < 70 ? 2000 : 1900;
  const year = century + Number(value.slice(0, 2));
  const months = Number(booked.slice(0, 2)) - Number(value.slice(2, 4));
  if (months > 6) return String(year - 1);
  return String(months < -6 ? year + 1 : year);
}
