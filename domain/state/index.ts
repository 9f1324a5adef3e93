import type { GovernanceEntities } from '../governance/state.ts';
import type { PartyEntities } from '../party/state.ts';
import type { ReceivableEntities } from '../receivable/state.ts';

/** Every type of thing on the ledger with its state, by noun. */
export type Entities = GovernanceEntities & PartyEntities & ReceivableEntities;
export type EntityType = keyof Entities;
