import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  CLASS_OF_COLLECTION,
  passClassGate,
  POLICY_ALL,
  POLICY_BROKER_AND_AUDITORS,
  POLICY_CONFIRMED,
  POLICY_ENTERPRISES_AND_BROKER,
} from './policies.ts';
import { Tx } from './tx.ts';

type Rule = {
  hasSignedBy(): boolean;
  getSignedBy(): number;
  getNOutOf(): { getN(): number; getRulesList(): Rule[] } | undefined;
};
type Envelope = {
  getRule(): Rule;
  getIdentitiesList(): { getPrincipal_asU8(): Uint8Array; getPrincipalClassification(): number }[];
};
type Protos = {
  common: { SignaturePolicyEnvelope: { deserializeBinary(bytes: Uint8Array): Envelope } };
  msp: {
    MSPRole: {
      deserializeBinary(bytes: Uint8Array): { getMspIdentifier(): string; getRole(): number };
    };
  };
};

// The very messages with which a peer reads these bytes.
const here = createRequire(import.meta.url);
const protos = createRequire(here.resolve('fabric-shim'))('@hyperledger/fabric-protos') as Protos;
const PEER = 3;

/** The policy as text, each principal as its organisation when it is a peer. */
function textOf(bytes: Uint8Array): string {
  const envelope = protos.common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  const names = envelope.getIdentitiesList().map(identity => {
    const role = protos.msp.MSPRole.deserializeBinary(identity.getPrincipal_asU8());
    expect([identity.getPrincipalClassification(), role.getRole()]).toEqual([0, PEER]);
    return role.getMspIdentifier();
  });
  const walk = (rule: Rule): string => {
    const outOf = rule.getNOutOf();
    if (!outOf) return names[rule.getSignedBy()] ?? '?';
    return `${outOf.getN()}(${outOf.getRulesList().map(walk).join(' ')})`;
  };
  return walk(envelope.getRule());
}

test.each([
  [POLICY_ENTERPRISES_AND_BROKER, '2(BrokerMSP EnterprisesMSP)'],
  [POLICY_BROKER_AND_AUDITORS, '2(BrokerMSP AuditorsMSP)'],
  [POLICY_ALL, '3(BrokerMSP EnterprisesMSP AuditorsMSP)'],
  [POLICY_CONFIRMED, '2(EnterprisesMSP 1(BrokerMSP AuditorsMSP))'],
])('policy bytes read back as %#: %s', (bytes, text) => {
  expect(textOf(bytes)).toBe(text);
});

describe("the gate of an act's class", () => {
  const collections = JSON.parse(
    readFileSync(new URL('./collections.json', import.meta.url), 'utf8'),
  ) as { name: string; endorsementPolicy?: { signaturePolicy: string } }[];

  test('is passed by a collection only where that asks the same organisations', () => {
    const asked = Object.fromEntries(
      collections.map(one => [one.name, one.endorsementPolicy?.signaturePolicy]),
    );
    expect(CLASS_OF_COLLECTION).toEqual({ tradeDetails: 'E1', auditDisclosures: 'E2' });
    expect(asked['tradeDetails']).toBe("AND('BrokerMSP.peer','EnterprisesMSP.peer')");
    expect(asked['auditDisclosures']).toBe("AND('BrokerMSP.peer','AuditorsMSP.peer')");
  });

  const entry = { key: 'k', value: 'v' };
  test.each([
    ['E0', [], []],
    ['E1', [], ['class~E1']],
    ['E1', [{ ...entry, collection: 'tradeDetails' }], []],
    ['E1', [{ ...entry, collection: 'auditDisclosures' }], ['class~E1']],
    ['E1', [{ ...entry, collection: 'registryKey' }], ['class~E1']],
    ['E2', [{ ...entry, collection: 'tradeDetails' }], ['class~E2']],
    ['E2', [{ ...entry, collection: 'auditDisclosures' }], []],
    ['E3', [{ ...entry, collection: 'tradeDetails' }], ['class~E3']],
  ] as const)('%s with %j writes %j', async (endorsement, entries, written) => {
    const keys: string[] = [];
    const stub = {
      handler: {},
      createCompositeKey: (type: string, parts: string[]) => [type, ...parts].join('~'),
      putState: (key: string) => Promise.resolve(void keys.push(key)),
    };
    const tx = new Tx(stub as never);
    passClassGate(tx, endorsement, entries);
    await tx.flush();
    expect(keys).toEqual(written);
  });
});
