import type { ContractAnswer } from './contract-runtime.ts';
import type { PeerCalls } from './simulate.ts';

/** To an organisation's contract process. */
export type ToWorker =
  | {
      readonly kind: 'invoke';
      readonly run: number;
      readonly channel: string;
      readonly txId: string;
      readonly args: readonly Uint8Array[];
      readonly signedProposal: Uint8Array;
    }
  | { readonly kind: 'value'; readonly run: number; readonly call: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly run: number; readonly call: number; readonly text: string };

/** From it: what it asks its peer, and at last its answer. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'call';
      readonly run: number;
      readonly call: number;
      readonly method: keyof PeerCalls;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'answer'; readonly run: number; readonly answer: ContractAnswer }
  | { readonly kind: 'failed'; readonly run: number; readonly text: string };
