import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { type Chaincode, deployedChaincodes, packageFor, policyOf, PRODUCT } from './chaincodes.ts';
import { connectionOf } from './connection.ts';
import type { Network } from './administer.ts';
import { deploy } from './deploy.ts';
import { type Change, signChange } from './configuration.ts';
import { kill, lastWords, restart } from './control.ts';
import { examineNetwork } from './diagnose.ts';
import { type Check, examineMachine } from './doctor.ts';
import { down, reset } from './down.ts';
import { NetworkFault } from './fault.ts';
import { addOrganisation, addPeer, type Ground } from './grow.ts';
import { layoutOf } from './layout.ts';
import { type NetworkOptions, openNetwork, stateFolder } from './open.ts';
import { pack } from './pack.ts';
import { statusOf } from './status.ts';
import { found, hostChoice, up } from './up.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: 'string', default: 'local' },
    file: { type: 'string' },
    host: { type: 'string' },
    consensus: { type: 'string' },
    line: { type: 'string' },
    'port-shift': { type: 'string' },
    chaincode: { type: 'string' },
    contract: { type: 'string', multiple: true },
    policy: { type: 'string' },
    collections: { type: 'string' },
    version: { type: 'string' },
    address: { type: 'string' },
    root: { type: 'string' },
    'client-key': { type: 'string' },
    'client-cert': { type: 'string' },
    out: { type: 'string' },
    'msp-id': { type: 'string' },
    msp: { type: 'string' },
    yes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

type Command = (words: readonly string[]) => Promise<void>;

const begun = performance.now();
const seconds = (): string => ((performance.now() - begun) / 1_000).toFixed(1).padStart(5);
const say = (line: string): void => console.error(`${seconds()} s  ${line}`);
const layout = layoutOf(stateFolder(process.env, values.name));

const COMMANDS: Readonly<Record<string, { readonly does: string; readonly run: Command }>> = {
  up: { does: 'start the network, new or with the data it has', run: runUp },
  status: { does: 'each process, its state and its height', run: showStatus },
  deploy: { does: 'bring a contract, or what changed in it, onto the channel', run: runDeploy },
  package: {
    does: 'write the contract’s package for peers that Fabric’s own builder serves: --address',
    run: runPackage,
  },
  down: { does: 'end every process that was started here', run: () => down(layout) },
  reset: { does: 'down, then delete all data and keys', run: runReset },
  found: { does: 'make keys and genesis block only, to pack them', run: runFound },
  pack: { does: 'write what the host of --host needs into a folder', run: runPack },
  'add-peer': { does: 'one more peer of an organisation: add-peer NAME', run: runAddPeer },
  'add-org': {
    does: 'take an organisation into the channel: add-org NAME',
    run: runAddOrganisation,
  },
  sign: { does: 'sign a change of the channel as a member: sign FILE', run: runSign },
  restart: { does: 'start one process anew: restart NAME', run: runRestart },
  kill: { does: 'end one process as a power cut would: kill NAME', run: runKill },
  logs: { does: 'the last words of one process: logs NAME', run: showLog },
  doctor: { does: 'what is missing on this machine, and what to do', run: showDoctor },
};

async function runUp(): Promise<void> {
  const network = await openNetwork(optionsOf(), true);
  const host = hostOf();
  const isReady = await up(network, { ...(host !== undefined && { host }), say });
  say(
    isReady
      ? `ready; connection profiles in ${layout.profiles}`
      : 'this host is up; the contract is committed when the last host has approved it',
  );
}

/** The host that is meant: by name, or the only one whose part lies here. */
function hostOf(): string | undefined {
  if (values.host !== undefined || !existsSync(layout.host)) return values.host;
  return readFileSync(layout.host, 'utf8').trim();
}

async function runFound(): Promise<void> {
  const network = await openNetwork(optionsOf(), true);
  if (!existsSync(layout.genesis)) await found(network, say);
}

async function runPack(): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  console.log(await pack(network, values.host ?? ''));
}

async function runAddPeer([name = '']: readonly string[]): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  const grown = await addPeer(network, name, groundOf());
  await upOrPacked(grown.network, grown.host);
}

async function runAddOrganisation([name = '']: readonly string[]): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  const { 'msp-id': mspId, msp } = values;
  const newcomer = { name, ...groundOf(), ...(mspId && { mspId }), ...(msp && { msp }) };
  const { change, ...grown } = await addOrganisation(network, newcomer);
  if (change && !isAccepted(change)) return;
  if (msp === undefined) await upOrPacked(grown.network, grown.host);
}

async function runSign([file = '']: readonly string[]): Promise<void> {
  isAccepted(await signChange(await openNetwork(optionsOf(), false), resolve(file)));
}

function isAccepted({ file, signed, needed }: Change): boolean {
  if (signed >= needed) say(`the channel has changed; ${signed} members signed`);
  else say(`${signed} of ${needed} signatures; carry ${file} to another member: sign FILE`);
  return signed >= needed;
}

function groundOf(): Ground {
  const { address } = values;
  const host = hostOf();
  return { ...(host !== undefined && { host }), ...(address !== undefined && { address }) };
}

/** A network of this one machine goes on; one of several hosts gets a folder to carry. */
async function upOrPacked(network: Network, host: string): Promise<void> {
  const hosts = Object.keys(network.plan.description.hosts);
  if (hosts.length === 1) {
    await up(network, { say });
    return say('joined; clients need the connection profiles as they are now');
  }
  console.log(await pack(network, host));
}

async function runRestart([name = '']: readonly string[]): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  await restart(network, name, hostChoice(network, hostOf()));
}

async function runKill([name = '']: readonly string[]): Promise<void> {
  return Promise.resolve(kill(layout, name));
}

async function showLog([name = '']: readonly string[]): Promise<void> {
  console.log(await lastWords(layout, name));
}

function optionsOf(): NetworkOptions {
  const { name, file } = values;
  const consensus = choice('consensus', values.consensus, ['raft', 'bft']);
  const line = choice('line', values.line, ['3.1', '2.5']);
  const shift = values['port-shift'];
  return {
    name,
    ...(file !== undefined && { file }),
    ...(consensus !== undefined && { consensus }),
    ...(line !== undefined && { line }),
    ...(shift !== undefined && { portShift: Number(shift) }),
  };
}

function choice<T extends string>(
  name: string,
  given: string | undefined,
  known: readonly T[],
): T | undefined {
  const found = known.find(one => one === given);
  if (given === undefined || found !== undefined) return found;
  throw new NetworkFault('CONFIG', `no ${name} ${given}.`, `Take ${known.join(' or ')}.`);
}

async function showStatus(): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  const rows = await statusOf(network, hostChoice(network, hostOf()));
  if (values.json) return console.log(JSON.stringify(rows));
  for (const { name, pid, state, height } of rows) {
    const facts = [pid === null ? '' : `process ${pid}`, height === null ? '' : `height ${height}`];
    console.log(`${name.padEnd(22)} ${state.padEnd(9)} ${facts.join('  ')}`.trimEnd());
  }
  if (rows.some(({ state }) => state === 'stopped' || state === 'ill')) process.exitCode = 1;
}

async function runDeploy(): Promise<void> {
  const network = await openNetwork(optionsOf(), false);
  const name = values.chaincode ?? network.plan.description.chaincode;
  const known = (await deployedChaincodes(layout)).find(one => one.name === name);
  const chaincode = { ...(known ?? newChaincode(network, name)), ...changes() };
  if (chaincode.contracts.length === 0) {
    const remedy = 'Say --contract FILE#CLASS.';
    throw new NetworkFault('CONFIG', `${name} is not known on this network.`, remedy);
  }
  const isHere = hostChoice(network, hostOf());
  const missing = await deploy(network, { chaincode, isHere });
  say(missing.length === 0 ? `${name} deployed` : `${name} waits for ${missing.join(', ')}`);
}

function newChaincode({ plan }: Network, name: string): Chaincode {
  const policy = policyOf(plan, 2);
  return { name, version: '1', sequence: 1, contracts: [], policy, collections: null, slot: 0 };
}

/** What of a chaincode the command line says. */
function changes(): Partial<Chaincode> {
  const { contract, policy, collections, version } = values;
  return {
    ...(contract !== undefined && { contracts: contract }),
    ...(policy !== undefined && { policy }),
    ...(collections !== undefined && { collections }),
    ...(version !== undefined && { version }),
  };
}

/** Needs neither Fabric's programs nor a network of ours. */
async function runPackage(): Promise<void> {
  const { chaincode = 'tally', version = '1', contract = PRODUCT, address, root, out } = values;
  const files = {
    address,
    root,
    clientKey: values['client-key'],
    clientCert: values['client-cert'],
  };
  const named = { name: chaincode, version, contracts: contract };
  const { label, id, bytes } = await packageFor(named, await connectionOf(files));
  const file = resolve(out ?? `${label}.tar.gz`);
  // The key of the peer's certificate may stand in it.
  await writeFile(file, bytes, { mode: 0o600 });
  say(`the package is in ${file}; its id:`);
  console.log(id);
}

async function runReset(): Promise<void> {
  if (!values.yes) {
    const asked = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await asked.question(
      `Delete network ${values.name} with keys and blocks? Type its name: `,
    );
    asked.close();
    if (answer.trim() !== values.name) return say('nothing deleted');
  }
  await reset(layout);
}

async function showDoctor(): Promise<void> {
  const machine = await examineMachine(values.name);
  const hasPrograms = machine.every(({ name, fault }) => name !== 'programs' || fault === null);
  const isThere = hasPrograms && existsSync(layout.genesis);
  const found = isThere ? await examineHere(await openNetwork(optionsOf(), false)) : [];
  const checks = [...machine, ...found];
  const faults = checks.filter(({ fault }) => fault !== null).length;
  if (values.json) console.log(JSON.stringify({ faults, checks }));
  else {
    for (const check of checks) console.log(lineOf(check));
    console.log(
      faults === 0
        ? 'No fault.'
        : `${faults} ${faults === 1 ? 'fault' : 'faults'}. ` +
            'The embedded ledger needs none of this: npm start.',
    );
  }
  process.exitCode = faults === 0 ? 0 : 1;
}

function examineHere(network: Network): Promise<readonly Check[]> {
  return examineNetwork(network, Date.now(), hostChoice(network, hostOf()));
}

function lineOf({ name, facts, fault }: Check): string {
  const start = `${name.padEnd(12)} ${facts}`;
  return fault === null ? `${start}  ok` : `${start}  ${fault.code}: ${fault.remedy}`;
}

async function main([name = '', ...words]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command.run(words);
  console.error('npm run network -- COMMAND');
  for (const [known, { does }] of Object.entries(COMMANDS)) {
    console.error(`  ${known.padEnd(10)} ${does}`);
  }
  process.exitCode = 2;
}

try {
  await main(positionals);
} catch (error) {
  if (!(error instanceof NetworkFault)) throw error;
  console.error(`${error.code}: ${error.message}\n${error.remedy}`);
  process.exitCode = 1;
}
