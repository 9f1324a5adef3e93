export { applyEvent, BLIND_TYPES, ENTITY_TYPES, PROJECTED_TYPES } from './apply.ts';
export { describeEvent, EVENT_TEXTS, type DescribeOptions } from './describe.ts';
export type { ApplyEntity, EntityRef } from './entity-ref.ts';
export { isEventKind, targets, type Envelope, type EventKind, type LedgerEvent } from './event.ts';
export type { Entities, EntityType } from '../state/index.ts';
