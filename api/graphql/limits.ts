import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection';
import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DEPTH_MAX } from './builder.ts';

/** T-48: what one document may hold. */
export const ALIASES_MAX = 15;
export const DIRECTIVES_MAX = 5;
export const TOKENS_MAX = 1_000;

/** The libraries' refusals are plain errors: this gives them our code. */
const rejected = {
  exposeLimits: false,
  errorMessage: 'The query is too large.',
  onReject: [
    (_context: unknown, error: GraphQLError): void => {
      error.extensions['code'] = 'QUERY_TOO_LARGE';
    },
  ],
};

/** Limits on the shape of a document, checked before any resolver runs. */
export function limitPlugins(options: { readonly introspection: boolean }): Plugin[] {
  return [
    maxTokensPlugin({ ...rejected, n: TOKENS_MAX }),
    maxAliasesPlugin({ ...rejected, n: ALIASES_MAX, allowList: [] }),
    maxDepthPlugin({ ...rejected, n: DEPTH_MAX }),
    maxDirectivesPlugin({ ...rejected, n: DIRECTIVES_MAX }),
    blockFieldSuggestionsPlugin(),
    useDisableIntrospection({ isDisabled: () => !options.introspection }),
  ] as Plugin[];
}
