export { interpret } from './interpret.ts';
export { NO_BREAK } from './format.ts';
export type { Language, Template } from './template.ts';
export type {
  ResolvedBlock,
  ResolvedCell,
  ResolvedChart,
  ResolvedField,
  ResolvedTable,
  Said,
} from './resolved.ts';
