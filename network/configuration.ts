import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asAdministrator, jsonOf, type Network, ordererWords } from './administer.ts';
import { NetworkFault } from './fault.ts';
import { administeredHere, administrators } from './lifecycle.ts';
import type { OrganisationPlan } from './plan.ts';
import { runProgram } from './programs.ts';
import { newcomerSettings } from './settings/channel.ts';
import { writeFileIn } from './settings/write.ts';

/** A group of a channel's configuration, as `configtxlator` writes it. */
type Group = {
  readonly groups?: Readonly<Record<string, Group>>;
  readonly values?: Readonly<Record<string, unknown>>;
};
type Configuration = { readonly channel_group: Group };

/** How far a change of the configuration has come. */
export type Change = {
  /** The file that members sign. */
  readonly file: string;
  /** How many signatures of organisations it has, and how many it needs. */
  readonly signed: number;
  readonly needed: number;
};

const CONFIG_UPDATE = 2;

/**
 * Writes the change that takes an organisation into the channel; null when it is in it already.
 * @throws NetworkFault
 */
export async function proposeOrganisation(
  network: Network,
  organisation: OrganisationPlan,
): Promise<string | null> {
  const { layout, plan } = network;
  const { channel } = plan.description;
  const present = await presentConfiguration(network);
  const members = present.channel_group.groups?.['Application']?.groups ?? {};
  if (Object.hasOwn(members, organisation.mspId)) return null;
  const group = await groupOf(network, organisation);
  const wanted = withMember(present, organisation.mspId, group);
  const place = (name: string): string => join(layout.artifacts, `${organisation.name}.${name}`);
  await encode(network, present, { type: 'common.Config', file: place('before') });
  await encode(network, wanted, { type: 'common.Config', file: place('after') });
  const words = ['compute_update', '--channel_id', channel, '--output', place('difference')];
  words.push('--original', place('before'), '--updated', place('after'));
  await runProgram(network.programs, 'configtxlator', { words });
  const update = await decode(network, { type: 'common.ConfigUpdate', file: place('difference') });
  const header = { channel_header: { channel_id: channel, type: CONFIG_UPDATE } };
  const envelope = { payload: { header, data: { config_update: update } } };
  await encode(network, envelope, { type: 'common.Envelope', file: place('update') });
  return place('update');
}

/**
 * Signs a change as each organisation whose administrator's keys are here, and sends it as soon as
 * a majority of the members has signed.
 * @throws NetworkFault
 */
export async function signChange(network: Network, file: string): Promise<Change> {
  const present = await presentConfiguration(network);
  const members = Object.keys(present.channel_group.groups?.['Application']?.groups ?? {});
  const needed = Math.floor(members.length / 2) + 1;
  const ours = administrators(network).filter(({ mspId }) => members.includes(mspId));
  for (const organisation of ours) {
    if ((await signaturesOf(network, file)) >= needed) break;
    await asAdministrator(network, { organisation }, ['channel', 'signconfigtx', '--file', file]);
  }
  const signed = await signaturesOf(network, file);
  if (signed >= needed) {
    const { channel } = network.plan.description;
    const words = ['channel', 'update', '--file', file, '--channelID', channel];
    const here = administeredHere(network);
    await asAdministrator(network, here, [...words, ...ordererWords(network)]);
  }
  return { file, signed, needed };
}

async function signaturesOf(network: Network, file: string): Promise<number> {
  const envelope = (await decode(network, { type: 'common.Envelope', file })) as {
    readonly payload: { readonly data: { readonly signatures?: readonly unknown[] } };
  };
  return envelope.payload.data.signatures?.length ?? 0;
}

/** The configuration of the channel's last configuration block. */
async function presentConfiguration(network: Network): Promise<Configuration> {
  const file = join(network.layout.artifacts, 'configuration.block');
  const { channel } = network.plan.description;
  const words = ['channel', 'fetch', 'config', file, '--channelID', channel];
  const here = administeredHere(network);
  await asAdministrator(network, here, [...words, ...ordererWords(network)]);
  const block = (await decode(network, { type: 'common.Block', file })) as {
    readonly data: {
      readonly data: readonly { readonly payload: { readonly data: { config: Configuration } } }[];
    };
  };
  const config = block.data.data[0]?.payload.data.config;
  if (config) return config;
  const remedy = 'Look at the logs of the orderers.';
  throw new NetworkFault('PROGRAM_FAILED', 'the channel’s configuration is empty', remedy);
}

/** A newcomer's part of the configuration, with its anchor peer. */
async function groupOf(network: Network, organisation: OrganisationPlan): Promise<Group> {
  const { layout, programs } = network;
  const folder = layout.settings(`joining-${organisation.name}`);
  await writeFileIn(folder, 'configtx.yaml', newcomerSettings(organisation, layout));
  const said = await runProgram(programs, 'configtxgen', {
    words: ['-printOrg', organisation.mspId, '-configPath', folder],
    env: { FABRIC_LOGGING_SPEC: 'error' },
  });
  const group = jsonOf(said) as Group;
  const [{ address: host, port }] = organisation.peers;
  const anchors = { mod_policy: 'Admins', value: { anchor_peers: [{ host, port }] }, version: '0' };
  return { ...group, values: { ...group.values, AnchorPeers: anchors } };
}

function withMember(configuration: Configuration, mspId: string, group: Group): Configuration {
  const root = configuration.channel_group;
  const application = root.groups?.['Application'] ?? {};
  const groups = { ...application.groups, [mspId]: group };
  return {
    ...configuration,
    channel_group: {
      ...root,
      groups: { ...root.groups, Application: { ...application, groups } },
    },
  };
}

type Message = { readonly type: string; readonly file: string };

async function encode(network: Network, value: object, { type, file }: Message): Promise<void> {
  await writeFile(`${file}.json`, JSON.stringify(value));
  const words = ['proto_encode', '--type', type, '--input', `${file}.json`, '--output', file];
  await runProgram(network.programs, 'configtxlator', { words });
}

async function decode(network: Network, { type, file }: Message): Promise<unknown> {
  const words = ['proto_decode', '--type', type, '--input', file, '--output', `${file}.json`];
  await runProgram(network.programs, 'configtxlator', { words });
  return JSON.parse(await readFile(`${file}.json`, 'utf8')) as unknown;
}
