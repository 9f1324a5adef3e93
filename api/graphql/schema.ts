import { builder } from './builder.ts';
import './scalars.ts';
import './problem.ts';
import './types/act.ts';
import './types/credit.ts';
import './types/document.ts';
import './types/financing.ts';
import './types/inbox.ts';
import './types/ledger.ts';
import './types/limits.ts';
import './types/me.ts';
import './types/money-in.ts';
import './types/party.ts';
import './types/proof.ts';
import './types/receivable.ts';
import './types/step-up.ts';
import './types/tie-out.ts';

/** The whole schema, built once. */
export const schema = builder.toSchema();
