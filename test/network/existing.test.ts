import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock } from '../../ledger/index.ts';
import { administratorsEnv } from '../../network/administer.ts';
import { addressOf, ORDERER_DOMAIN, type OrganisationPlan } from '../../network/plan.ts';
import { describeFabric, startNetwork, type TestNetwork } from './fabric.ts';

// The page on moving to a network that is there already is followed to the letter: its own lines
// run, with the names that it asks for. The channel and its peers stand for the other network.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/how-to/move-to-an-existing-network.md'), 'utf8');
const [approving = '', serving = '', committing = ''] = [
  ...PAGE.matchAll(/```sh\n([\s\S]*?)```/g),
].map(([, lines = '']) => lines);

type Said = { readonly code: number | null; readonly out: string };

describeFabric('a network that is there already', () => {
  let net: TestNetwork;
  const served: ChildProcess[] = [];
  beforeAll(async () => {
    net = await startNetwork();
  }, 120_000);
  afterAll(async () => {
    for (const { pid } of served) if (pid) process.kill(-pid, 'SIGTERM');
    await net.remove();
  });

  function environment(organisation: OrganisationPlan): NodeJS.ProcessEnv {
    const { layout, plan, programs } = net.network;
    const [orderer] = plan.orderers;
    const ends = plan.organisations.map(({ name, peers, domain }) => ({
      [`${name.toUpperCase()}_PEER`]: addressOf(peers[0]),
      [`${name.toUpperCase()}_ROOT`]: layout.tlsRoot(domain),
    }));
    return {
      ...process.env,
      NODE_OPTIONS: '',
      PATH: `${programs.folder}:${process.env['PATH'] ?? ''}`,
      ...administratorsEnv(net.network, { organisation }),
      ADDRESS: `${organisation.contracts.address}:${organisation.contracts.port + 50}`,
      CONTRACT_TLS: layout.contractTls(organisation),
      PEER_TLS: layout.peer(organisation.peers[0]).tls,
      ORDERER: orderer ? addressOf(orderer) : '',
      ORDERER_ROOT: layout.tlsRoot(ORDERER_DOMAIN),
      CHANNEL: 'tally',
      NAME: 'moved',
      ...Object.assign({}, ...ends),
    };
  }

  async function shell(lines: string, env: NodeJS.ProcessEnv): Promise<Said> {
    const child = spawn('bash', ['-euc', lines], { cwd: ROOT, env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (out += text.toString()));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out };
  }

  async function serve(env: NodeJS.ProcessEnv): Promise<void> {
    const child = spawn('bash', ['-euc', `exec ${serving}`], {
      ...{ cwd: ROOT, env, detached: true },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    served.push(child);
    await once(child.stdout, 'data');
  }

  test('takes the contract by the lines of the page, and answers through its profile', async () => {
    for (const organisation of net.network.plan.organisations) {
      const env = environment(organisation);
      const file = join(net.home, `${organisation.name}.tar.gz`);
      const lines = approving.replaceAll('"$NAME.tar.gz"', `"${file}"`);
      const { code, out } = await shell(`${lines}\necho "ID=$ID"`, env);
      expect({ code, out }).toMatchObject({ code: 0 });
      const [, id = ''] = /^ID=(.*)$/m.exec(out) ?? [];
      expect(out).toContain(`Chaincode code package identifier: ${id}`);
      await serve({ ...env, ID: id });
    }
    const [broker] = net.network.plan.organisations;
    const { code, out } = await shell(committing, broker ? environment(broker) : {});
    expect({ code, out }).toMatchObject({ code: 0 });

    const profileFile = join(net.home, 'moved.json');
    const profile = JSON.parse(readFileSync(net.profile('broker'), 'utf8')) as object;
    writeFileSync(profileFile, JSON.stringify({ ...profile, chaincode: 'moved' }));
    const ledger = openGatewayLedger({ profileFile, clock: systemClock, random: Math.random });
    const call = { function: 'org.hyperledger.fabric:GetMetadata', args: [], transient: {} };
    const said = await ledger.ask(call);
    await ledger.close();
    expect('kind' in said ? said : Buffer.from(said).toString()).toContain('"name":"evaluate"');
  }, 180_000);
});
