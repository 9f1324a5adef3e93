/** Texts about what is round every page, in English. */
export const FRAME_EN = {
  loading: 'Loading …',
  notFound: 'Nothing is known to you under this address.',
  fault: {
    title: 'This part could not be loaded',
    safe: 'Nothing was changed.',
    again: 'Try again',
  },
  frame: {
    skip: 'Skip to content',
    test: 'TEST: business days move by acts, figures are samples',
    day: 'Business day {{day}}',
    language: 'Language',
    signOut: 'Sign out',
    menu: 'Pages',
    block: 'Block {{block}}',
    blockBehind: 'Block {{block}} · {{lag}} s',
  },
  landing: {
    title: 'Tallystick: confirmed invoices, paid early',
    sentence:
      'A supplier with one confirmed invoice gets cash the same day. Every figure here can be checked against the ledger. Choose a person to be.',
    enter: 'Continue as {{name}}',
    verify: 'Verify a document',
  },
  card: {
    supplier: {
      name: 'Supplier',
      does: 'Sees its invoices, asks for cash, signs with a key of this browser.',
    },
    buyerMaker: {
      name: 'Buyer, maker',
      does: 'Confirms what it owes, or says why not.',
    },
    buyerChecker: {
      name: 'Buyer, checker',
      does: 'Signs the same bytes as the second person.',
    },
    funder: {
      name: 'Funder',
      does: 'Sees requests, limits and positions.',
    },
    broker: {
      name: 'Broker',
      does: 'Runs the platform; can sign for nobody else.',
    },
    auditor: {
      name: 'Auditor',
      does: 'Reads the ledger and checks every figure.',
    },
    manager: {
      name: 'Manager',
      does: 'Builds the pool, publishes the deal, calculates each payment date.',
    },
    custodian: {
      name: 'Custodian',
      does: 'Reviews each payment date with a run of its own and settles it.',
    },
    investor: {
      name: 'Investor',
      does: 'Sees its notes, the payments on them and its statements.',
    },
    rating: {
      name: 'Rating agency',
      does: 'Sees ageing, dilution, concentration and the room before each trigger.',
    },
  },
  page: {
    audit: 'Audit',
    disclosures: 'Disclosures',
    data: 'Data and consents',
    acts: 'Acts',
    block: 'Block {{number}}',
    home: 'Home',
    receivables: 'Receivables',
    receivable: 'Receivable',
    confirm: 'Confirm',
    finance: 'Finance',
    financing: 'Financing',
    inbox: 'Inbox',
    desk: 'Cash desk',
    loads: 'Files',
    documents: 'Documents',
    company: 'Company and keys',
    deals: 'Deals',
    notes: 'Notes',
    pools: 'Pools',
    ledger: 'Ledger',
    transaction: 'Transaction',
    history: 'History of a key',
  },
  column: {
    choose: 'Choose',
    chooseOne: 'Choose {{number}}',
    state: 'State',
    count: 'Count',
    amount: 'Amount',
    number: 'Number',
    parties: 'Supplier → buyer',
    face: 'Face',
    outstanding: 'Outstanding',
    due: 'Due',
    holder: 'Holder',
  },
  filter: {
    all: 'All',
  },
  list: {
    more: 'Next',
    back: 'Previous',
  },
} as const;
