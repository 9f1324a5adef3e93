import { isList, isObject, type Wire } from '../wire/index.ts';
import { bareIdent, isKeyIdent, type Contact } from './party.ts';

/** What a document says of one person at one place, to be kept under that person's key. */
export type PersonPart = {
  /** `seller.contact`, `seller.accounts[0]#number`, `entries[3].details[0]#debtor`. */
  readonly path: string;
  /** The members that belong together, under their own names. */
  readonly value: Wire;
  /** What identifies the person within its tenant. */
  readonly identity: string;
  /** Everything by which the person may be asked for. */
  readonly lookups: readonly string[];
};

/** A part that stands sealed in a stored document. */
export type SealedPart = {
  readonly path: string;
  readonly person: string;
  readonly sealed: string;
};

/** All that a document on the wire says of persons: contacts, accounts, and who pays or is paid. */
export function personParts(document: Wire): readonly PersonPart[] {
  const found: PersonPart[] = [];
  walk(document, rootOf(document), {
    contact: (path, contact) => {
      const identity = personIdentity(contact as Contact);
      if (identity !== null) {
        found.push({ path, value: contact, identity, lookups: personLookups(contact as Contact) });
      }
      return contact;
    },
    parts: (path, holder, of) => {
      for (const [name, members] of Object.entries(of.parts)) {
        const value = pick(holder, members);
        if (value === null) continue;
        const lookups = of.identities(name, holder);
        const [identity] = lookups;
        if (identity !== undefined)
          found.push({ path: `${path}#${name}`, value, identity, lookups });
      }
      return holder;
    },
  });
  return found;
}

/** The document with the sealed text in the stead of each part that `sealed` has one for. */
export function withSealed(
  document: Wire,
  sealed: ReadonlyMap<string, { readonly person: string; readonly sealed: string }>,
): Wire {
  return walk(document, rootOf(document), {
    contact: (path, contact) => sealed.get(path) ?? contact,
    parts: (path, holder, of) => {
      const hidden = Object.keys(of.parts).filter(name => sealed.has(`${path}#${name}`));
      if (hidden.length === 0) return holder;
      const gone = new Set(hidden.flatMap(name => of.parts[name] ?? []));
      const kept = Object.entries(holder).filter(([name]) => !gone.has(name));
      const texts = hidden.map(name => [name, sealed.get(`${path}#${name}`)] as const);
      return { ...Object.fromEntries(kept), ...of.bare, sealed: Object.fromEntries(texts) };
    },
  });
}

/** The sealed parts of a stored document. */
export function sealedParts(document: Wire): readonly SealedPart[] {
  const found: SealedPart[] = [];
  const note = (path: string, value: Wire | undefined): void => {
    if (value === undefined || !isObject(value)) return;
    const { person, sealed } = value;
    if (typeof person === 'string' && typeof sealed === 'string')
      found.push({ path, person, sealed });
  };
  walk(document, rootOf(document), {
    contact: (path, contact) => {
      note(path, contact);
      return contact;
    },
    parts: (path, holder) => {
      for (const [name, value] of Object.entries(sealedOf(holder))) note(`${path}#${name}`, value);
      return holder;
    },
  });
  return found;
}

/** The document with its parts as `opened` has them; one that it has nothing for is left out. */
export function withOpened(document: Wire, opened: ReadonlyMap<string, Wire>): Wire {
  return walk(document, rootOf(document), {
    contact: (path, contact) => (isSealed(contact) ? opened.get(path) : contact),
    parts: (path, holder) => {
      if (!isObject(holder['sealed'])) return holder;
      const { sealed, ...rest } = holder;
      const parts = Object.keys(sealed ?? {}).map(name => opened.get(`${path}#${name}`));
      return Object.assign({}, rest, ...parts) as Members;
    },
  });
}

/** What a person who asks for somebody may mean: a mail address, a number, an account, or a name. */
export function askedIdentities(text: string): readonly string[] {
  if (text.includes('@')) return [`email ${text.trim().toLowerCase()}`];
  const name = nameIdentity(text);
  if (/^[\d\s()+./-]{5,}$/.test(text)) {
    return [`phone ${text.replace(/\D/g, '')}`, `account ${bareIdent(text)}`];
  }
  return /\d{4}/.test(text) ? [name, `account ${bareIdent(text)}`] : [name];
}

/** What identifies a contact within its tenant: the mail address, else the phone, else the name. */
function personIdentity(contact: Contact): string | null {
  return personLookups(contact)[0] ?? null;
}

function personLookups({ email, phone, name }: Contact): readonly string[] {
  return [
    ...(email === undefined ? [] : [`email ${email.trim().toLowerCase()}`]),
    ...(phone === undefined ? [] : [`phone ${phone.replace(/\D/g, '')}`]),
    ...(name === undefined ? [] : [nameIdentity(name)]),
  ];
}

function nameIdentity(name: string): string {
  return `name ${name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()}`;
}

type Members = { readonly [name: string]: Wire | undefined };

/** An object that holds parts: which members make each, and whose they are. */
type Holder = {
  readonly parts: Readonly<Record<string, readonly string[]>>;
  /** What stands in the stead of members that the type demands. */
  readonly bare: Members;
  /** Identities of the part's person, the first one first. */
  readonly identities: (part: string, holder: Members) => readonly string[];
};

const ACCOUNT: Holder = {
  parts: { number: ['iban', 'other'] },
  bare: {},
  identities: (_part, account) => accountIdentities(account),
};

/** Who pays and who is paid, and the text between them, which belongs to the owner's counterparty. */
function detailOf(counterparties: readonly string[], owner: readonly string[]): Holder {
  return {
    parts: {
      debtor: ['debtor', 'debtorAccount'],
      creditor: ['creditor', 'creditorAccount'],
      ultimateDebtor: ['ultimateDebtor'],
      ultimateCreditor: ['ultimateCreditor'],
      text: ['remittance', 'mandate'],
    },
    bare: { remittance: [] },
    identities: (part, detail) => {
      if (part !== 'text') return payerIdentities(detail, part);
      const known = counterparties.map(name => payerIdentities(detail, name));
      return (known.find(identities => identities.length > 0) ?? owner).slice(0, 1);
    },
  };
}

function payerIdentities(detail: Members, name: string): readonly string[] {
  const account = membersOf(detail[`${name}Account`]);
  const party = membersOf(detail[name]);
  const accounts = isList(party['accounts'] ?? null) ? (party['accounts'] as readonly Wire[]) : [];
  const idents = isList(party['idents'] ?? null) ? (party['idents'] as readonly Wire[]) : [];
  return [
    ...accountIdentities(account),
    ...accounts.flatMap(one => accountIdentities(membersOf(one))),
    ...idents.flatMap(one => {
      const { value } = membersOf(one);
      return typeof value === 'string' && isKeyIdent(value) ? [nameIdentity(value)] : [];
    }),
    ...(isText(party['name']) ? [nameIdentity(party['name'])] : []),
    ...personLookups(membersOf(party['contact'])),
  ];
}

function accountIdentities({ iban, other }: Members): readonly string[] {
  return [iban, other].filter(isText).map(number => `account ${bareIdent(number)}`);
}

function isText(value: Wire | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** The members that are there and say something; null where none does. */
function pick(holder: Members, names: readonly string[]): Wire | null {
  const found = names.flatMap(name => {
    const value = holder[name];
    const isEmpty = value === undefined || (isList(value) && value.length === 0);
    return isEmpty ? [] : [[name, value] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function isSealed(value: Wire): boolean {
  return isObject(value) && typeof value['sealed'] === 'string';
}

function sealedOf(holder: Members): Members {
  return membersOf(holder['sealed']);
}

function membersOf(value: Wire | undefined): Members {
  return value !== undefined && isObject(value) ? value : {};
}

type Visitor = {
  readonly contact: (path: string, contact: Wire) => Wire | undefined;
  readonly parts: (path: string, holder: Members, of: Holder) => Members;
};

/** Whose document it is: text of which nobody is named belongs to the owner of the account. */
type Root = { readonly owner: readonly string[] };

function rootOf(document: Wire): Root {
  const { account, debtorAccount, id } = membersOf(document);
  const own = [account, debtorAccount].flatMap(one => accountIdentities(membersOf(one)));
  return { owner: own.length > 0 || !isText(id) ? own : [`document ${id}`] };
}

function walk(document: Wire, root: Root, visitor: Visitor): Wire {
  const step = (value: Wire, path: string): Wire => {
    if (isList(value)) return value.map((item, at) => step(item, `${path}[${at}]`));
    if (!isObject(value)) return value;
    const members: Record<string, Wire> = {};
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const place = path === '' ? name : `${path}.${name}`;
      const next = memberAt(name, member, { place, holder: value });
      if (next !== undefined) members[name] = next;
    }
    return members;
  };
  const memberAt = (
    name: string,
    member: Wire,
    at: { readonly place: string; readonly holder: Members },
  ): Wire | undefined => {
    const { place } = at;
    if (name === 'contact' && isObject(member)) return visitor.contact(place, member);
    // The account of a statement or order is its owner's own: it is what the document is known by.
    if (name === 'account' && place !== name && isObject(member)) {
      return visitor.parts(place, member, ACCOUNT);
    }
    const list = LISTS[name];
    if (list === undefined || !isList(member)) return step(member, place);
    const of = list(at.holder, root);
    return member.map((item, n) =>
      isObject(item) ? visitor.parts(`${place}[${n}]`, item, of) : item,
    );
  };
  return step(document, '');
}

/** Lists whose items hold parts. */
const LISTS: Readonly<Record<string, (holder: Members, root: Root) => Holder>> = {
  accounts: () => ACCOUNT,
  details: (entry, { owner }) => detailOf(isDebit(entry) ? PAID : PAYING, owner),
  payments: (_order, { owner }) => detailOf(PAID, owner),
};
const PAYING = ['debtor', 'creditor'];
const PAID = ['creditor', 'debtor'];

function isDebit(entry: Members): boolean {
  const { minor } = membersOf(entry['amount']);
  return typeof minor === 'string' && minor.startsWith('-');
}
