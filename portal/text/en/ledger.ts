/** Texts about companies, keys and the ledger, in English. */
export const LEDGER_EN = {
  company: {
    browserKey: 'The key of this browser',
    explain:
      'The private half is made here and cannot be read out. Two admins of your company sign its registration.',
    enrol: 'Make a key and register it',
    asked: 'Your colleagues are asked to sign; this page shows when the key may be used.',
    ready: 'This key may sign.',
    askAgain: 'Register this key',
    keys: 'Your registered keys',
    key: 'Key',
    class: 'Kept in',
    until: 'Valid until',
  },
  keyClass: {
    browser: 'browser',
    agent: 'ERP agent',
    custodial: 'platform',
    hardware: 'hardware',
    service: 'program',
  },
  ledger: {
    sentence: 'Every block, newest first, in words.',
    block: 'Block',
    hash: 'Hash',
    happened: 'What happened',
    rest: 'and {{count}} more',
    others: 'Between other members; only its hash is yours to see ({{txId}})',
  },
  transaction: {
    valid: 'Valid, in block {{block}}',
    invalid: 'Not valid: {{code}}, in block {{block}}',
    act: 'The act',
    endorsers: 'Endorsing organisations',
    raw: 'Identifiers and bytes',
  },
  tieOut: {
    ties: 'Ledger, read model and journal agree (block {{block}}, read model {{projected}}).',
    differs: 'The books differ (block {{block}}, read model {{projected}}).',
    figure: 'Figure',
    left: 'Ledger',
    right: 'Books',
    difference: 'Difference',
  },
  figure: {
    'journal CNY: debits = credits': 'Journal: debits = credits',
    'claims: outstanding = holdings (CNY)': 'Receivables: outstanding = holdings',
    'payments: received = allocated + unallocated (CNY)':
      'Payments: received = allocated + unallocated',
    'payments: allocated = standing matches (CNY)': 'Payments: allocated = standing matches',
  },
} as const;
