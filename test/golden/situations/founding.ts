import { change } from '../../flow/refusals.ts';
import { BUYER, partyOf, SUPPLIER } from '../../flow/trade.ts';
import { act, type Step } from './acting.ts';
import { NAMES } from '../names.ts';
import { signersOf, subjectHash } from '../values.ts';

const founders = ['operator', 'association', 'auditor'] as const;
const foundingKey = (party: string, number: number, point: number): string =>
  `{key: key ${party} ${number}, publicKey: point ${point}, class: browser, ` +
  `person: person ${party} ${number}, roles: [admin]}`;
const organisations = founders.map((party, at) => {
  const keys = [1, 2].map(number => foundingKey(party, number, at * 2 + number));
  return `{party: @${party}, kind: ${party}, keys: [${keys.join(', ')}]}`;
});

/** The body of a founding act, in the words of the tables. */
const founding = `organisations: [${organisations.join(', ')}]; clock: test; parameters: []`;

const application =
  'party: @newcomer; kinds: [enterprise]; class: small; identityRoot: root identity; ' +
  'ownersRoot: root owners; agreement: paper 4; firstKey: {key: key newcomer 1, ' +
  'publicKey: point 1, class: browser, person: person newcomer 1}';
const screened = (result: string): Step =>
  act(
    'screening.record',
    'operator screening',
    `party: @newcomer; lists: [un]; listVersion: '7'; result: ${result}; until: 2026-03-03; ` +
      'evidence: #6',
    'screening',
  );

const listing = (subject: string): Step =>
  act(
    'negativeList.add',
    'operator compliance',
    `subject: ${subject}; reason: fraud; source: court; from: 2026-03-01`,
  );

/** A person of the supplier who is an admin, as the ledger knows it. */
const admins =
  (count: number): Step =>
  async ledger => {
    const persons = signersOf('supplier admin 1, supplier admin 2')
      .slice(0, count)
      .map(({ person }) => person);
    await change(ledger, 'party', SUPPLIER, { admins: persons });
    for (const person of persons) {
      const roles = [{ role: 'admin', from: '2026-01-05', until: null }] as const;
      ledger.put('user', `${SUPPLIER}~${person}`, { party: SUPPLIER, person, roles });
    }
  };

/** Situations of the channel, its parties, their keys and files, by name. */
export const FOUNDING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'nothing at all': [ledger => ledger.rows.clear()],
  founded: [
    act('channel.bootstrap', 'operator admin 1^, association admin 1^, auditor admin 1^', founding),
  ],
  'third of March open': [
    act('day.open', 'operator operations 1, operator rule 2', 'date: 2026-03-03'),
  ],
  'fourth of March open': [
    act('day.open', 'operator operations 1, operator rule 2', 'date: 2026-03-04'),
  ],
  'third of March closed': [
    act('day.close', 'operator operations 1, operator rule 2', 'date: 2026-03-03'),
  ],
  applied: [act('party.apply', 'newcomer admin 1^', application)],
  'screened clear': [screened('clear')],
  'screened with a hit': [screened('hit')],
  admitted: [
    act(
      'party.admit',
      'operator onboarding 1, operator compliance 2, association registrar',
      'party: @newcomer; evidence: [{channel: deposit, hash: #1, by: onboarding}, ' +
        '{channel: call, hash: #2, by: registrar}]; kybValidUntil: 2027-03-03; screening: @screening',
    ),
  ],
  'application refused': [
    act(
      'party.refuse',
      'operator onboarding 1, operator compliance 2',
      'party: @newcomer; evidence: []; reason: incomplete',
    ),
  ],
  'hit cleared': [
    act(
      'screening.record',
      'operator compliance 1, operator compliance 2',
      "party: @newcomer; lists: [un]; listVersion: '8'; result: clear; until: 2026-03-03; evidence: #7",
    ),
  ],
  'newcomer suspended': [
    act('party.suspend', 'operator compliance', 'party: @newcomer; reason: fraud'),
  ],
  'newcomer leaving': [
    act(
      'party.exit',
      'operator compliance 1, operator checker 2',
      'party: @newcomer; reason: wish',
    ),
  ],
  'newcomer gone': [
    'newcomer leaving',
    act(
      'party.exit',
      'operator compliance 1, operator checker 2',
      'party: @newcomer; reason: wish',
    ),
  ],
  'newcomer listed': [listing('subjectOf identity')],
  'supplier listed': [listing('subject supplier')],
  'supplier off the list': [
    act(
      'negativeList.remove',
      'operator compliance 1, operator compliance 2',
      'subject: subject supplier; reason: acquitted; document: paper 5',
    ),
  ],
  'supplier identified': [
    ledger => {
      const subject = subjectHash('supplier');
      ledger.put('identity', subject, { subject, party: SUPPLIER });
    },
  ],
  'one admin': [admins(1)],
  'two admins': [admins(2)],
  'first admin signed in February': [
    ledger => {
      const [first] = signersOf('supplier admin 1');
      if (!first) throw new Error('no admin');
      const parts = ['roleUse', SUPPLIER, first.person, 'admin', ''];
      const key = `\u0000${parts.join('\u0000')}`;
      ledger.rows.set(key, Buffer.from('2026-02-10'));
    },
  ],
  'key registered': [
    act(
      'key.register',
      'supplier admin 1*, supplier maker 4^',
      'key: key supplier 4; publicKey: point 4; class: browser; person: person supplier 4; ' +
        'validUntil: 2027-03-03',
    ),
  ],
  'key revoked': [act('key.revoke', 'supplier admin 1', 'key: key supplier 4; reason: lost')],
  'checker granted': [
    act('user.grant', 'supplier admin 1*', 'person: person supplier 2; role: checker'),
  ],
  'account registered': [
    act(
      'account.register',
      'supplier treasurer 1*, supplier checker 2*',
      'account: @new1; bankRoot: #9; currency: CNY; purpose: settle; bank: @bank',
    ),
  ],
  'another bank': [
    ledger => {
      const party = NAMES['otherBank'] ?? '';
      ledger.put('party', party, partyOf(party, 'bank'));
    },
  ],
  'account of no bank registered': [
    act(
      'account.register',
      'supplier treasurer 1*, supplier checker 2*',
      'account: @new1; bankRoot: #9; currency: CNY; purpose: settle',
    ),
  ],
  'account verified': [act('account.verify', 'bank maker', 'account: @new1; message: #3')],
  'supplier hit': [
    act(
      'screening.record',
      'operator screening',
      "party: @supplier; lists: [un]; listVersion: '7'; result: hit; until: 2026-03-03; evidence: #6",
    ),
  ],
  'consent withdrawn': [
    act('consent.withdraw', 'supplier admin', 'to: @funder; purpose: financing'),
  ],
  'buyer related': [
    ledger => {
      const [signer] = signersOf('supplier maker 1');
      return change(ledger, 'party', BUYER, { persons: [signer?.person] });
    },
  ],
  'load anchored': [
    act('evidence.anchor', 'operator ingest', 'load: L-1; source: erp; root: #1; count: 10'),
  ],
  'person erased': [
    act('subject.erase', 'supplier maker 1, supplier checker 2', 'subject: #1; request: #2'),
  ],
  'numbers reserved': [
    act('document.reserve', 'operator document', 'issuer: @operator; kind: CERT; from: 1; to: 10'),
  ],
  'document anchored': [act('document.anchor', 'operator document', document('D-1', 1))],
  'document replaced': [
    act('document.anchor', 'operator document', `${document('D-2', 2)}; supersedes: D-1`),
  ],
  'document withdrawn': [
    act(
      'document.withdraw',
      'operator operations 1, operator compliance 2',
      'documentId: D-1; reason: wrong; notice: #5',
    ),
  ],
};

function document(id: string, version: number): string {
  return (
    `documentId: ${id}; kind: CERT; number: TALLY-CERT-2026-0001; version: ${version}; ` +
    `subject: ${NAMES['claim'] ?? ''}; audience: [@supplier]; figuresHash: #1; figuresRoot: #2; ` +
    'layoutHash: #3; bodyHash: #4; bodyLength: 1,000; fileHash: #5; templateHash: #6; height: 7; ' +
    "renderer: 'reports 1'; algorithms: {hash: sha256, signature: ecdsa}; issuer: @operator; " +
    'effectiveOn: 2026-03-03'
  );
}
