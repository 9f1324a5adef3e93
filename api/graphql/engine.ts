import { GraphQLError } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from './context.ts';
import { limitPlugins } from './limits.ts';
import { schema } from './schema.ts';
import type { Services } from './services.ts';

type ServerContext = { readonly tally: Context; readonly stale: boolean };
export type Engine = YogaServerInstance<ServerContext, Context>;

/** The GraphQL engine behind the HTTP door: one operation of one caller at a time. */
export function graphqlEngine(services: Services): Engine {
  const introspection = services.environment !== 'production';
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    cors: false,
    logging: false,
    context: ({ tally }) => tally,
    maskedErrors: { maskError: error => masked(services, error) },
    plugins: [...limitPlugins({ introspection }), freshnessPlugin(services)],
  });
}

/** Each reply says how fresh the read model is (PT-304) and carries the request's id. */
function freshnessPlugin(services: Services): Plugin {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { tally, stale } = serverContext as unknown as ServerContext;
      const extensions = {
        ...result.extensions,
        freshness: { ...freshnessOf(services), stale },
        requestId: tally.requestId,
      };
      setResult({ ...result, extensions });
    },
  };
}

export function freshnessOf({ projector, now }: Services): Record<string, unknown> {
  const committedAt = projector.committedAt();
  return {
    block: Number(projector.checkpoint().block),
    committedAt: committedAt === null ? null : new Date(committedAt).toISOString(),
    lagSeconds: committedAt === null ? null : Math.max(0, Math.floor((now() - committedAt) / 1000)),
  };
}

/**
 * Errors that are about the request pass with their code; anything else is our fault: reported with
 * an id, and only the id goes out.
 */
function masked(services: Services, error: unknown): Error {
  if (error instanceof GraphQLError && isOfRequest(error)) {
    const code = error.extensions['code'] ?? 'BAD_INPUT';
    const { http } = error.extensions;
    return new GraphQLError(error.message, {
      ...(error.nodes ? { nodes: error.nodes } : {}),
      ...(error.path ? { path: error.path } : {}),
      extensions: http === undefined ? { code } : { code, http },
    });
  }
  const requestId = crypto.randomUUID();
  services.report({ requestId, error });
  return new GraphQLError('Something went wrong on our side.', {
    extensions: { code: 'INTERNAL', requestId },
  });
}

function isOfRequest({ originalError }: GraphQLError): boolean {
  return originalError == null || originalError instanceof GraphQLError;
}
