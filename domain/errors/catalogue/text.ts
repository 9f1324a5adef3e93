/** Sentence and remedy of a code in both languages; `{name}` is filled from the refusal's facts. */
export type RefusalText = {
  readonly en: { readonly sentence: string; readonly remedy: string };
  readonly zh: { readonly sentence: string; readonly remedy: string };
};
