import type { BusinessDate } from '../../domain/calendar/index.ts';
import {
  cleanIdentifier,
  cleanText,
  isMixedScript,
  toMoney,
  type Decimal,
} from '../../domain/document/index.ts';
import type { Currency, Money } from '../../domain/money/index.ts';
import { fatal, warning, type Finding, type Severity } from '../finding.ts';
import type { Lexical, Locator } from '../locator.ts';
import { readDate } from './date.ts';
import {
  numberTransforms,
  percentToPpm,
  readFlag,
  readNumber,
  type Transform,
} from './transform.ts';

/** Where one canonical value came from. `text` is its lexical text; only its hash is stored. */
export type Provenance = {
  readonly path: string;
  readonly at: Locator;
  readonly transforms: readonly Transform[];
  readonly text: string;
};

/**
 * Turns lexical values into canonical ones by the rules of ING-1 to ING-3. Every value read leaves
 * its provenance; every value refused leaves a finding with its place.
 */
export class CanonicalReader {
  readonly findings: Finding[] = [];
  readonly provenance: Provenance[] = [];
  readonly #isTraced: boolean;
  readonly #said = new Set<string>();
  #looked = 0;

  constructor(isTraced = true) {
    this.#isTraced = isTraced;
  }

  identifier(lexical: Lexical | undefined, path: string): string | undefined {
    if (!lexical) return undefined;
    const { value, notes } = cleanIdentifier(lexical.text);
    if (value === '') return undefined;
    for (const note of notes) this.#note(note, 'warning', { lexical, path });
    if (isMixedScript(value)) this.#note('TXT-03', 'warning', { lexical, path });
    if (/^\d\.\d+E\+\d+$/i.test(value)) {
      this.#note('CSV-05', 'fatal', { lexical, path });
      return undefined;
    }
    return this.#keep(value, { lexical, path, transforms: ['identifier'] });
  }

  text(lexical: Lexical | undefined, path: string): string | undefined {
    if (!lexical) return undefined;
    const value = cleanText(lexical.text);
    return value === '' ? undefined : this.#keep(value, { lexical, path, transforms: ['text'] });
  }

  date(lexical: Lexical | undefined, path: string): BusinessDate | undefined {
    if (!lexical) return undefined;
    const order = lexical.reading?.dateOrder ?? 'ISO';
    const read = readDate(lexical.text, order);
    if (!read.ok) {
      this.#note(read.error, 'fatal', { lexical, path });
      return undefined;
    }
    if (read.value === undefined) return undefined;
    return this.#keep(read.value, { lexical, path, transforms: [`date ${order}`] });
  }

  /** A word of a closed list through a table, by its upper case; any other is `fallback`. */
  code<T extends string>(
    lexical: Lexical | undefined,
    path: string,
    words: { readonly table: Readonly<Record<string, T>>; readonly fallback: T },
  ): T {
    const upper = cleanIdentifier(lexical?.text ?? '').value.toUpperCase();
    const { table, fallback } = words;
    if (!lexical || !Object.hasOwn(table, upper)) {
      const inputs = lexical ? [path] : [];
      return this.derive(fallback, path, { formula: 'default of the field', inputs });
    }
    const value = table[upper] ?? fallback;
    const transforms = ['trim', 'upper', `lookup ${JSON.stringify({ [upper]: value })}`];
    return this.#keep(value, { lexical, path, transforms });
  }

  flag(lexical: Lexical | undefined, path: string): boolean | undefined {
    if (!lexical) return undefined;
    const value = readFlag(lexical.text);
    if (value === undefined) {
      this.#note('MAP-05', 'fatal', { lexical, path });
      return undefined;
    }
    return this.#keep(value, { lexical, path, transforms: ['flag'] });
  }

  /** A decimal of at most twelve places; NUM-01, NUM-03, NUM-04. */
  decimal(lexical: Lexical | undefined, path: string): Decimal | undefined {
    const read = lexical && this.#number(lexical, path);
    if (!lexical || !read) return undefined;
    const transforms = [...numberTransforms(lexical.reading), 'decimal'];
    return this.#keep(read, { lexical, path, transforms });
  }

  /** Percent as ppm. */
  ppm(lexical: Lexical | undefined, path: string): bigint | undefined {
    const read = lexical && this.#number(lexical, path);
    if (!lexical || !read) return undefined;
    const ppm = percentToPpm(read);
    if (!ppm.ok) {
      this.#note(ppm.error, 'fatal', { lexical, path });
      return undefined;
    }
    const transforms = [...numberTransforms(lexical.reading), 'ppm'];
    return this.#keep(ppm.value, { lexical, path, transforms });
  }

  /**
   * Money in the document's currency. An amount whose own currency is another one is TS-03; more
   * digits than the currency has are NUM-03.
   */
  amount(lexical: Lexical | undefined, path: string, currency: Currency): Money | undefined {
    if (!lexical) return undefined;
    const own = lexical.attributes?.['currencyID'] ?? lexical.attributes?.['Ccy'];
    if (own && own.text !== currency) {
      this.#note('TS-03', 'fatal', { lexical, path }, { found: own.text, expected: currency });
      return undefined;
    }
    const read = this.#number(lexical, path);
    if (!read) return undefined;
    const amount = toMoney(read, currency);
    if (!amount.ok) {
      this.#note(amount.error, 'fatal', { lexical, path }, { currency });
      return undefined;
    }
    const transforms = [...numberTransforms(lexical.reading), `money ${currency}`];
    return this.#keep(amount.value, { lexical, path, transforms });
  }

  /** A value that was computed, with what it was computed from. */
  derive<T>(value: T, path: string, from: { formula: string; inputs: readonly string[] }): T {
    if (!this.#isTraced) return value;
    this.provenance.push({ path, at: { kind: 'derived', ...from }, transforms: [], text: '' });
    return value;
  }

  /**
   * A mandatory field is missing (MAP-01), reported at the place of its parent; not where something
   * was said about the field already.
   */
  missing(path: string, at: { line: number; column: number }): undefined {
    if (!this.#isSaid(path))
      this.findings.push(fatal('MAP-01', { path, line: at.line, column: at.column }));
    return undefined;
  }

  /** Whether a finding names the path or one within; each finding is looked at once. */
  #isSaid(path: string): boolean {
    for (const { path: one } of this.findings.slice(this.#looked)) {
      this.#said.add(one);
      for (let at = one.indexOf('.'); at >= 0; at = one.indexOf('.', at + 1)) {
        this.#said.add(one.slice(0, at));
      }
    }
    this.#looked = this.findings.length;
    return this.#said.has(path);
  }

  #number(lexical: Lexical, path: string): Decimal | undefined {
    const read = readNumber(lexical.text, lexical.reading);
    if (!read.ok) {
      this.#note(read.error, 'fatal', { lexical, path });
      return undefined;
    }
    if (read.value.snapped) this.#note('NUM-02', 'warning', { lexical, path });
    return read.value.value;
  }

  #keep<T>(value: T, from: { lexical: Lexical; path: string; transforms: Transform[] }): T {
    if (!this.#isTraced) return value;
    const { at, text, raw, steps, constant, manual } = from.lexical;
    if (constant) {
      return this.derive(value, from.path, { formula: 'constant of the profile', inputs: [] });
    }
    const transforms = [...(steps ?? []), ...from.transforms];
    const place = manual ?? at;
    this.provenance.push({ path: from.path, at: place, transforms, text: raw ?? text });
    return value;
  }

  #note(
    rule: string,
    severity: Severity,
    at: { lexical: Lexical; path: string },
    params: Record<string, string> = {},
  ): void {
    const { line, column } = at.lexical.at;
    const make = severity === 'fatal' ? fatal : warning;
    const shown = { value: at.lexical.text.slice(0, 80), ...params };
    this.findings.push(make(rule, { path: at.path, line, column }, shown));
  }
}
