export {
  decidePoolCollect,
  decidePoolPropose,
  decidePoolSeal,
  decidePoolSell,
  type CollectState,
  type ProposeState,
} from './decide-pool.ts';
