import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeBlock, encodeBlock } from './block.ts';
import { createProposal, responsePayload, sealTransaction } from './embedded/proposal.ts';
import { MessageWriter } from './message-writer.ts';
import { common, kvrwset, peer, rwset } from './protos.ts';
import { encodeReadWriteSet, type NamespaceSet } from './read-write-set.ts';
import { createSignatureMemory } from './signature.ts';

// The generated classes of fabric-protos are the other opinion: what they read and write again
// must be the very bytes that came in, message within message.

type Message = { serializeBinary(): Uint8Array };
type MessageClass<M extends Message> = { deserializeBinary(bytes: Uint8Array): M };

function rewritten<M extends Message>(type: MessageClass<M>, bytes: Uint8Array): M {
  const message = type.deserializeBinary(bytes);
  expect(hex(message.serializeBinary())).toBe(hex(bytes));
  return message;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const text = fc.string({ unit: 'binary', maxLength: 200 }).map(one => one.toWellFormed());
const bytes = fc.uint8Array({ maxLength: 300 });
const keyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);
const version = fc.option(
  fc.record({ block: fc.nat({ max: Number.MAX_SAFE_INTEGER }), index: fc.nat({ max: 500 }) }),
);
const read = fc.record({ key: text, version });
const entries = fc.array(fc.record({ name: text, value: bytes }), { maxLength: 2 });
const namespaceSet: fc.Arbitrary<NamespaceSet> = fc.record({
  namespace: text,
  reads: fc.array(read, { maxLength: 4 }),
  ranges: fc.array(
    fc.record({ start: text, end: text, exhausted: fc.boolean(), reads: fc.array(read) }),
    { maxLength: 2 },
  ),
  writes: fc.array(fc.record({ key: text, isDelete: fc.boolean(), value: bytes }), {
    maxLength: 4,
  }),
  metadataWrites: fc.array(fc.record({ key: text, entries }), { maxLength: 2 }),
  collections: fc.array(
    fc.record({
      collection: text,
      reads: fc.array(fc.record({ key: keyHash, version }), { maxLength: 2 }),
      writes: fc.array(
        fc.record({ key: keyHash, isDelete: fc.boolean(), isPurge: fc.boolean(), value: bytes }),
        { maxLength: 2 },
      ),
      metadataWrites: fc.array(fc.record({ key: keyHash, entries }), { maxLength: 2 }),
      privateHash: bytes,
    }),
    { maxLength: 2 },
  ),
});

test('read/write sets are the bytes that Fabric’s own classes write', () => {
  const isSame = fc.property(fc.array(namespaceSet, { maxLength: 2 }), set => {
    const message = rewritten(rwset.TxReadWriteSet, encodeReadWriteSet(set));
    for (const one of message.getNsRwsetList()) {
      rewritten(kvrwset.KVRWSet, one.getRwset_asU8());
      for (const hidden of one.getCollectionHashedRwsetList()) {
        rewritten(kvrwset.HashedRWSet, hidden.getHashedRwset_asU8());
      }
    }
  });
  fc.assert(isSame, { numRuns: 300, seed: 7 });
});

test('a proposal and its envelope are the bytes that Fabric’s own classes write', async () => {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const client = { bytes: randomBytes(850), id: 'client', key };
  const proposal = createProposal({
    channel: 'tally',
    chaincode: 'tally',
    timestampMs: Date.UTC(2026, 2, 2, 2, 0, 0, 7),
    args: ['submit', '发票 {}', ''].map(one => Buffer.from(one)),
    transient: { details: randomBytes(500), none: new Uint8Array(0) },
    client,
  });
  const sent = rewritten(peer.SignedProposal, proposal.carried);
  const inner = rewritten(peer.Proposal, sent.getProposalBytes_asU8());
  const header = rewritten(common.Header, inner.getHeader_asU8());
  rewritten(common.SignatureHeader, header.getSignatureHeader_asU8());
  const channel = rewritten(common.ChannelHeader, header.getChannelHeader_asU8());
  rewritten(peer.ChaincodeHeaderExtension, channel.getExtension_asU8());
  const payload = rewritten(peer.ChaincodeProposalPayload, inner.getPayload_asU8());
  rewritten(peer.ChaincodeInvocationSpec, payload.getInput_asU8());
  const answer = { status: 200, message: '', payload: Buffer.from('{}') };
  const event = { name: 'tally.v1', payload: randomBytes(400) };
  for (const emitted of [event, null]) {
    const response = responsePayload(proposal, { ...answer, event: emitted }, []);
    const read = rewritten(peer.ProposalResponsePayload, response);
    const action = rewritten(peer.ChaincodeAction, read.getExtension_asU8());
    if (emitted) rewritten(peer.ChaincodeEvent, action.getEvents_asU8());
    const endorsers = [1, 2].map(() => ({ mspId: 'A', signer: client }));
    const memory = createSignatureMemory();
    const sealed = await sealTransaction(proposal, response, endorsers, memory);
    const envelope = rewritten(common.Envelope, sealed.envelope);
    const whole = rewritten(common.Payload, envelope.getPayload_asU8());
    const transaction = rewritten(peer.Transaction, whole.getData_asU8());
    const [first] = transaction.getActionsList();
    rewritten(peer.ChaincodeActionPayload, first?.getPayload_asU8() ?? new Uint8Array(0));
  }
});

test('a block is the bytes that Fabric’s own classes write', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const block = fc.record({
    number: fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(BigInt),
    previousHash: hash,
    dataHash: hash,
    envelopes: fc.array(bytes, { maxLength: 5 }),
    codes: fc.array(fc.nat({ max: 255 }), { maxLength: 5 }),
    commitHash: fc.oneof(hash, fc.constant(new Uint8Array(0))),
  });
  const isSame = fc.property(block, one => {
    const message = rewritten(common.Block, encodeBlock(one));
    expect(decodeBlock(message.serializeBinary())).toMatchObject(one);
    const [, , , , commit] = message.getMetadata()?.getMetadataList_asU8() ?? [];
    rewritten(common.Metadata, commit ?? new Uint8Array(0));
  });
  fc.assert(isSame, { numRuns: 200, seed: 8 });
});

test('a writer grows with what it is given', () => {
  const value = randomBytes(70_000);
  const writer = new MessageWriter(8);
  const written = writer.message(2, () => writer.bytes(1, value)).finish();
  expect(hex(written.subarray(-70_000))).toBe(hex(value));
  // Tag and size of the outer message, tag and size of the bytes: 1 + 3 each.
  expect(written.length).toBe(70_008);
});
