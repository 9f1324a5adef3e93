import { commitFields, proveField } from '../../domain/evidence/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import { KEY_CLASSES, PERSON_ROLES, SERVICE_ROLES, type Role } from '../../domain/party/roles.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import { hmacSha256, sha256 } from '../../chaincode/signature.ts';
import { bodies } from '../flow/steps.ts';
import { by, hashOf } from '../flow/trade.ts';
import { goldenTerms } from './terms.ts';
import { NAMES, privateFields } from './names.ts';

/**
 * Reads a body of a golden table: `receivable: @claim; amount: CNY 10,000.00; parts: [{…}, …]`.
 * A later field of the same name replaces the earlier one; `-` takes it away; a dotted name reaches
 * into an object.
 */
export function bodyOf(text: string): Wire {
  const body: Record<string, Wire> = {};
  for (const field of splitAt(text, ';')) {
    const at = field.indexOf(':');
    if (at < 0) throw new Error(`no "name: value" in "${field}"`);
    setAt(body, field.slice(0, at).trim(), valueOf(field.slice(at + 1).trim()));
  }
  return body;
}

function setAt(body: Record<string, Wire>, path: string, value: Wire | undefined): void {
  const [name = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const before = body[name] ?? {};
    const inner = { ...(before as Record<string, Wire>) };
    setAt(inner, rest.join('.'), value);
    body[name] = Array.isArray(before) ? Object.values(inner) : inner;
  } else if (value === undefined) Reflect.deleteProperty(body, name);
  else body[name] = value;
}

const FORMS: readonly (readonly [RegExp, (...parts: string[]) => Wire | undefined])[] = [
  [/^-$/, () => undefined],
  [/^@(\w+)$/, name => idNamed(name)],
  [/^\[(.*)\]$/, inner => splitAt(inner, ',').map(item => known(item))],
  [/^\{(.*)\}$/, inner => bodyOf(fieldsOf(inner))],
  [/^yes$/, () => true],
  [/^no$/, () => false],
  [
    /^([A-Z]{3}) (-?[\d,]+)\.(\d\d)$/,
    (currency, units = '', cents = '') => {
      return { minor: BigInt(`${units.replaceAll(',', '')}${cents}`).toString(), currency };
    },
  ],
  [/^#(\d+)$/, number => hashOf(Number(number))],
  [/^root (\w+)$/, name => commitFields(privateFields(name), sha256)],
  [/^paper (\d+)$/, number => ({ hash: hashOf(Number(number)), kind: 'pdf', bytes: 1_000 })],
  [/^(-?[\d,]+)$/, digits => Number(digits.replaceAll(',', ''))],
  [/^'(.*)'$/, text => text],
  [/^nothing$/, () => null],
  [/^person (\w+) (\d+)$/, (party, number) => personOf(party, number).person],
  [/^key (\w+) (\d+)$/, (party, number) => personOf(party, number).key],
  [/^point (\d+)$/, number => `B${(number ?? '').padStart(86, 'A')}`],
  [/^subject (\w+)$/, party => subjectHash(party ?? '')],
  [/^subjectOf (\w+)$/, file => subjectOf(file ?? '')],
  [
    /^flag (\w+) (\w+) (\d+)$/,
    (claim, rule = '', other = '') =>
      `${idNamed(claim ?? '')}:${rule}:${hashOf(Number(other)).slice(0, 16)}`,
  ],
  // A root of private fields that do not come with the act.
  [/^hidden (\w+)$/, name => rootOf(name ?? '')],
  [/^checklist$/, () => bodies.clear.items],
  [/^terms (\w+)$/, name => goldenTerms(name ?? '', idNamed)],
  [/^hash of terms$/, () => hashOfTerms('trade')],
  [/^hash of (floating|observing)$/, name => hashOfTerms(name ?? '')],
  [/^(first|observing) lines$/, name => LINES_HASHES[name ?? '']],
  [/^pages of (\d)$/, count => pagesRoot(Number(count))],
];

function hashOfTerms(name: string): string {
  return sha256(Buffer.from(canonical(goldenTerms(name, idNamed))));
}

function personOf(party = '', number = '1'): Signer {
  return by(idNamed(party), 'maker', Number(number));
}

/** The hash under which the worked example knows a party's registration number. */
export function subjectHash(party: string): string {
  return hashOf(Number.parseInt(idNamed(party).slice(-6), 16));
}

/** The keyed hash of a registration number, as the registry makes it. */
function subjectOf(file: string): string {
  const [number] = privateFields(file);
  const keyed = hmacSha256(Buffer.alloc(32, 7));
  return keyed(`subject\u001f${typeof number?.value === 'string' ? number.value : ''}`);
}

/** The root over that many equal pages of the golden pool: the claim, or the second one. */
function pagesRoot(count: number): string {
  const terms = { type: 'receivable', ref: 'r', obligor: 'o', group: 'g', termsRoot: hashOf(7) };
  const amounts = ['100000000', '5000000'];
  const pages = ['claim', 'other'].slice(0, count).map((name, at) => {
    const amount = { minor: amounts[at] ?? '', currency: 'CNY' };
    return sha256(Buffer.from(canonical([{ asset: idNamed(name), ...terms, amount }])));
  });
  return sha256(Buffer.from(canonical(pages)));
}

/** What manager and custodian sign for the first date of the golden deal, and of one that observes. */
const LINES_HASHES: Readonly<Record<string, string>> = {
  first: '5ed59ce216d1454ba2ab1b664b92550f0a39989ae4488322bba71fcb76593536',
  observing: 'd81dc2d4248674d4f3c0486010eaccfde9565a465eeacf25e487eff59f8869dd',
};

/** One value: an id, an amount, a hash, a list, an object, a number, a word. */
function valueOf(text: string): Wire | undefined {
  for (const [form, read] of FORMS) {
    const match = form.exec(text);
    if (match) return read(...match.slice(1));
  }
  return text;
}

/** Fields of an inner object stand behind commas. */
function fieldsOf(inner: string): string {
  return splitAt(inner, ',').join('; ');
}

function known(text: string): Wire {
  const value = valueOf(text);
  if (value === undefined) throw new Error('a list holds values');
  return value;
}

/** The private fields of every `root …` that a body names, as they come with the act. */
export function transientOf(text: string): ReadonlyMap<string, Wire> {
  const named = (word: string): readonly string[] =>
    [...text.matchAll(new RegExp(`${word} (\\w+)`, 'g'))].map(([, name = '']) => name);
  const hidden = named('hidden');
  const names = named('root').filter(name => !hidden.includes(name));
  const body = bodyOf(text) as { readonly items?: readonly Claimed[] } & Asked;
  const items = Array.isArray(body.items) ? body.items : [];
  const details = items.flatMap(({ receivable, root }) => {
    const name = names.find(named => rootOf(named) === root);
    return receivable !== undefined && name !== undefined
      ? [[receivable, privateFields(name)] as const]
      : [];
  });
  return new Map<string, Wire>([
    ...names.map(name => [transientName(name), privateFields(name)] as [string, Wire]),
    ['details', Object.fromEntries(details) as Wire],
    ['registryKey', Buffer.alloc(32, 7).toString('base64url')],
    ['disclosure', disclosedOf(body)],
  ]);
}

type Asked = { readonly objects?: readonly string[]; readonly fields?: readonly string[] };

/** What opens the fields that a body asks for, for every object that it names, of `root papers`. */
function disclosedOf({ objects = [], fields = [] }: Asked): Wire {
  if (!Array.isArray(objects) || !Array.isArray(fields)) return {};
  const known = privateFields('papers');
  const proved = known
    .filter(({ path }) => fields.includes(path))
    .map(field => ({ ...field, proof: proveField(known, field.path, sha256) ?? [] }));
  return Object.fromEntries(objects.map(id => [id, proved])) as Wire;
}

type Claimed = { readonly receivable?: string; readonly root?: string };

function rootOf(name: string): string {
  return commitFields(privateFields(name), sha256);
}

/** An applicant's files, and an order's, come under two names, whichever of them opens the root. */
function transientName(name: string): string {
  return /^(identity|owners|order)/.exec(name)?.[0] ?? name;
}

export function idNamed(name: string): string {
  const id = NAMES[name];
  if (id === undefined) throw new Error(`nothing is called @${name}`);
  return id;
}

/** The names of an id's parts in the tables, `@supplier`; any other text as it is. */
export function nameOf(id: string): string {
  const parts = id.split('~').map(part => {
    const named = Object.entries(NAMES).find(([, known]) => known === part);
    return named ? `@${named[0]}` : part;
  });
  return parts.join('~');
}

/** Parts between separators that stand outside of brackets; a comma between digits is none. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const [at, sign] of Array.from(text).entries()) {
    depth += depthOf(sign);
    const grouping = /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
    const parted = sign === separator && depth === 0 && !(sign === ',' && grouping);
    if (parted) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${sign}`);
  }
  return parts.map(part => part.trim()).filter(part => part !== '');
}

function depthOf(sign: string): number {
  if ('[{'.includes(sign)) return 1;
  return ']}'.includes(sign) ? -1 : 0;
}

const ROLES: readonly string[] = [...PERSON_ROLES, ...SERVICE_ROLES];

/**
 * `supplier maker 1, buyer checker 2*` as signers; person 1 when no number stands. The star is a
 * fresh second factor, `^` a key that the act brings with it.
 */
export function signersOf(text: string): readonly Signer[] {
  return splitAt(text, ',').map(part => {
    const [party = '', role = '', number = '1'] = part.replace(/[*^]/, '').split(/\s+/);
    if (!ROLES.includes(role)) throw new Error(`no role "${role}" in "${part}"`);
    const service = (SERVICE_ROLES as readonly string[]).includes(role);
    const named = KEY_CLASSES.find(name => part.includes(` ${name}`));
    const keyClass = service ? 'service' : (named ?? 'browser');
    const person = Number(number) || 1;
    const introduced = part.includes('^');
    const more = { steppedUp: part.includes('*'), class: keyClass, introduced } as const;
    return by(idNamed(party), role as Role, person, more);
  });
}
