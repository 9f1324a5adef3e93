/** The story's business days on the interbank calendar; each is opened and closed by an act. */
export const DAYS = {
  founding: '2026-03-02',
  accounts: '2026-03-03',
  offers: '2026-03-04',
  funding: '2026-03-06',
  due: '2026-04-15',
} as const;
