/** The gates of CR-50 in their order; bit n−1 of an attestation's `gateBits` is gate n. */
export const GATE_CODES = [
  'G01',
  'G02',
  'G03',
  'G04',
  'G05',
  'G06',
  'G07',
  'G08',
  'G09',
  'G10',
  'G11',
  'G12',
  'G13',
  'G14',
  'G15',
  'G16',
  'G17',
  'G18',
  'G19',
  'G20',
] as const;
export type GateCode = (typeof GATE_CODES)[number];

/** `gateBits` when every gate passed. */
export const ALL_GATES_PASSED = 2 ** GATE_CODES.length - 1;
