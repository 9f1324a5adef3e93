import { ACT_KINDS, skeletonOf, type ActKind, type KindSpec } from '../../domain/act/index.ts';
import { PARTY_KINDS, PERSON_ROLES } from '../../domain/party/roles.ts';
import { capabilitiesOf } from '../../api/authorization.ts';
import { nextId } from '../fixture/signing.ts';

/** Roles that a signer rule names, whoever is to hold them. */
function rolesIn(kind: ActKind): readonly string[] {
  const spec = ACT_KINDS[kind] as unknown as KindSpec<unknown>;
  const options = spec.signers(skeletonOf(spec.body.shape), nextId());
  return options.flatMap(option => option.flatMap(({ needs }) => needs.flat()));
}

const KINDS = Object.keys(ACT_KINDS) as ActKind[];
const persons: ReadonlySet<string> = new Set(PERSON_ROLES);
const byPersons = KINDS.filter(kind => rolesIn(kind).some(role => persons.has(role)));

test('every kind that a person performs stands on the page of acts of some kind of party', () => {
  const offered = new Set(PARTY_KINDS.flatMap(kind => capabilitiesOf({ roles: [] }, [kind])));
  expect(byPersons.filter(kind => !offered.has(kind))).toEqual([]);
  // Control: most kinds are a person's, and what programs alone sign is not counted.
  expect(byPersons.length).toBeGreaterThan(150);
  expect(byPersons).toContain('engagement.open');
});

test('a kind of party is offered no act that is not its own', () => {
  expect(capabilitiesOf({ roles: [] }, ['enterprise'])).not.toContain('party.admit');
  expect(capabilitiesOf({ roles: [] }, ['enterprise'])).toContain('order.register');
});
