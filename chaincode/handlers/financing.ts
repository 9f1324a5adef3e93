import {
  ceilingOf,
  DAYS_MIN,
  decideAccept,
  decideCancel,
  decideCardPublish,
  decideCardWithdraw,
  decideCommit,
  decideLapse,
  decideRefuse,
  decideRegistrationChange,
  decideRegistrationDischarge,
  decideRegistrationDraft,
  decideRegistrationFile,
  decideRegistrationSearch,
  decideRequest,
  NET_ASSETS,
  NET_ASSETS_PPM,
  PRICE_PARAMETERS,
  type AcceptState,
  type CommitState,
  type EndState,
  type FiledState,
  type LineState,
  type RateCard,
  type RequestState,
} from '../../domain/financing/index.ts';
import { COVER_PPM } from '../../domain/hedge/index.ts';
import { decideAssign, type AssignState } from '../../domain/settlement/index.ts';
import { fromWire, multiplyPpm } from '../../domain/money/index.ts';
import { handler, type Input } from '../handler.ts';
import type { Tx } from '../tx.ts';
import {
  financingCredit,
  claimsOf,
  financingOf,
  lossesOf,
  slicesFor,
  type Loaded,
} from './claims.ts';
import { consentsOf } from './consent.ts';

const ends = async (tx: Tx, act: { readonly body: { readonly financing: string } }) =>
  financingOf(tx, act.body.financing);

/** What an acceptance names: a card, or a quote, and perhaps an instruction. */
function namedBy(body: { card?: string; quote?: string; standing?: string | undefined }) {
  return body;
}

/** What a card would give on the whole request, in minor units. */
function advanceOf(financing: Loaded['financing'], card: RateCard | undefined): bigint {
  if (!financing || !card) return 0n;
  return multiplyPpm(fromWire(financing.outstanding), BigInt(card.advancePpm), 'down').minor;
}

const cardHandlers = {
  'rateCard.publish': handler<'rateCard.publish', Parameters<typeof decideCardPublish>[0]>({
    load: async (tx, act) => ({ card: await tx.entity('rateCard', act.body.card) }),
    decide: decideCardPublish,
  }),
  'rateCard.withdraw': handler<'rateCard.withdraw', Parameters<typeof decideCardWithdraw>[0]>({
    load: async (tx, act) => ({ card: await tx.entity('rateCard', act.body.card) }),
    decide: decideCardWithdraw,
  }),
};

const holderHandlers = {
  'financing.request': handler<'financing.request', RequestState>({
    parameters: [DAYS_MIN.key],
    load: async (tx, act) => {
      const { financing, holdings, invited } = act.body;
      const held = [...(await tx.entities('holding', holdings)).values()];
      const claims = await claimsOf(
        tx,
        held.map(({ receivable }) => receivable),
      );
      const parts = held.flatMap(holding => {
        const receivable = claims.find(claim => claim.receivable === holding.receivable);
        return receivable ? [{ holding, receivable }] : [];
      });
      const consent = { party: act.actor, to: invited, on: act.businessDate };
      return {
        financing: await tx.entity('financing', financing),
        parts,
        consents: await consentsOf(tx, consent),
        standing: await tx.entity('standing', act.body.standing ?? ''),
      };
    },
    decide: decideRequest,
  }),
  'financing.accept': handler<'financing.accept', AcceptState>({
    parameters: PRICE_PARAMETERS,
    load: async (tx, act, input) => {
      const loaded = await financingOf(tx, act.body.financing);
      const { card: named = '', quote: sealed = '', standing = '' } = namedBy(act.body);
      const card = await tx.entity('rateCard', named);
      const line = await tx.entity('line', named);
      const quote = await tx.entity('quote', sealed);
      const { financing, holdings, receivables } = loaded;
      const wanted = advanceOf(financing, card);
      const to = [card, quote].flatMap(offer => offer?.funder ?? []);
      return {
        financing,
        card,
        quote,
        standing: await tx.entity('standing', standing),
        line,
        holdings,
        receivables,
        credit: await financingCredit(tx, loaded),
        slices: await slicesFor(tx, line, { hint: input.hint, wanted, whole: false }),
        consents: await consentsOf(tx, { party: act.actor, to, on: act.businessDate }),
        losses: await lossesOf(tx, financing?.buyer),
      };
    },
    decide: decideAccept,
  }),
  'financing.cancel': handler<'financing.cancel', EndState>({ load: ends, decide: decideCancel }),
};

const funderHandlers = {
  'financing.refuse': handler<'financing.refuse', EndState>({ load: ends, decide: decideRefuse }),
  'financing.lapse': handler<'financing.lapse', EndState>({ load: ends, decide: decideLapse }),
  'financing.commit': handler<'financing.commit', CommitState>({
    parameters: [NET_ASSETS.key, NET_ASSETS_PPM.key, COVER_PPM.key],
    load: async (tx, act, input) => {
      const loaded = await financingOf(tx, act.body.financing);
      const { financing, holdings, receivables } = loaded;
      const credit = await financingCredit(tx, loaded);
      const { businessDate } = act;
      const of = { ids: act.body.lines, wanted: pricedOf(financing), credit, businessDate, input };
      const lines = await linesOf(tx, of);
      const losses = await lossesOf(tx, financing?.buyer);
      const isForeign = act.body.amount.currency !== 'CNY';
      const covers = isForeign ? await tx.range('hedgeCover', act.body.financing) : [];
      return { financing, holdings, receivables, credit, lines, losses, covers };
    },
    decide: decideCommit,
  }),
};

/** What lines are asked for, in minor units. */
function pricedOf(financing: Loaded['financing']): bigint {
  return BigInt(financing && 'price' in financing ? financing.price.advance.minor : '0');
}

/** The named lines with the slices that the take visits; all slices where the sum is what counts. */
export async function linesOf(
  tx: Tx,
  of: {
    readonly ids: readonly string[];
    readonly wanted: bigint;
    readonly credit: CommitState['credit'];
    readonly businessDate: string;
    readonly input: Input;
  },
): Promise<readonly LineState[]> {
  const { wanted, input } = of;
  const lines: LineState[] = [];
  for (const id of new Set(of.ids)) {
    const line = await tx.entity('line', id);
    if (!line) continue;
    const ceiling = ceilingOf(line, of.credit, of.businessDate);
    const whole = ceiling !== null || line.kind === 'ownRisk';
    const slices = await slicesFor(tx, line, { hint: input.hint, wanted, whole });
    lines.push({ line, slices });
  }
  return lines;
}

const assignHandlers = {
  'financing.assign': handler<'financing.assign', AssignState>({
    parameters: [NET_ASSETS.key, NET_ASSETS_PPM.key],
    load: async (tx, act, input) => {
      const loaded = await financingOf(tx, act.body.financing);
      const { financing, holdings } = loaded;
      const { to, price } = act.body;
      const credit = await financingCredit(tx, loaded);
      return {
        financing,
        holdings,
        credit,
        party: await tx.entity('party', to),
        lines: await linesOf(tx, {
          ids: act.body.lines,
          wanted: pricedOf(financing),
          credit,
          businessDate: act.businessDate,
          input,
        }),
        losses: await lossesOf(tx, financing?.buyer),
        balance: await tx.entity('balance', `${to}~${price.currency}`),
        claim: await tx.entity('bufferClaim', act.body.financing),
      };
    },
    decide: decideAssign,
  }),
};

const filedOf = async (
  tx: Tx,
  { body }: { readonly body: { readonly financing: string } },
): Promise<FiledState> => ({
  financing: await tx.entity('financing', body.financing),
  registration: await tx.entity('registration', body.financing),
});

const registrationHandlers = {
  'registration.draft': handler<
    'registration.draft',
    Parameters<typeof decideRegistrationDraft>[0]
  >({
    load: async (tx, act, _input, context) => ({
      financing: await tx.entity('financing', act.body.financing),
      operator: context.channel.operator,
    }),
    decide: decideRegistrationDraft,
  }),
  'registration.search': handler<'registration.search', null>({
    load: async () => null,
    decide: decideRegistrationSearch,
  }),
  'registration.amend': handler<'registration.amend', FiledState>({
    load: filedOf,
    decide: decideRegistrationChange,
  }),
  'registration.extend': handler<'registration.extend', FiledState>({
    load: filedOf,
    decide: decideRegistrationChange,
  }),
  'registration.discharge': handler<'registration.discharge', FiledState>({
    load: filedOf,
    decide: decideRegistrationDischarge,
  }),
  'registration.file': handler<'registration.file', Parameters<typeof decideRegistrationFile>[0]>({
    load: async (tx, act) => ({ financing: await tx.entity('financing', act.body.financing) }),
    decide: decideRegistrationFile,
  }),
};

/** Handlers of cards, requests, commitments and registrations (receivables.md §6). */
export const financingHandlers = {
  ...cardHandlers,
  ...holderHandlers,
  ...funderHandlers,
  ...assignHandlers,
  ...registrationHandlers,
};
