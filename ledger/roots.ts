import { decodeBlock } from './block.ts';
import { readGenesis } from './embedded/genesis.ts';
import { LedgerError, type Ledger, type MspId } from './port.ts';
import { common, msp } from './protos.ts';

// The published types lose the protobuf maps.
type Named<T> = { get(name: string): T | undefined; forEach(take: (item: T) => void): void };
type ConfigGroup = {
  getGroupsMap(): Named<ConfigGroup>;
  getValuesMap(): Named<{ getValue_asU8(): Uint8Array }>;
};

/** An organisation of the channel and the root of its certificates, PEM. */
export type OrganisationRoot = { readonly mspId: MspId; readonly root: string };

/** The organisations' roots as block 0 names them, of an embedded ledger or of Fabric. */
export async function organisationRoots(
  ledger: Pick<Ledger, 'blocks' | 'info'>,
): Promise<readonly OrganisationRoot[]> {
  const { kind } = await ledger.info();
  for await (const { bytes } of ledger.blocks(0n)) {
    if (kind !== 'embedded') return fabricRoots(bytes);
    return readGenesis(bytes).organisations.map(({ mspId, authority }) => {
      return { mspId, root: authority };
    });
  }
  return [];
}

/** @throws LedgerError `LEDGER_CORRUPT` when the block is no channel configuration */
function fabricRoots(block: Uint8Array): OrganisationRoot[] {
  try {
    const [envelope = new Uint8Array(0)] = decodeBlock(block).envelopes;
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
    const channel = config?.getChannelGroup() as ConfigGroup | undefined;
    const roots: OrganisationRoot[] = [];
    const application = channel?.getGroupsMap().get('Application');
    application?.getGroupsMap().forEach(organisation => {
      const value = organisation.getValuesMap().get('MSP')?.getValue_asU8();
      if (value) roots.push(rootOf(value));
    });
    return roots;
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new LedgerError('LEDGER_CORRUPT', `block 0 is no channel configuration: ${why}`);
  }
}

function rootOf(value: Uint8Array): OrganisationRoot {
  const config = msp.MSPConfig.deserializeBinary(value);
  const fabric = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  const [root = new Uint8Array(0)] = fabric.getRootCertsList_asU8();
  return { mspId: fabric.getName(), root: Buffer.from(root).toString() };
}
