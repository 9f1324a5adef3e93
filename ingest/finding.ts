/** What a rule has to say about a file, a record or a value (ING-15). */
export type Severity = 'fatal' | 'warning';

export type Finding = {
  readonly rule: string;
  /** `own`, `envelope` (bytes, envelopes, counts, balances), or a published rule set. */
  readonly set: string;
  readonly version: string;
  readonly severity: Severity;
  /** Where: a field of the canonical model, an element path, or a column name. */
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in characters. */
  readonly column?: number;
  readonly params: Readonly<Record<string, string>>;
};

/** The version of the own rules; every verdict keeps it. */
export const OWN_RULES_VERSION = '1';

export type Place = { readonly path?: string; readonly line?: number; readonly column?: number };

export function fatal(rule: string, place: Place, params: Record<string, string> = {}): Finding {
  return finding(rule, 'fatal', place, params);
}

export function warning(rule: string, place: Place, params: Record<string, string> = {}): Finding {
  return finding(rule, 'warning', place, params);
}

export function isFatal(found: Finding): boolean {
  return found.severity === 'fatal';
}

/** What concerns a file's bytes, its envelopes, their counts, or a statement's balance. */
const ENVELOPE = /^(IN|SN|LIM|ENC|XML|JSON|IDOC|XLS|X12|EDI|BANK)-/;

function finding(
  rule: string,
  severity: Severity,
  place: Place,
  params: Record<string, string>,
): Finding {
  return {
    rule,
    set: ENVELOPE.test(rule) ? 'envelope' : 'own',
    version: OWN_RULES_VERSION,
    severity,
    path: place.path ?? '',
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.column === undefined ? {} : { column: place.column }),
    params,
  };
}
