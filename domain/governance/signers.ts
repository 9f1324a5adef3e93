import {
  ACT_KINDS,
  type Act,
  type KindSpec,
  type SignerGroup,
  type SignerOption,
} from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Party, Role } from '../party/index.ts';
import { bandOf, isAlone, type Band } from './band.ts';
import type { Context, Signer } from './context.ts';

type Need = SignerGroup & { readonly party: string };

/**
 * Roles, bands and step-up of and §9.1: at least one option of the kind's signer rule
 * must be met by distinct persons. Answers every fault of the option that is nearest to complete.
 */
export function checkSigners(act: Act, actor: Party | undefined, context: Context): Refusal[] {
  const spec = ACT_KINDS[act.kind] as unknown as KindSpec<unknown>;
  const band = bandOf(spec, act.body, actor, context);
  if (typeof band !== 'string') return [band];
  const gone = exitedFault(act, actor, context);
  if (gone) return [gone];
  const foreign = actorFaults(act, spec, actor) ?? debtorFaults(act, context);
  if (foreign) return [foreign];
  const options = spec.signers(act.body, act.actor);
  if (options.length === 0) return [];
  const alone = isAlone(actor);
  const faults = options.map(option => optionFaults(option, { act, spec, band, alone, context }));
  const best = faults.reduce((a, b) => (missingOf(b) < missingOf(a) ? b : a));
  return [...best];
}

/** The keys of a party that has left count no more (receivables.md §2.1). */
function exitedFault(act: Act, actor: Party | undefined, context: Context): Refusal | null {
  if (actor?.state !== 'exited') return null;
  const own = context.signers.find(({ party }) => party === act.actor);
  return { code: 'KEY_INACTIVE', facts: { key: own?.key ?? act.actor, state: 'revoked' } };
}

/** Some kinds of act belong to some kinds of party. */
function actorFaults(act: Act, spec: KindSpec<unknown>, actor: Party | undefined): Refusal | null {
  if (!actor || actor.kinds.some(kind => spec.actors.includes(kind))) return null;
  const facts = { person: act.actor, role: spec.actors.join(' or '), kind: act.kind };
  return { code: 'ROLE_MISSING', facts };
}

/** A confirmation carries signatures of its debtor only: another party's key never suffices. */
function debtorFaults({ kind, actor }: Act, { signers }: Context): Refusal | null {
  if (kind !== 'receivable.confirm' || signers.every(({ party }) => party === actor)) return null;
  return { code: 'NOT_THE_DEBTOR', facts: { buyer: actor } };
}

type Rule = {
  readonly act: Act;
  readonly spec: KindSpec<unknown>;
  readonly band: Band;
  /** A micro party of one person. */
  readonly alone: boolean;
  readonly context: Context;
};

function optionFaults(option: SignerOption, rule: Rule): readonly Refusal[] {
  const needs = option.map(group => withBand(resolve(group, rule), rule));
  const missing: string[] = [];
  let need = 0;
  let have = 0;
  for (const group of needs) {
    const candidates = rule.context.signers.filter(
      ({ party, introduced }) => party === group.party && !introduced,
    );
    const matched = match(group.needs, candidates);
    need += group.needs.length;
    have += matched.size;
    group.needs.forEach((roles, at) => {
      if (!matched.has(at)) missing.push(`${nameOf(group)}:${roles.join('|')}`);
    });
  }
  if (missing.length > 0) {
    return [{ code: 'APPROVALS_MISSING', facts: { have, need, missing, band: rule.band } }];
  }
  return [...stepUpFaults(needs, rule), ...keyClassFaults(rule)];
}

function resolve(group: SignerGroup, { act, context }: Rule): Need {
  const { of } = group;
  if (typeof of !== 'string') return { ...group, party: of.party };
  return { ...group, party: of === 'actor' ? act.actor : context.channel[of] };
}

/**
 * A band raises the actor's own group to its number of persons (§9.1). A micro party of one person
 * uses B0 alone, also where the act asks others for maker and checker.
 */
function withBand(group: Need, { spec, band, act, alone }: Rule): Need {
  if (!spec.band || group.party !== act.actor) return group;
  if (band === 'B0') return alone ? { ...group, needs: group.needs.slice(0, 1) } : group;
  const given = group.needs.length;
  const checker: readonly Role[] = ['checker', 'director'];
  const needs = [...group.needs];
  if (!needs.some(roles => roles.includes('checker') && roles.length <= 2)) needs.push(checker);
  if (band === 'B3') needs.push(['director']);
  return given >= needs.length ? group : { ...group, needs };
}

/** Matches needs to distinct persons (augmenting paths; at most a handful of each). */
function match(
  needs: readonly (readonly Role[])[],
  candidates: readonly Signer[],
): ReadonlyMap<number, string> {
  const personOf = new Map<number, string>();
  const needOf = new Map<string, number>();
  const seat = (need: number, tried: Set<string>): boolean => {
    for (const { person, role } of candidates) {
      if (tried.has(person) || !needs[need]?.includes(role)) continue;
      tried.add(person);
      const holder = needOf.get(person);
      if (holder !== undefined && !seat(holder, tried)) continue;
      personOf.set(need, person);
      needOf.set(person, need);
      return true;
    }
    return false;
  };
  needs.forEach((_, at) => seat(at, new Set()));
  return personOf;
}

function stepUpFaults(needs: readonly Need[], { act, spec, band, context }: Rule): Refusal[] {
  const own = context.signers.filter(({ party, introduced, class: keyClass }) => {
    return party === act.actor && !introduced && keyClass !== 'service';
  });
  const wanted = stepUpOf(spec, band);
  if (wanted === 'none' || needs.length === 0) return [];
  const done = own.filter(({ steppedUp }) => steppedUp).length;
  const facts = { band: spec.band ? band : 'P', age: 'none' };
  if (band === 'B3' && !own.some(({ class: keyClass }) => keyClass === 'hardware')) {
    return [{ code: 'STEP_UP_REQUIRED', facts: { ...facts, method: 'hardware key' } }];
  }
  const enough = wanted === 'all' ? own.length : 1;
  if (done >= enough) return [];
  return [{ code: 'STEP_UP_REQUIRED', facts: { ...facts, method: 'token' } }];
}

/** Who must have confirmed a second factor: nobody, one signer of the actor, or all of them. */
export function stepUpOf(spec: KindSpec<unknown>, band: Band): 'none' | 'one' | 'all' {
  if (spec.stepUp === 'all' || band === 'B3') return 'all';
  return spec.stepUp === 'one' || (spec.band !== undefined && band === 'B2') ? 'one' : 'none';
}

/** A custodial key may not confirm above band B1. */
function keyClassFaults({ act, band, context }: Rule): Refusal[] {
  if (band === 'B0' || band === 'B1' || act.kind !== 'receivable.confirm') return [];
  const weak = context.signers.some(
    ({ class: keyClass, party }) => keyClass === 'custodial' && party === act.actor,
  );
  const facts = { class: 'custodial', kind: act.kind, amount: 'CNY 1,000,000.00' };
  return weak ? [{ code: 'KEY_CLASS_TOO_WEAK', facts }] : [];
}

function missingOf(faults: readonly Refusal[]): number {
  const first = faults[0];
  if (first?.code !== 'APPROVALS_MISSING') return faults.length === 0 ? -1 : 0;
  return Number(first.facts['need']) - Number(first.facts['have']);
}

function nameOf(group: SignerGroup): string {
  return typeof group.of === 'string' ? group.of : group.of.party;
}
