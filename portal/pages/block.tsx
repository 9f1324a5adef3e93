import { Alert, Code, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { readText, useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { checkBlock, type BlockCheck } from '../ui/block-check.ts';
import { InternalLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from './receivable.tsx';

type Block = {
  number: number;
  hash: string;
  previousHash: string | null;
  dataHash: string;
  committedAt: string | null;
  transactions: { txId: string; valid: boolean; code: string; sentence: string | null }[];
};

const BLOCK = `query($number: Int!) { block(number: $number) { number hash previousHash dataHash
  committedAt transactions { txId valid code sentence } } }`;

/** One block: its header, recomputed in this browser, and what happened in it. */
export function BlockPage() {
  const { t } = useTranslation();
  const number = Number(useParams()['number']);
  const query = useAsk<{ block: Block | null }>(BLOCK, { number });
  return (
    <Answer query={query}>
      {({ block }) =>
        block === null ? (
          <Page title={t('page.block', { number })}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page title={t('page.block', { number })} sentence={t('block.sentence')}>
            <Checked block={block} />
            <Header block={block} />
            <Section title={t('ledger.happened')}>
              {block.transactions.map(({ txId, valid, code, sentence }) => (
                <div key={txId}>
                  <InternalLink to={`ledger/tx/${txId}`}>
                    {valid ? (sentence ?? t('ledger.others', { txId: txId.slice(0, 12) })) : code}
                  </InternalLink>
                </div>
              ))}
            </Section>
          </Page>
        )
      }
    </Answer>
  );
}

function Checked({ block }: { block: Block }) {
  const { t } = useTranslation();
  const seesAll = useMe(true).data?.me.capabilities.includes('query:reperformance') ?? null;
  const [found, setFound] = useState<BlockCheck | null>(null);
  useEffect(() => {
    if (seesAll === null) return;
    const path = `/v1/ledger/blocks?from=${block.number}&to=${block.number}`;
    void (seesAll ? readText(path) : Promise.resolve(null))
      .then(line => (line ? (JSON.parse(line) as { bytes: string }).bytes : null))
      .then(bytes => checkBlock(block, bytes))
      .then(setFound);
  }, [block, seesAll]);
  if (found === null) return null;
  return (
    <Stack gap="xs">
      <Alert color={found.header ? 'teal' : 'red'} role="status">
        {t(found.header ? 'block.headerHolds' : 'block.headerFails')}
      </Alert>
      {found.data === null ? (
        <Text size="sm">{t('block.dataUnseen')}</Text>
      ) : (
        <Alert color={found.data ? 'teal' : 'red'} role="status">
          {t(found.data ? 'block.dataHolds' : 'block.dataFails')}
        </Alert>
      )}
    </Stack>
  );
}

function Header({ block: { number, hash, previousHash, dataHash } }: { block: Block }) {
  const { t } = useTranslation();
  const rows = { hash, previousHash, dataHash };
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className="tally-table">
        <Table.Tbody>
          {Object.entries(rows).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{t(`block.${name}`)}</Table.Th>
              <Table.Td>
                <Code className="tally-code">{value ?? '–'}</Code>
              </Table.Td>
              <Table.Td>
                {name === 'previousHash' && number > 0 && (
                  <InternalLink to={`ledger/blocks/${number - 1}`}>{number - 1}</InternalLink>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
