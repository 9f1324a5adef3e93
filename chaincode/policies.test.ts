import { createRequire } from 'node:module';
import {
  POLICY_ALL,
  POLICY_BROKER_AND_AUDITORS,
  POLICY_CONFIRMED,
  POLICY_ENTERPRISES_AND_BROKER,
} from './policies.ts';

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
