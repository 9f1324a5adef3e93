import { openEmbeddedTarget, type EmbeddedTarget } from './embedded.ts';
import { casesOn, runCase } from './runner.ts';

// Mode `each`: a contract process for every organisation, with another time zone, language and
// clock. TALLY_EMBEDDED_ENDORSE=each runs the whole suite so; here a sample of every family.

const SAMPLE = ['LC-2', 'LC-8', 'LC-17', 'LC-21', 'LC-24', 'LC-29', 'LC-31', 'LC-47'];

test.each(casesOn('embedded').filter(one => SAMPLE.includes(one.id)))(
  '$id $title, with a process for each organisation',
  async one => {
    const target = await openEmbeddedTarget({ endorse: 'each' });
    try {
      const { expected, found } = await runCase(target, one);
      expect(found).toEqual(expected);
    } finally {
      await target.close();
    }
  },
);

describe('LC-51 a contract that answers with', () => {
  let target: EmbeddedTarget;
  beforeAll(async () => {
    target = await openEmbeddedTarget({ endorse: 'each' });
  });
  afterAll(() => target.close());

  test.each(['peer', 'clock', 'zone'])('its %s is a mismatch that names both sides', async what => {
    const endorsed = await target.ledger.endorse({
      function: 'run',
      args: [JSON.stringify([['context', what]])],
    });
    expect(endorsed).toMatchObject({
      kind: 'failed',
      cause: 'MISMATCH',
      detail: expect.stringMatching(/^response: BrokerMSP has .*, EnterprisesMSP /),
    });
  });

  test('the channel is no mismatch', async () => {
    const endorsed = await target.ledger.endorse({
      function: 'run',
      args: [
        JSON.stringify([
          ['context', 'channel'],
          ['put', 'k', '1'],
        ]),
      ],
    });
    expect(endorsed.kind).toBe('endorsed');
  });

  test('a refusal that all share is a refusal', async () => {
    const endorsed = await target.ledger.endorse({
      function: 'run',
      args: [JSON.stringify([['throw', 'NO {}']])],
    });
    expect(endorsed).toEqual({ kind: 'refused', message: 'NO {}' });
  });
});

describe('LC-54 a rejection that nobody awaits', () => {
  test('ends the processes; the act is not sent, and the next call works', async () => {
    const target = await openEmbeddedTarget({ endorse: 'each' });
    const call = (...calls: unknown[]) => ({ function: 'run', args: [JSON.stringify(calls)] });
    try {
      const ended = await target.ledger.endorse(
        call(['put', 'k', '1'], ['reject'], ['sleep', 500]),
      );
      expect(ended).toMatchObject({ kind: 'failed', cause: 'CHAINCODE_DOWN' });
      const next = await target.ledger.endorse(call(['get', 'k'], ['put', 'k', '2']));
      expect(next).toMatchObject({ kind: 'endorsed' });
      expect(await target.blocks()).toBe(0);
    } finally {
      await target.close();
    }
  });
});
