/** What a bundle says about itself, to whoever opens it. */
export const PROOF_README: Readonly<Record<string, string>> = {
  'README.zh.md': `# 可离线核验的证明包

此包证明账本上一个对象的状态，核验无需联网，也无需相信出具方。

    npm run tally -- audit verify 此文件.zip --pins 信任锚.json

依次核验：清单与各成员的散列；区块头链直至账本头（及所信任的检查点）；区块数据散列；交易有效；两个以上组织的
背书；每份签名由当时有效的密钥作出；披露的字段属于账本上的承诺；文件的散列已上链；由事件推算的状态与
claims.json 一致。第一处不符即为结论，并给出代码。

- blocks/ 为原样区块；headers.bin 每个区块头 72 字节：编号、前一散列、数据散列。
- acts/、keys.json、policy.json 便于阅读，均与区块逐一比对；不给出信任锚时，组织根证书即取自 policy.json。
- 区块头链的末端散列，请与自己的节点比对：此后是否另有行为、交易当时是否有效，
  由自己的节点或全部区块回答（audit export）。
`,
  'README.en.md': `# A proof to be checked offline

This bundle proves what the ledger says of one object. Checking needs no network and no trust in whoever made it.

    npm run tally -- audit verify FILE.zip --pins PINS.json

Checked in this order: the manifest's hashes; the headers up to the head (and the checkpoint that you have pinned); the data hash of each
block; that each transaction was valid; that at least two organisations endorsed it; that each signature is of a key that was valid then;
that disclosed fields stand under the ledger's commitment; that papers are anchored; that the events give the state of claims.json. The first
that fails is the verdict, with its code.

- blocks/ are blocks as they are; headers.bin has 72 bytes a header: number, previous hash, data hash.
- acts/, keys.json and policy.json are there to be read; each is compared with the blocks. Without pins the organisations' roots are those of
  policy.json.
- Compare the hash of the last header with your own peer. Whether an act came after it or between these blocks, and that its valid
  transactions were valid, your own peer and all blocks say (audit export).
`,
};
