/** The story's business days on the interbank calendar; each is opened and closed by an act. */
export const DAYS = {
  founding: '2026-03-02',
  accounts: '2026-03-03',
  offers: '2026-03-04',
  funding: '2026-03-06',
  firstDue: '2026-03-25',
  firstPaid: '2026-03-31',
  due: '2026-04-15',
  secondDue: '2026-04-24',
  secondPaid: '2026-04-30',
  thirdDue: '2026-05-25',
  thirdPaid: '2026-05-29',
} as const;
