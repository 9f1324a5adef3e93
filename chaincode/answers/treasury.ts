import { schema } from '../../domain/act/index.ts';
import { exposureNow, NET_ASSETS, NET_ASSETS_PPM } from '../../domain/financing/index.ts';
import { CLOSED_KINDS, previewShares, PROFIT_PPM } from '../../domain/partner/index.ts';
import { fail } from '../../domain/result/index.ts';
import { slicesOf } from '../handlers/claims.ts';
import { closeOf } from '../handlers/partner.ts';
import { answered, asked, contextOf, type Answer } from './answer.ts';

const { amountOrZero, code, date, object, oneOf, optional } = schema;

const SHARES = object({
  period: code(7),
  of: oneOf(...CLOSED_KINDS),
  /** Of a quarter: the platform's profit that is asked about. */
  profit: optional(amountOrZero),
  businessDate: date,
});

const PERIOD = { profit: /^\d{4}-Q[1-4]$/, month: /^\d{4}-(0[1-9]|1[0-2])$/ } as const;

/** Questions of the broker's treasury: what it risks now, and what partners would be paid. */
export const treasuryAnswers: Readonly<Record<string, Answer>> = {
  'exposure.now': asked(object({ businessDate: date }), async (tx, { businessDate }) => {
    const context = await contextOf(tx, businessDate, [NET_ASSETS.key, NET_ASSETS_PPM.key]);
    const own = await tx.entity('ownRisk', context.channel.operator);
    const slices = await slicesOf(tx, await tx.entity('line', own?.line ?? ''));
    return answered(exposureNow(slices, context));
  }),
  'share.preview': asked(SHARES, async (tx, { businessDate, of, period, profit }) => {
    const body = { period, kind: of, profit };
    const form = body.kind === 'profit' ? PERIOD.profit : PERIOD.month;
    if (!form.test(body.period)) {
      const faults = [`query.period: ${body.period} for ${body.kind}`];
      return fail({ code: 'ACT_MALFORMED', facts: { n: 1, faults } });
    }
    const context = await contextOf(tx, businessDate, [PROFIT_PPM.key]);
    const state = await closeOf(tx, { body });
    return answered({
      closed: state.closed !== undefined,
      shares: previewShares(state, body, context),
    });
  }),
};
