import {
  decodePolicy,
  encodePolicy,
  organisationsOf,
  parsePolicyText,
  satisfies,
  type PolicyIdentity,
} from './policy.ts';

const peer = (mspId: string): PolicyIdentity => ({ mspId, role: 'peer' });
const client = (mspId: string): PolicyIdentity => ({ mspId, role: 'client' });
const TWO_OF_THREE = "OutOf(2,'A.peer','B.peer','C.peer')";
const E_AND_ONE = "AND('E.peer',OR('B.peer','A.peer'))";

test.each([
  [TWO_OF_THREE, [peer('A'), peer('B')], true],
  [TWO_OF_THREE, [peer('A'), peer('C')], true],
  [TWO_OF_THREE, [peer('A')], false],
  [TWO_OF_THREE, [], false],
  [TWO_OF_THREE, [peer('A'), peer('A')], false],
  [TWO_OF_THREE, [peer('A'), client('B')], false],
  [TWO_OF_THREE, [peer('A'), peer('X')], false],
  [E_AND_ONE, [peer('E'), peer('A')], true],
  [E_AND_ONE, [peer('E'), peer('B')], true],
  [E_AND_ONE, [peer('E')], false],
  [E_AND_ONE, [peer('A'), peer('B')], false],
  ["OR('A.member')", [client('A')], true],
  // One identity counts once, even where two rules would take it.
  ["AND('A.member','A.peer')", [peer('A')], false],
  ["AND('A.member','A.peer')", [client('A'), peer('A')], true],
  ["OutOf(0,'A.peer')", [], true],
])('%s is satisfied by %j: %s', (text, identities, expected) => {
  expect(satisfies(parsePolicyText(text), identities)).toBe(expected);
});

test.each([TWO_OF_THREE, E_AND_ONE, "OR('A.member','B.admin','C.client')"])(
  '%s survives Fabric’s own bytes',
  text => {
    const rule = parsePolicyText(text);
    expect(decodePolicy(encodePolicy(rule))).toEqual(rule);
  },
);

test('a policy names its organisations once each', () => {
  expect(organisationsOf(parsePolicyText(E_AND_ONE))).toEqual(['E', 'B', 'A']);
});

test.each(["XOR('A.peer')", "OR('A.king')", "OR('A.peer'", "OR('A.peer') x", 'OR()'])(
  '%s is refused with a sentence',
  text => {
    expect(() => parsePolicyText(text)).toThrow(/CONFIG: policy/);
  },
);

test('bytes that are no policy are null, not a guess', () => {
  expect(decodePolicy(Buffer.from('nonsense'))).toBeNull();
});
