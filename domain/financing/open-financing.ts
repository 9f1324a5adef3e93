/** Key of an `openFinancing`: what a supplier owes lies in the order of its pay days. */
export function openFinancingId(of: {
  readonly holder: string;
  readonly payOn: string;
  readonly financing: string;
}): string {
  return `${of.holder}~${of.payOn}~${of.financing}`;
}
