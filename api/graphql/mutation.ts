/**
 * Whether a document may hold a mutation, told before it is parsed: wherever the word stands, so that
 * a fragment or a comment in front of it hides nothing. A query that only names the word counts too.
 */
export function isMutation(query: string): boolean {
  return /\bmutation\b/.test(query);
}
