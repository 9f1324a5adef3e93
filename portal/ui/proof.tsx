import { Alert, Button, Code, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile, useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { Answer } from './answer.tsx';
import { InternalLink } from './link.tsx';

type Proof = {
  object: string;
  objectType: string;
  holds: boolean | null;
  headBlock: number;
  headHash: string | null;
  steps: {
    txId: string;
    block: number;
    blockHash: string | null;
    actHash: string | null;
    endorsers: string[];
  }[];
};

const PROOF = `query($object: ID!) { proof(object: $object) { object objectType holds headBlock headHash
  steps { txId block blockHash actHash endorsers } } }`;

/** The ledger's own word on an object: each step with its block, act and endorsing organisations. */
export function ProofPanel({ object }: { object: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const proof = useAsk<{ proof: Proof }>(PROOF, { object }, { enabled: asked });
  if (!asked) {
    return (
      <Button variant="light" w="fit-content" onClick={() => setAsked(true)}>
        {t('proof.ask')}
      </Button>
    );
  }
  return <Answer query={proof}>{data => <Steps proof={data.proof} />}</Answer>;
}

function Steps({ proof }: { proof: Proof }) {
  const { t } = useTranslation();
  const word = proof.holds === null ? 'noCheck' : proof.holds ? 'holds' : 'fails';
  return (
    <Stack gap="xs">
      <Alert color={proof.holds === false ? 'red' : 'teal'} role="status">
        {t(`proof.${word}`, { block: proof.headBlock })}
      </Alert>
      <Table.ScrollContainer minWidth={640}>
        <Table className="tally-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('proof.block')}</Table.Th>
              <Table.Th scope="col">{t('proof.blockHash')}</Table.Th>
              <Table.Th scope="col">{t('proof.actHash')}</Table.Th>
              <Table.Th scope="col">{t('proof.endorsers')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {proof.steps.map(step => (
              <Table.Tr key={step.txId}>
                <Table.Td>
                  <InternalLink to={`ledger/tx/${step.txId}`}>{step.block}</InternalLink>
                </Table.Td>
                <Table.Td>
                  <Code>{step.blockHash?.slice(0, 24)}</Code>
                </Table.Td>
                <Table.Td>
                  <Code>{step.actHash?.slice(0, 24)}</Code>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{step.endorsers.join(', ')}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <InternalLink
        to={`ledger/objects/${encodeURIComponent(`${proof.objectType}~${proof.object}`)}`}
      >
        {t('proof.history')}
      </InternalLink>
      <BundleButton object={`${proof.objectType}~${proof.object}`} />
    </Stack>
  );
}

/**
 * What checks an object, or the whole ledger, without us: a proof bundle, or all blocks as they are, for
 * whoever sees the whole channel. `tally audit verify` reads both.
 */
export function BundleButton({ object }: { object: string | null }) {
  const { t } = useTranslation();
  const me = useMe(true);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  if (!me.data?.me.capabilities.includes('query:reperformance')) return null;
  const fetchBundle = async (): Promise<void> => {
    setBusy(true);
    const path = object === null ? 'blocks' : `proof?object=${encodeURIComponent(object)}`;
    const name = object === null ? 'tally-blocks.jsonl' : `tally-proof-${object}.zip`;
    setFault(await saveFile(`/v1/ledger/${path}`, { name }).finally(() => setBusy(false)));
  };
  return (
    <>
      <Button variant="default" w="fit-content" loading={busy} onClick={() => void fetchBundle()}>
        {t(object === null ? 'proof.allBlocks' : 'proof.bundle')}
      </Button>
      {fault !== null && <Alert color="red">{fault}</Alert>}
    </>
  );
}
