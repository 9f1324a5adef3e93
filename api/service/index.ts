export {
  type ChannelFacts,
  channelFacts,
  factsIn,
  openServiceKeys,
  operatorOf,
  type ServiceRole,
  signedByService,
} from './service-acts.ts';
