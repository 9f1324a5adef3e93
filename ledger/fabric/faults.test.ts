import { faultBeforeOrder, faultOfOrder, notSent, type RpcFault } from './faults.ts';

/** One detail a node, as a gateway peer sends them. */
function fault(code: number, text: string, ...said: readonly string[]): RpcFault {
  const organisations = ['BrokerMSP', 'EnterprisesMSP', 'AuditorsMSP'];
  return {
    code,
    text,
    details: said.map((message, at) => ({ mspId: organisations[at] ?? '', message })),
  };
}

const FIRST = 'failed to endorse transaction, see attached details for more info';
const OTHERS = 'failed to collect enough transaction endorsements, see attached details';
const NO = 'chaincode response 500, DAY_NOT_OPEN {"date":"2026-03-02"}';

// The rows of ledger.md §6.3, with the words of Fabric 3.1.5.
test.each([
  ['endorse', 10, FIRST, [NO], 'refused'],
  ['endorse', 10, OTHERS, [NO], 'MISMATCH'],
  [
    'endorse',
    10,
    FIRST,
    ['could not launch chaincode tally_1:ab: connection failed'],
    'CHAINCODE_DOWN',
  ],
  ['endorse', 10, FIRST, ['error in simulation: failed to execute transaction'], 'CHAINCODE_DOWN'],
  ['endorse', 10, OTHERS, ['ProposalResponsePayloads do not match (proposed)'], 'MISMATCH'],
  ['endorse', 9, 'no combination of peers can be derived', [], 'NO_ENDORSERS'],
  [
    'endorse',
    10,
    FIRST,
    [
      'chaincode definition for tally exists, but chaincode definition not agreed to by this org (BrokerMSP)',
    ],
    'NO_ENDORSERS',
  ],
  ['endorse', 14, 'failed to find any endorsing peers for org(s): AuditorsMSP', [], 'UNREACHABLE'],
  ['endorse', 14, 'No connection established. Last error: ECONNREFUSED', [], 'UNREACHABLE'],
  ['endorse', 4, 'endorsement timeout expired while collecting first endorsement', [], 'TIMEOUT'],
  [
    'endorse',
    2,
    'too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
    [],
    'BUSY',
  ],
  ['evaluate', 2, `evaluate call to endorser returned error: ${NO}`, [NO], 'refused'],
  ['evaluate', 14, 'failed to evaluate transaction', ['connection refused'], 'UNREACHABLE'],
  ['evaluate', 1, 'cancelled', [], 'CANCELLED'],
] as const)('%s, status %i, %s is %s', (phase, code, text, said, expected) => {
  const result = faultBeforeOrder(fault(code, text, ...said), phase);
  expect(result.kind === 'notSent' ? result.cause : result.kind).toBe(expected);
  if (result.kind === 'refused') expect(result.message).toBe('DAY_NOT_OPEN {"date":"2026-03-02"}');
  else expect(result.detail).not.toMatch(/\n|at .*:\d+:\d+/);
});

test('a no of every organisation that was asked for by name is a refusal', () => {
  expect(faultBeforeOrder(fault(10, OTHERS, NO, NO), 'endorse', 2)).toMatchObject({
    kind: 'refused',
  });
  expect(faultBeforeOrder(fault(10, OTHERS, NO), 'endorse', 2)).toMatchObject({
    cause: 'MISMATCH',
  });
});

test.each([
  'access denied: channel [tally] creator org [OtherMSP]',
  'creator org unknown, creator is malformed',
  'identity expired',
])('an identity that the network does not know is no outcome: %s', said => {
  expect(() => faultBeforeOrder(fault(9, said), 'evaluate')).toThrow(
    /^CONFIG: the network does not/,
  );
});

test.each([
  ['every orderer refused the connection', 14, ['dial tcp: connection refused'], 'UNREACHABLE'],
  ['one of them may have it', 14, ['connection refused', 'EOF'], 'unknown'],
  ['none said why', 14, [], 'unknown'],
  ['the deadline passed', 4, [], 'unknown'],
  ['it was aborted', 10, ['SERVICE_UNAVAILABLE'], 'unknown'],
  ['it was cancelled', 1, [], 'unknown'],
] as const)('ordering: %s', (_title, code, said, expected) => {
  const result = faultOfOrder(fault(code, 'failed', ...said), 'ab'.repeat(32));
  expect(result.kind === 'notSent' ? result.cause : result.kind).toBe(expected);
});

test('what is not sent says when to try again, and what to do', () => {
  expect(notSent('CHAINCODE_DOWN', 'one line\nand its stack')).toEqual({
    kind: 'notSent',
    cause: 'CHAINCODE_DOWN',
    retryAfterMs: 500,
    detail: expect.stringMatching(/chaincode process.*\(one line\)$/s),
  });
});
