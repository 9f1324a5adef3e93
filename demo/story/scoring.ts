import type { ActBodies } from '../../domain/act/index.ts';
import { ANCHOR, FUNDER, OPERATOR, SUPPLIERS, type Member } from '../cast/cast.ts';
import { actOf, freshId, signAct, type Entry } from '../client/acts.ts';
import { settled } from '../client/settled.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type By, type Deed, type World } from '../client/world.ts';
import { screeningsOf } from './admission.ts';
import { digest } from './founding.ts';
import { setLines } from './limits.ts';
import { say } from './say.ts';

const PRODUCT = 'confirmedReceivable';
const SIDE_BY_SIDE = 4;
const RISK: readonly By[] = [
  { of: OPERATOR, person: 'ling', role: 'risk' },
  { of: OPERATOR, person: 'rui', role: 'risk' },
];

/** The rating of the anchor that two risk persons take over from its published report. */
const ANCHOR_RATING = { pdPpm: 3_500, depth: 'D', evidenceHash: digest('rating report anchor') };

type Score = {
  readonly outcome?: string;
  readonly grade?: string;
  readonly gates: readonly { readonly code: string; readonly counts: string }[];
  readonly body: ActBodies['attestation.record'] | null;
  readonly scorer: Entry | null;
};

/**
 * Screens everybody, lets the enterprises consent to being scored, and sees to it that the buyer and
 * every supplier have a living attestation: the scorer key and a risk person sign each.
 */
export async function scoreAll(world: World): Promise<void> {
  const enterprises = [ANCHOR, ...SUPPLIERS];
  await world.performAll(await screeningsOf(world, [...enterprises, FUNDER]));
  await world.performAll(SUPPLIERS.map(of => scoringConsent(of) as unknown as Deed));
  const unscored = await missing(world, enterprises);
  if (unscored.includes(ANCHOR)) await attest(world, ANCHOR);
  // Nobody is scored well against a buyer on whose line there is no room.
  await setLines(world, []);
  const suppliers = unscored.filter(of => of !== ANCHOR);
  const grades = await mapSide(suppliers, SIDE_BY_SIDE, of => attest(world, of));
  say(`${suppliers.length} suppliers scored from their own files: ${counted(grades)}`);
}

/** Scores one enterprise and records the attestation. */
async function attest(world: World, of: Member): Promise<string> {
  const client = world.client(OPERATOR);
  const isAnchor = of === ANCHOR;
  const asked = {
    actId: freshId(),
    attestation: freshId(),
    businessDate: world.businessDate,
    subject: of.party,
    role: isAnchor ? 'buyer' : 'supplier',
    product: PRODUCT,
    rating: isAnchor ? ANCHOR_RATING : null,
  };
  const { creditScore } = await client.ask<{ creditScore: Score | null }>(
    `mutation($actId: ActId!, $attestation: ActId!, $businessDate: BusinessDate!, $subject: ID!,
        $role: String!, $product: String!, $rating: JSON) {
      creditScore(actId: $actId, attestation: $attestation, businessDate: $businessDate,
        subject: $subject, role: $role, product: $product, rating: $rating) }`,
    asked,
  );
  const { body, scorer, gates = [], outcome } = creditScore ?? { body: null, scorer: null };
  if (!body || !scorer) {
    const open = gates.filter(gate => gate.counts !== 'PASS').map(gate => gate.code);
    throw new StoryFault('NOT_ATTESTED', `${of.slug}: ${String(outcome)} ${open.join(' ')}`);
  }
  await record(world, { id: asked.actId, body, scorer, by: isAnchor ? RISK : RISK.slice(0, 1) });
  return body.kind === 'score' ? body.grade : '';
}

async function record(
  world: World,
  of: {
    readonly id: string;
    readonly body: ActBodies['attestation.record'];
    readonly scorer: Entry;
    readonly by: readonly By[];
  },
): Promise<void> {
  const { channel, businessDate } = world;
  const made = actOf('attestation.record', OPERATOR.party, businessDate, of.body);
  const act = { ...made, id: of.id };
  const own = of.by.map(by =>
    signAct(channel, act, { key: world.key(by.of, by.person), role: by.role }),
  );
  const { attestationRecord } = await world.client(OPERATOR).askPatiently<{
    attestationRecord: { __typename: string; block?: number };
  }>(
    `mutation($actId: ActId!, $businessDate: BusinessDate!, $body: JSON!,
        $signatures: [SignatureInput!]!) {
      attestationRecord(actId: $actId, businessDate: $businessDate, body: $body,
        signatures: $signatures) { __typename ... on ActDone { block }
        ... on ActRefused { code message facts } ... on InputInvalid { code faults { path code } } } }`,
    { actId: act.id, businessDate, body: of.body, signatures: [of.scorer, ...own] },
  );
  const outcome = await settled(world.client(OPERATOR), act.id, attestationRecord);
  if (outcome.__typename !== 'ActDone' || outcome.block === undefined) {
    throw new StoryFault(outcome.__typename, `attestation.record ${JSON.stringify(outcome)}`);
  }
  world.saw(outcome.block);
}

/** Enterprises without a living attestation on the open day. */
async function missing(world: World, members: readonly Member[]): Promise<readonly Member[]> {
  const found = await mapSide(members, SIDE_BY_SIDE, async of => {
    const role = of === ANCHOR ? 'buyer' : 'supplier';
    const { attestation } = await world.client(OPERATOR).ask<{
      attestation: { readonly validUntil: string | null } | null;
    }>(
      `query($subject: ID!, $role: String) {
        attestation(subject: $subject, role: $role) { validUntil } }`,
      { subject: of.party, role },
    );
    return (attestation?.validUntil ?? '') >= world.businessDate ? null : of;
  });
  return found.filter(of => of !== null);
}

/** The enterprise lets the broker read its files and the registers, for the score alone. */
export function scoringConsent(of: Member): Deed<'consent.grant'> {
  return {
    kind: 'consent.grant',
    actor: of,
    body: {
      to: OPERATOR.party,
      dataClasses: ['erp', 'bank', 'register'],
      purpose: 'scoring',
      until: '2027-02-28',
    },
    by: [{ of, person: 'one', role: 'admin' }],
  };
}

/** `A 20, BBB 4`. */
function counted(grades: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const grade of grades) counts.set(grade, (counts.get(grade) ?? 0) + 1);
  return [...counts].map(([grade, count]) => `${grade} ${count}`).join(', ');
}
