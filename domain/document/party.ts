/** Who issued an identifier: a tax scheme, ISO 6523 code, or a name such as `VAT`, `USCC`, `LEI`. */
export type Scheme = string;

/** An identifier stays text; `scheme` is null where the source names none. */
export type Ident = { readonly scheme: Scheme | null; readonly value: string };

export type Address = {
  readonly lines: readonly string[];
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2, or null where the source names none. */
  readonly country: string | null;
  /** GB/T 2260 or ISO 3166-2. */
  readonly regionCode?: string;
};

export type Account = {
  readonly iban?: string;
  readonly other?: string;
  readonly bic?: string;
  readonly bankName?: string;
  readonly currency?: string;
  readonly validFrom?: string;
};

/** Class personal (T-72). */
export type Contact = { readonly name?: string; readonly phone?: string; readonly email?: string };

/** A party as a document names it; the tax identifiers come first in `idents`. */
export type Party = {
  readonly name: string;
  readonly tradeName?: string;
  readonly idents: readonly Ident[];
  readonly endpoint?: Ident;
  readonly address?: Address;
  readonly contact?: Contact;
  readonly accounts: readonly Account[];
};

/**
 * The text under which a party stands in keys: its first usable identifier without separators,
 * else its name folded. Test identifiers such as `NA` or `123` are never keys (ID-06).
 */
export function partyKey(party: Party): string {
  const ident = party.idents.find(i => isKeyIdent(i.value)) ?? party.endpoint;
  if (ident && isKeyIdent(ident.value)) return bareIdent(ident.value);
  return party.name.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim();
}

/** An identifier in upper case without separators: `175 269 2355` is `1752692355`. */
export function bareIdent(value: string): string {
  return value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether an identifier can name somebody: at least four characters with a digit, no test word. */
export function isKeyIdent(value: string): boolean {
  const bare = bareIdent(value);
  return (
    bare.length >= 4 && /\d/.test(bare) && !/^(0+|1234+5*6*7*8*9*0*|TEST\d*|N\/?A)$/.test(bare)
  );
}
