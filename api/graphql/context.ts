import type { Caller } from '../identity/index.ts';
import type { Reading } from './reading.ts';
import type { Services } from './services.ts';

export type Locale = 'zh' | 'en';

/** What every resolver is given: who asks, in which language, and what may be read. */
export type Context = {
  readonly services: Services;
  readonly caller: Caller;
  readonly locale: Locale;
  readonly requestId: string;
  readonly reading: Reading;
};

/** The reader's language by `Accept-Language`: Chinese when it comes first, else English. */
export function localeOf(header: string | null | undefined): Locale {
  return /^\s*zh\b/i.test(header ?? '') ? 'zh' : 'en';
}
