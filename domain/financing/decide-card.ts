import type { Act } from '../act/index.ts';
import { addDays } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { stateWrong, notFound } from './faults.ts';
import { sliceCaps } from './limit.ts';
import { RATE_PPM_MAX } from './offer.ts';
import type { RateCard } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const CARD_DAYS_MAX = 30;
const CARD_SLICES = 8;

/** A standing offer of at most 30 days; its capacity becomes a line of eight slices. */
export function decideCardPublish(
  state: { readonly card: RateCard | undefined },
  act: Act<'rateCard.publish'>,
): Decision {
  const { body, actor, businessDate } = act;
  const { card, until, tenorDays, capacity } = body;
  if (state.card) {
    return fail(stateWrong(act, { object: `card ${card}`, state: 'published', states: 'none' }));
  }
  const latest = addDays(businessDate, CARD_DAYS_MAX);
  if (until < businessDate) return refuse('DATES_DISORDERED', { a: businessDate, b: until });
  if (until > latest) return refuse('DATES_DISORDERED', { a: until, b: latest });
  if (tenorDays.from > tenorDays.to) {
    const facts = { a: `${tenorDays.from} days`, b: `${tenorDays.to} days` };
    return refuse('DATES_DISORDERED', facts);
  }
  if (body.ratePpm > RATE_PPM_MAX) {
    const facts = { figure: `rate ${body.ratePpm} ppm`, range: `0 to ${RATE_PPM_MAX} ppm` };
    return refuse('PRICE_OUT_OF_RANGE', facts);
  }
  const { programme, debtors, kind, mode, ratePpm, advancePpm, suppliers } = body;
  const terms = { programme, debtors, tenorDays, kind, mode, ratePpm, advancePpm };
  const gradeMin = body.gradeMin ?? null;
  const offer = { card, funder: actor, status: 'live', gradeMin, capacity, suppliers } as const;
  const line = { line: card, owner: actor, kind: 'card', subject: card, cap: capacity } as const;
  const caps = sliceCaps(BigInt(capacity.minor), CARD_SLICES).map(String);
  return ok([
    { kind: 'rateCard.published', card: { ...offer, ...terms, publishedOn: businessDate, until } },
    { kind: 'limit.set', line: { ...line, from: businessDate, until, slices: CARD_SLICES }, caps },
  ]);
}

/** Ends an offer; what was accepted under it stands. */
export function decideCardWithdraw(
  { card }: { readonly card: RateCard | undefined },
  act: Act<'rateCard.withdraw'>,
): Decision {
  if (!card || card.funder !== act.actor) return fail(notFound(act.body.card));
  if (card.status === 'live') return ok([{ kind: 'rateCard.withdrawn', card: card.card }]);
  const of = { object: `card ${card.card}`, state: card.status, states: 'live' };
  return fail(stateWrong(act, of));
}
