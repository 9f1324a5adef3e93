export {
  type ChannelFacts,
  channelFacts,
  openServiceKeys,
  operatorOf,
  type ServiceRole,
  signedByService,
} from './service-acts.ts';
