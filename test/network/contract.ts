import fabric from 'fabric-contract-api';

type Context = InstanceType<typeof fabric.Context>;

/** A contract for tests: acts that are done once, a private value, and an answer of one peer. */
export class Acts extends fabric.Contract {
  constructor() {
    super('acts');
  }

  async submit({ stub }: Context, text: string, _hint: string): Promise<void> {
    const { id } = JSON.parse(text) as { id: string };
    const done = await stub.getState(`act-${id}`);
    if (done.length > 0) throw new Error(`ACT_DONE {"txId":"${Buffer.from(done).toString()}"}`);
    await stub.putState(`act-${id}`, Buffer.from(stub.getTxID()));
    stub.setEvent('tally.v1', Buffer.from(JSON.stringify({ v: 1, actId: id })));
  }

  async keep({ stub }: Context, collection: string, key: string): Promise<void> {
    const value = stub.getTransient().get('value');
    if (!value) throw new Error('NO_VALUE {}');
    await stub.putPrivateData(collection, key, Buffer.from(value));
  }

  async kept({ stub }: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await stub.getPrivateData(collection, key)).toString();
  }

  async forget({ stub }: Context, collection: string, key: string): Promise<void> {
    await stub.purgePrivateData(collection, key);
  }

  async whose({ stub }: Context): Promise<string> {
    await stub.putState('whose', Buffer.from(stub.getMspID()));
    return stub.getMspID();
  }
}
