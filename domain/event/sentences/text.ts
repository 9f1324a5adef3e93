/**
 * One sentence in both languages. `{path}` is filled from the event: an amount is written out, a
 * list gives its length; `{@path}` is the id of a party, for which its name may stand.
 */
export type EventText = { readonly en: string; readonly zh: string };
