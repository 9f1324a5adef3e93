import { readGenesis } from './embedded/genesis.ts';
import type { Ledger, MspId } from './port.ts';

/** An organisation of the channel and the root of its certificates, PEM. */
export type OrganisationRoot = { readonly mspId: MspId; readonly root: string };

/** The organisations' roots as block 0 of an embedded ledger names them. */
export async function organisationRoots(
  ledger: Pick<Ledger, 'blocks'>,
): Promise<readonly OrganisationRoot[]> {
  for await (const { bytes } of ledger.blocks(0n)) {
    return readGenesis(bytes).organisations.map(({ mspId, authority }) => {
      return { mspId, root: authority };
    });
  }
  return [];
}
