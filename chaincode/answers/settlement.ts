import { schema } from '../../domain/act/index.ts';
import { trialBalance } from '../../domain/journal/index.ts';
import { fail } from '../../domain/result/index.ts';
import { divide, GRACE, lateRules, MULTIPLE } from '../../domain/settlement/index.ts';
import { allocatedOf } from '../handlers/allocated.ts';
import { answered, asked, contextOf, type Answer } from './answer.ts';

const { amount, date, hash, id, list, object, oneOf } = schema;

const PREVIEW = object({
  payment: hash,
  businessDate: date,
  allocations: list(object({ target: oneOf('receivable', 'funding'), id, amount }), 1, 200),
});

/** Questions about money: how a payment would be divided, and what the journal adds up to. */
export const settlementAnswers: Readonly<Record<string, Answer>> = {
  'payment.preview': asked(PREVIEW, async (tx, query) => {
    const payment = await tx.entity('payment', query.payment);
    if (!payment) return fail({ code: 'NOT_FOUND', facts: { id: query.payment } });
    const context = await contextOf(tx, query.businessDate, [GRACE.key, MULTIPLE.key]);
    const state = await allocatedOf(tx, query.allocations);
    const { allocations } = query;
    const divided = divide(state, { payment, allocations, rules: lateRules(context) });
    const { divisions, debts, lines } = divided;
    return answered({ divisions, debts, lines });
  }),
  'journal.trialBalance': asked(object({}), async tx => {
    const entries = await tx.all('journalEntry');
    return answered({ balances: trialBalance(entries.flatMap(({ lines }) => lines)) });
  }),
};
