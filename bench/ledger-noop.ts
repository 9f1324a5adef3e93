import fabric from 'fabric-contract-api';

/** A contract that does nothing but write one key: what a network costs before any rule runs. */
export class NoopContract extends fabric.Contract {
  constructor() {
    super('noop');
  }

  async submit(context: fabric.Context, ...[id = '']: string[]): Promise<void> {
    await context.stub.putState(id, Buffer.from('1'));
  }

  async evaluate(_context: fabric.Context, ...[text = '']: string[]): Promise<string> {
    return Promise.resolve(text);
  }
}
