import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const HEAD = `# Tallystick's GraphQL schema, generated: node api/graphql/print-schema.ts
# POST JSON to /graphql with these headers:
#   authorization: Bearer <access token>   content-type: application/json   x-tally-request: 1
#   x-tally-min-block: <n>  optional: answer only after the read model has block n (waits ≤ 3 s)
#   accept-language: zh or en  language of sentences and remedies
# Every answer carries extensions.freshness {block, committedAt, lagSeconds, stale} and
# extensions.requestId. One mutation an act kind; all return ActResult.
# Beside GraphQL: PUT /v1/uploads/{token} · GET /v1/files/{id} · GET /v1/verify/{documentId} ·
# GET /v1/ledger/blocks?from=N (JSON lines) and
# GET /v1/ledger/proof?object=type~id (zip), for those who see the whole channel ·
# /livez /readyz · /oidc (code + PKCE S256 for persons, client_credentials for services).

`;

/** The text of `api/schema.graphql`. */
export function schemaText(): string {
  return `${HEAD}${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.filename === process.argv[1]) {
  await writeFile(new URL('../schema.graphql', import.meta.url), schemaText());
}
