import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import fabric from 'fabric-contract-api';

type Signed = {
  readonly id: string;
  readonly key: { readonly x?: string };
  readonly signature: string;
};

const keys = new Map<string, KeyObject>();

/**
 * The smallest act there is: one P-256 signature verified, one key read, two keys written, one
 * event. Takes `{id, key, signature}`, where the signature is over the id.
 */
export class BenchContract extends fabric.Contract {
  constructor() {
    super('bench');
  }

  async submit(ctx: fabric.Context, ...[text = '']: string[]): Promise<string> {
    const act = JSON.parse(text) as Signed;
    const key = keys.get(act.key.x ?? '') ?? createPublicKey({ key: act.key, format: 'jwk' });
    keys.set(act.key.x ?? '', key);
    const signature = Buffer.from(act.signature, 'base64url');
    if (!(await isSigned(key, act.id, signature))) throw new Error('SIGNATURE_INVALID {}');
    const { stub } = ctx;
    const done = stub.createCompositeKey('act', [act.id]);
    if ((await stub.getState(done)).length > 0) throw new Error('ACT_DONE {}');
    await stub.putState(stub.createCompositeKey('document', [act.id]), Buffer.from(text));
    await stub.putState(done, Buffer.from(`{"txId":"${stub.getTxID()}"}`));
    const envelope = { v: 1, actId: act.id, kind: 'bench.act', actor: 'bench', events: [] };
    stub.setEvent('tally.v1', Buffer.from(JSON.stringify(envelope)));
    return '';
  }

  async evaluate(_ctx: fabric.Context, ...[text = '']: string[]): Promise<string> {
    return Promise.resolve(text);
  }
}

function isSigned(key: KeyObject, text: string, signature: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify('sha256', Buffer.from(text), key, signature, (fault, isValid) => {
      if (fault) reject(fault);
      else resolve(isValid);
    });
  });
}
