import type { ContractRuntime } from './contract-runtime.ts';
import type { Execute } from './endorse.ts';

/** Runs the contract once for all organisations: its determinism is proved by mode `each`. */
export function executeOnce(runtime: ContractRuntime): Execute {
  return async (proposal, { organisations, named }, simulate) => {
    const simulation = simulate(organisations, named);
    const answer = await runtime.invoke({
      channel: proposal.channel,
      txId: proposal.txId,
      args: proposal.args,
      signedProposal: proposal.carried,
      calls: simulation,
    });
    return { answer, ...(await simulation.finish()) };
  };
}
