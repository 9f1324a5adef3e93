import { generate } from 'otplib';
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { signatureBytes, type Signature } from '../../domain/act/index.ts';
import { fromBase64url } from '../../domain/wire/index.ts';
import { startProduct, type Product } from './harness.ts';
import { freshId, TOTP_SECRET, type Person } from './persons.ts';

let product: Product;
let broker: Person;
let brokerTwo: Person;
let auditor: Person;

beforeAll(async () => {
  product = await startProduct();
  const { broker: one, brokerTwo: two, auditor: three } = product.persons;
  if (!one || !two || !three) throw new Error('the cast is not whole');
  [broker, brokerTwo, auditor] = [one, two, three];
});

afterAll(async () => {
  await product.stop();
});

const HASH = 'ab'.repeat(32);
const STEP_SECONDS = 30;

const BEGIN = `mutation ($hashes: [Sha256!]!, $key: String!, $person: String) {
  begun: stepUpChallenge(actHashes: $hashes, key: $key, person: $person) {
    __typename
    ... on StepUpChallenge { challenge actHashes key triesLeft expiresAt }
    ... on Refused { code }
  }
}`;
const VERIFY = `mutation ($challenge: String!, $code: String!) {
  verified: stepUpVerify(challenge: $challenge, code: $code) {
    __typename
    ... on StepUpPassed { stepUp entries { actHash signature } }
    ... on StepUpFailed { triesLeft }
    ... on Refused { code }
  }
}`;

async function begin(of: Person, hashes: readonly string[] = [HASH], key = of.key.id) {
  const reply = await product.ask(await product.tokenOf(of), BEGIN, { hashes, key });
  return reply.body.data.begun;
}

async function check(of: Person, challenge: string, code: string) {
  const reply = await product.ask(await product.tokenOf(of), VERIFY, { challenge, code });
  return reply.body.data.verified;
}

/** The code of a half minute near now; each counts once and in order. */
function codeAt(offset: number): Promise<string> {
  const epoch = Math.floor(Date.now() / 1000) + offset * STEP_SECONDS;
  return generate({ secret: TOTP_SECRET, epoch });
}

function isSigned(actHash: string, { value, ...entry }: Signature): boolean {
  const point = Buffer.from(product.stepUpKey.publicKey, 'base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const bytes = signatureBytes('tally', actHash, entry);
  const signature = fromBase64url(value) ?? new Uint8Array();
  return verifySignature('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

describe('step-up', () => {
  test('a right code gives one entry an act, for the key that asked, under the service key', async () => {
    const hashes = [HASH, 'cd'.repeat(32)];
    const { challenge } = await begin(broker, hashes);
    const passed = await check(broker, challenge, await codeAt(-1));
    expect(passed.__typename).toBe('StepUpPassed');
    expect(passed.entries.map((entry: { actHash: string }) => entry.actHash)).toEqual(hashes);
    for (const { actHash, signature } of passed.entries) {
      expect(signature).toMatchObject({
        role: 'stepup',
        key: product.stepUpKey.id,
        stepUp: { ...passed.stepUp, of: broker.key.id },
      });
      expect(isSigned(actHash, signature)).toBe(true);
      expect(isSigned('ef'.repeat(32), signature)).toBe(false);
    }
  });

  test('a code counts once, and a passed challenge gives nothing again', async () => {
    const code = await codeAt(0);
    const first = await begin(broker);
    expect((await check(broker, first.challenge, code)).__typename).toBe('StepUpPassed');
    expect(await check(broker, first.challenge, await codeAt(1))).toEqual({
      __typename: 'Refused',
      code: 'STEP_UP_REQUIRED',
    });
    const second = await begin(broker);
    expect(await check(broker, second.challenge, code)).toEqual({
      __typename: 'StepUpFailed',
      triesLeft: 4,
    });
  });

  test('the sixth try starts again, even with the right code', async () => {
    const { challenge } = await begin(brokerTwo);
    const tries = [];
    for (let at = 0; at < 5; at++) tries.push(await check(brokerTwo, challenge, '000000'));
    expect(tries.map(({ __typename }) => __typename)).toEqual([
      'StepUpFailed',
      'StepUpFailed',
      'StepUpFailed',
      'StepUpFailed',
      'Refused',
    ]);
    const late = await check(brokerTwo, challenge, await codeAt(0));
    expect(late).toEqual({ __typename: 'Refused', code: 'STEP_UP_REQUIRED' });
  });

  test('two at once with one code pass once', async () => {
    const [one, two] = [await begin(auditor), await begin(auditor)];
    const code = await codeAt(0);
    const both = await Promise.all([
      check(auditor, one.challenge, code),
      check(auditor, two.challenge, code),
    ]);
    const names = both.map(({ __typename }) => __typename).sort();
    expect(names).toEqual(['StepUpFailed', 'StepUpPassed']);
  });

  test('nobody else can answer a challenge', async () => {
    const { challenge } = await begin(broker);
    expect((await check(brokerTwo, challenge, await codeAt(1))).code).toBe('STEP_UP_REQUIRED');
    expect((await check(auditor, challenge, await codeAt(1))).code).toBe('STEP_UP_REQUIRED');
  });

  test("another person's key, an unknown one and a foreign person are not found", async () => {
    expect((await begin(broker, [HASH], brokerTwo.key.id)).code).toBe('NOT_FOUND');
    expect((await begin(broker, [HASH], auditor.key.id)).code).toBe('NOT_FOUND');
    expect((await begin(broker, [HASH], 'k-nothing')).code).toBe('NOT_FOUND');
    const service = await product.token({
      sub: `service-${broker.login}`,
      org: broker.party,
      kind: 'service',
    });
    const foreign = await product.ask(service, BEGIN, {
      hashes: [HASH],
      key: auditor.key.id,
      person: auditor.person,
    });
    expect(foreign.body.data.begun.code).toBe('NOT_FOUND');
  });

  test.each([
    ['none', []],
    ['201', Array.from({ length: 201 }, (_none, at) => at.toString(16).padStart(64, '0'))],
  ])('refuses %s acts', async (_name, hashes) => {
    expect((await begin(broker, hashes)).code).toBe('BAD_INPUT');
  });

  test('a challenge that never was gives nothing', async () => {
    expect((await check(broker, freshId(), await codeAt(0))).code).toBe('STEP_UP_REQUIRED');
    expect((await check(broker, 'x', await codeAt(0))).code).toBe('STEP_UP_REQUIRED');
  });
});
