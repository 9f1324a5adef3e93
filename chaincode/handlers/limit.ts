import {
  decideLimitFold,
  decideLimitSet,
  type FoldState,
  type LimitState,
} from '../../domain/financing/index.ts';
import { handler } from '../handler.ts';
import { slicesOf } from './claims.ts';
import { creditFileOf } from './credit-file.ts';

/** Handlers of limits (receivables.md §6.5). */
export const limitHandlers = {
  'limit.set': handler<'limit.set', LimitState>({
    load: async (tx, act) => {
      const line = await tx.entity('line', act.body.line);
      const role = act.body.kind === 'debtor' ? 'buyer' : 'supplier';
      const credit = await creditFileOf(tx, { party: act.body.subject, role, assurance: 'L3' });
      const isOwn = act.body.kind === 'ownRisk';
      const own = await tx.entity('ownRisk', isOwn ? act.actor : '');
      return { line, slices: await slicesOf(tx, line), credit, own };
    },
    decide: decideLimitSet,
  }),
  'limit.fold': handler<'limit.fold', FoldState>({
    load: async (tx, act) => {
      const { line: id, period } = act.body;
      const line = await tx.entity('line', id);
      const deltas = await tx.range('limitDelta', `${id}~${period}`);
      return { line, slices: await slicesOf(tx, line), deltas };
    },
    decide: decideLimitFold,
  }),
};
