export { interpret } from './interpret.ts';
export { NO_BREAK } from './format.ts';
export type { Language, Template } from './template.ts';
export type {
  ResolvedBlock,
  ResolvedCell,
  ResolvedField,
  ResolvedTable,
  Said,
} from './resolved.ts';
