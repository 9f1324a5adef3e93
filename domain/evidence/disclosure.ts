import type { Act, ActBodies } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { ok, type Result } from '../result/index.ts';
import { byCodeUnit, canonical, isList, isObject, type Wire } from '../wire/index.ts';
import { isSalt, verifyField, type PrivateField, type ProofStep } from './merkle.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Terms = ActBodies['disclosure.request'];

/**
 * What somebody who examines asked to see of a party's private fields, and what became of it; key
 * `disclosure~<id>`. The values lie in a collection of their own and never here.
 */
export type Disclosure = Terms & {
  /** Who asked, and may read. */
  readonly by: string;
  readonly requestedOn: string;
} & (
    | { readonly state: 'requested' }
    | { readonly state: 'granted'; readonly grantedOn: string }
    | { readonly state: 'ended'; readonly grantedOn: string | null; readonly endedOn: string }
  );

/** A private field with the proof that it stands under a claim's root. */
export type DisclosedField = PrivateField & { readonly proof: readonly ProofStep[] };

/** A claim as far as a disclosure asks: whose it is, and the root that its fields open. */
export type DisclosedObject = {
  readonly receivable: string;
  readonly supplier: string;
  readonly buyer: string;
  readonly root: string;
};

export type DisclosureState = {
  readonly disclosure: Disclosure | undefined;
  /** The claims that are known among those named. */
  readonly objects: ReadonlyMap<string, DisclosedObject>;
};

/** Asks a party for fields of its own claims, for a purpose and until a day. */
export function decideDisclosureRequest(
  { disclosure, objects }: DisclosureState,
  act: Act<'disclosure.request'>,
): Decision {
  const { body, businessDate, actor, kind } = act;
  if (disclosure) {
    const { state } = disclosure;
    return refuseState(kind, { object: body.disclosure, state, states: ['unknown'] });
  }
  const late = untilFault(body, businessDate);
  if (late) return late;
  const foreign = foreignObject(body, objects);
  if (foreign !== null) return refuse('NOT_FOUND', { id: foreign });
  return ok([{ kind: 'disclosure.requested', terms: body, by: actor, on: businessDate }]);
}

export type GrantState = DisclosureState & {
  /** The fields that came with the act, by claim; `null` when their form is wrong. */
  readonly fields: ReadonlyMap<string, readonly DisclosedField[]> | null;
};

/** Grants what was asked, in the same words, with every field proved under its claim's root. */
export function decideDisclosureGrant(
  state: GrantState,
  act: Act<'disclosure.grant'>,
  context: Context,
): Decision {
  const { body, businessDate, actor, kind } = act;
  const { disclosure } = state;
  if (disclosure?.of !== actor) return refuse('NOT_FOUND', { id: body.disclosure });
  if (disclosure.state !== 'requested') {
    const at = { object: body.disclosure, state: disclosure.state, states: ['requested'] };
    return refuseState(kind, at);
  }
  const other = differing(disclosure, body);
  if (other !== null) return refuse('DISCLOSURE_DIFFERS', { field: other });
  const late = untilFault(body, businessDate);
  if (late) return late;
  for (const id of body.objects) {
    const unopened = unopenedField(state, id, { paths: body.fields, context });
    if (unopened !== null) return refuse('ROOT_MISMATCH', { field: `${id} ${unopened}` });
  }
  return ok([{ kind: 'disclosure.granted', disclosure: body.disclosure, on: businessDate }]);
}

/** Ends a disclosure: its owner or reader at any time, anybody once its last day has passed. */
export function decideDisclosureEnd(
  { disclosure }: Pick<DisclosureState, 'disclosure'>,
  act: Act<'disclosure.end'>,
): Decision {
  const { body, businessDate, actor, kind } = act;
  const isOwn = actor === disclosure?.of || actor === disclosure?.by;
  // To others it is not there until its last day has passed.
  if (!disclosure || (!isOwn && businessDate <= disclosure.until)) {
    return refuse('NOT_FOUND', { id: body.disclosure });
  }
  if (disclosure.state === 'ended') {
    const states = ['requested', 'granted'];
    return refuseState(kind, { object: body.disclosure, state: 'ended', states });
  }
  const on = businessDate;
  return ok([{ kind: 'disclosure.ended', disclosure: body.disclosure, by: actor, on }]);
}

/** Fields by claim as they come in a transient value; `null` when the form is wrong. */
export function readDisclosedFields(
  value: Wire | undefined,
): ReadonlyMap<string, readonly DisclosedField[]> | null {
  if (!isObject(value)) return null;
  const found = new Map<string, readonly DisclosedField[]>();
  for (const [id, entries] of Object.entries(value)) {
    const fields = isList(entries) ? entries.map(readField) : [null];
    if (fields.includes(null)) return null;
    found.set(id, fields as readonly DisclosedField[]);
  }
  return found;
}

function readField(entry: Wire): DisclosedField | null {
  if (!isObject(entry) || Object.keys(entry).length !== 4) return null;
  const { path, salt, value, proof } = entry;
  if (typeof path !== 'string' || typeof salt !== 'string' || value === undefined) return null;
  const isProved = isList(proof) && proof.every(isStep);
  if (!isSalt(salt) || !isProved) return null;
  return { path, salt, value, proof: proof as unknown as readonly ProofStep[] };
}

function isStep(step: Wire): boolean {
  if (!isObject(step) || Object.keys(step).length !== 2) return false;
  const { side, hash } = step;
  const isHash = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  return isHash && (side === 'left' || side === 'right');
}

function untilFault({ until }: Terms, businessDate: string): ReturnType<typeof refuse> | null {
  if (until >= businessDate) return null;
  const facts = { first: 'today', a: businessDate, second: 'until', b: until };
  return refuse('DATES_DISORDERED', facts);
}

/** The first object that is no claim of the party that is asked. */
function foreignObject({ objects, of }: Terms, known: DisclosureState['objects']): string | null {
  const isOwn = (id: string): boolean => {
    const claim = known.get(id);
    return claim !== undefined && (claim.supplier === of || claim.buyer === of);
  };
  return objects.find(id => !isOwn(id)) ?? null;
}

/** The first field of the terms that is not as it was asked. */
function differing(asked: Terms, given: Terms): string | null {
  const names = ['of', 'objects', 'fields', 'purpose', 'until'] as const;
  return names.find(name => canonical(asked[name]) !== canonical(given[name])) ?? null;
}

/** The first path that was not given, was not asked, or does not open the root. */
function unopenedField(
  { objects, fields }: GrantState,
  id: string,
  { paths, context }: { readonly paths: readonly string[]; readonly context: Context },
): string | null {
  const root = objects.get(id)?.root ?? '';
  const given = fields?.get(id) ?? [];
  const wanted = [...paths].sort(byCodeUnit);
  const found = given.map(({ path }) => path).sort(byCodeUnit);
  const odd = wanted.find((path, at) => path !== found[at]) ?? found[wanted.length];
  if (odd !== undefined) return odd;
  const expected = { root, sha256: context.sha256 };
  const wrong = given.find(({ proof, ...field }) => !verifyField(field, proof, expected));
  return wrong?.path ?? null;
}
