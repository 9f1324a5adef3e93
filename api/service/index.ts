export {
  type ChannelFacts,
  channelFacts,
  openServiceKeys,
  type ServiceRole,
  signedByService,
} from './service-acts.ts';
