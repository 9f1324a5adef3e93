import { builder } from './builder.ts';
import './scalars.ts';
import './problem.ts';
import './types/act.ts';
import './types/credit.ts';
import './types/financing.ts';
import './types/ledger.ts';
import './types/me.ts';
import './types/money-in.ts';
import './types/party.ts';
import './types/proof.ts';
import './types/receivable.ts';
import './types/step-up.ts';

/** The whole schema, built once. */
export const schema = builder.toSchema();
