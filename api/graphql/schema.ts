import { builder } from './builder.ts';
import './scalars.ts';
import './problem.ts';
import './types/act.ts';
import './types/me.ts';
import './types/party.ts';
import './types/step-up.ts';

/** The whole schema, built once. */
export const schema = builder.toSchema();
