import { isList, isObject, type Wire } from '../wire/index.ts';
import type { Contact } from './party.ts';

/** A person whom a document names as somebody's contact, and where. */
export type NamedPerson = { readonly path: string; readonly contact: Contact };

/** The contacts in a document on the wire, by their places: `seller.contact`. */
export function personsIn(document: Wire): readonly NamedPerson[] {
  const found: NamedPerson[] = [];
  walk(document, '', (path, contact) => {
    found.push({ path, contact: contact as Contact });
    return contact;
  });
  return found;
}

/** The document with each contact as `change` gives it back; left out where it gives nothing. */
export function withPersons(
  document: Wire,
  change: (path: string, contact: Wire) => Wire | undefined,
): Wire {
  return walk(document, '', change);
}

/** What identifies a contact within its tenant: the mail address, else the phone, else the name. */
export function personIdentity({ email, phone, name }: Contact): string | null {
  if (email !== undefined) return `email ${email.trim().toLowerCase()}`;
  if (phone !== undefined) return `phone ${phone.replace(/\D/g, '')}`;
  return name === undefined ? null : nameIdentity(name);
}

/** Everything by which a contact may be asked for. */
export function personLookups({ email, phone, name }: Contact): readonly string[] {
  return [
    ...(email === undefined ? [] : [`email ${email.trim().toLowerCase()}`]),
    ...(phone === undefined ? [] : [`phone ${phone.replace(/\D/g, '')}`]),
    ...(name === undefined ? [] : [nameIdentity(name)]),
  ];
}

/** What a person types is a mail address, a number, or a name. */
export function askedIdentity(text: string): string {
  if (text.includes('@')) return `email ${text.trim().toLowerCase()}`;
  return /^[\d\s()+./-]{5,}$/.test(text) ? `phone ${text.replace(/\D/g, '')}` : nameIdentity(text);
}

function nameIdentity(name: string): string {
  return `name ${name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()}`;
}

function walk(
  value: Wire,
  path: string,
  change: (path: string, contact: Wire) => Wire | undefined,
): Wire {
  if (isList(value)) return value.map((item, at) => walk(item, `${path}[${at}]`, change));
  if (!isObject(value)) return value;
  const members: Record<string, Wire> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const place = path === '' ? name : `${path}.${name}`;
    const isContact = name === 'contact' && isObject(member);
    const next = isContact ? change(place, member) : walk(member, place, change);
    if (next !== undefined) members[name] = next;
  }
  return members;
}
