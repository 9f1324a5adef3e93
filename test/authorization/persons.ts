import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { AccountInput } from '../../api/identity/index.ts';
import { serviceSigner } from '../../api/step-up/index.ts';
import { actBytes, signatureBytes, type Act, type Signature } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { toBase64url } from '../../domain/wire/index.ts';

export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export type TestKey = {
  readonly id: string;
  readonly publicKey: string;
  readonly pem: string;
  readonly secret: KeyObject;
};

/** A person of a party with a key. */
export type Person = {
  readonly party: string;
  readonly person: string;
  readonly login: string;
  readonly roles: readonly string[];
  readonly key: TestKey;
};

export function freshId(): string {
  return uuidV7(Date.now(), randomBytes(10));
}

export function testKey(): TestKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  const id = `k-${createHash('sha256').update(point).digest('hex').slice(0, 24)}`;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { id, publicKey: toBase64url(point), pem, secret: privateKey };
}

/** Hex SHA-256 of a text. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export function person(party: string, login: string, roles: readonly string[]): Person {
  return { party, person: digest(login), login, roles, key: testKey() };
}

/** One signature entry over an act. */
export async function signEntry(
  channel: string,
  act: Act,
  by: { readonly key: TestKey; readonly role: string; readonly stepUp?: unknown },
): Promise<Signature> {
  const actHash = createHash('sha256').update(actBytes(act)).digest('hex');
  const entry = {
    alg: 'p256',
    key: by.key.id,
    role: by.role,
    at: new Date().toISOString(),
    ...(by.stepUp ? { stepUp: by.stepUp } : {}),
  } as Omit<Signature, 'value'>;
  const signer = serviceSigner(by.key.id, by.key.pem);
  return { ...entry, value: await signer.sign(signatureBytes(channel, actHash, entry)) };
}

/** The founders' persons: broker, association and auditor. */
export function cast(): Record<string, Person> {
  const [broker, association, auditor] = [freshId(), freshId(), freshId()];
  return {
    broker: person(broker, 'broker-one', ['operations', 'admin']),
    brokerTwo: person(broker, 'broker-two', ['risk', 'compliance', 'onboarding']),
    rule: person(broker, 'broker-rule', ['rule']),
    association: person(association, 'association-one', ['registrar', 'admin']),
    associationTwo: person(association, 'association-two', ['registrar']),
    auditor: person(auditor, 'auditor-one', ['admin', 'maker']),
    auditorTwo: person(auditor, 'auditor-two', ['checker']),
  };
}

export function accountsOf(of: Person): AccountInput[] {
  const name = { zh: of.login, en: of.login };
  const party = { party: of.party, partyName: name, name, roles: of.roles };
  const { login, person: hash } = of;
  return [
    { ...party, subject: hash, kind: 'person', login, person: hash, totpSecret: TOTP_SECRET },
    {
      ...party,
      subject: `service-${login}`,
      kind: 'service',
      login: `service-${login}`,
      person: null,
      totpSecret: null,
    },
  ];
}
