import { createHash } from 'node:crypto';
import { accountNumber, codeSecret, creditCode, fixedId } from './names.ts';

/** A name as people see it; every enterprise is invented and marked 示例. */
export type Name = { readonly zh: string; readonly en: string };

/** A person of the story: an account to sign in with and a hash that stands for the person. */
export type Person = {
  readonly slug: string;
  readonly person: string;
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
  readonly name: Name;
  readonly title: Name;
  readonly roles: readonly string[];
  /** The first key of a party belongs to its first person. */
  readonly first: boolean;
  readonly card?: string;
};

export type Member = {
  readonly slug: string;
  readonly party: string;
  readonly name: Name;
  readonly kind: string;
  readonly class: string;
  readonly code: string;
  readonly account: { readonly id: string; readonly number: string };
  readonly persons: readonly Person[];
  readonly client: { readonly id: string; readonly secret: string };
};

/** The demo's one password; persons are roles, nobody real. */
const PASSWORD = 'tally-demo-2026';

/** What a member is made of; keys, accounts and secrets follow from its slug. */
export type Draft = {
  readonly slug: string;
  readonly name: Name;
  readonly kind: string;
  readonly class: string;
  readonly persons: readonly (readonly [
    string,
    string,
    Name,
    readonly string[],
    (string | undefined)?,
  ])[];
};

/** A member as its draft says, the same in every run. */
export function member(draft: Draft): Member {
  const { slug, name, kind } = draft;
  return {
    slug,
    party: fixedId(slug),
    name,
    kind,
    class: draft.class,
    code: creditCode(slug),
    account: { id: fixedId(`account ${slug}`), number: accountNumber(slug) },
    client: { id: slug, secret: codeSecret(`client ${slug}`) },
    persons: draft.persons.map(([person, english, title, roles, card], at) => ({
      slug: person,
      person: createHash('sha256').update(`person ${slug} ${person}`).digest('hex'),
      login: `${slug}.${person}`,
      password: PASSWORD,
      totpSecret: codeSecret(`${slug} ${person}`),
      name: { zh: `${title.zh} · ${name.zh.slice(3)}`, en: `${english} · ${name.en.slice(7)}` },
      title,
      roles,
      first: at === 0,
      ...(card === undefined ? {} : { card }),
    })),
  };
}
