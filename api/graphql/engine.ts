import { GraphQLError } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from './context.ts';
import { limitPlugins } from './limits.ts';
import { schema } from './schema.ts';
import type { Services } from './services.ts';

/** How far the read model was when the operation began (PT-304). */
export type Freshness = {
  readonly block: number;
  readonly committedAt: string | null;
  readonly lagSeconds: number | null;
  readonly stale: boolean;
};

type ServerContext = { readonly tally: Context; readonly freshness: Freshness };
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
    plugins: [...limitPlugins({ introspection }), freshnessPlugin],
  });
}

/** Each reply says how fresh the read model is and carries the request's id. */
const freshnessPlugin: Plugin = {
  onResultProcess({ result, setResult, serverContext }) {
    if (Array.isArray(result) || Symbol.asyncIterator in result) return;
    const { tally, freshness } = serverContext as unknown as ServerContext;
    const given = result.extensions as Readonly<Record<string, unknown>> | undefined;
    const extensions = { ...given, freshness, requestId: tally.requestId };
    setResult({ ...result, extensions });
  },
};

/** The lag is 0 when nothing is left to project, else the age of the last batch. */
export async function freshnessOf(services: Services, stale: boolean): Promise<Freshness> {
  const { projector, ledger, now } = services;
  const { height } = await ledger.info();
  const { block } = projector.checkpoint();
  const committedAt = projector.committedAt();
  const age = committedAt === null ? null : Math.max(0, Math.floor((now() - committedAt) / 1000));
  return {
    block: Number(block),
    committedAt: committedAt === null ? null : new Date(committedAt).toISOString(),
    lagSeconds: block >= height - 1n ? 0 : age,
    stale,
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
