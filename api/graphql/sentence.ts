import type { Wire } from '../../domain/wire/index.ts';
import type { Locale } from './context.ts';

/** One sentence about an event in the reader's language. */
export function eventSentence(
  kind: string,
  _body: Readonly<Record<string, Wire>>,
  _locale: Locale,
): string {
  return kind;
}

/** One sentence about an act as ordered. */
export function actSentence(
  act: Readonly<Record<string, Wire>> | null,
  _locale: Locale,
): string | null {
  const kind = act?.['kind'];
  return typeof kind === 'string' ? kind : null;
}

/** What a reason code of an attestation says. */
export function reasonSentence(code: string, _locale: Locale): string {
  return code;
}
