import { schema } from '../../domain/act/index.ts';
import { refuse } from '../../domain/errors/index.ts';
import { runRecorded, standingOf } from '../../domain/securitisation/ledger/index.ts';
import { recordedOf } from '../handlers/recorded.ts';
import { sha256 } from '../signature.ts';
import { answered, asked, type Answer } from './answer.ts';

const { date, id, object } = schema;

/** Questions about deals: what a payment date would pay on what is recorded now, and its inputs. */
export const dealAnswers: Readonly<Record<string, Answer>> = {
  'distribution.preview': asked(object({ deal: id, on: date }), async (tx, query) => {
    const recorded = await recordedOf(tx, query.deal, sha256);
    if (!recorded) return refuse('NOT_FOUND', { id: query.deal });
    const ran = runRecorded(recorded, query.on, sha256);
    if (!ran.ok) return ran;
    const { lines, linesHash, figures } = ran.value;
    return answered({ dealHash: recorded.head.hash, lines, linesHash, figures });
  }),
  'deal.standing': asked(object({ deal: id }), async (tx, query) => {
    const recorded = await recordedOf(tx, query.deal, sha256);
    if (!recorded) return refuse('NOT_FOUND', { id: query.deal });
    return answered(standingOf(recorded));
  }),
};
