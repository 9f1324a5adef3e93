/** Who asks: a person or a program of exactly one party, proved by an access token. */
export type Caller = {
  /** Party id; also the tenant whose rows are seen. */
  readonly party: string;
  /** Subject of the token. */
  readonly subject: string;
  readonly kind: 'person' | 'service';
  /** Person hash of the key registry; `null` for a service. */
  readonly person: string | null;
  readonly login: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly roles: readonly string[];
  /** When the token ends, seconds since 1970. */
  readonly expiresAt: number;
};
