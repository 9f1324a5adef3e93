import { Code, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { Answer } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';

type Block = {
  number: number;
  hash: string;
  committedAt: string | null;
  transactionCount: number;
  transactions: { txId: string; valid: boolean; code: string; sentence: string | null }[];
};

const BLOCKS = `query($first: Int!, $after: Cursor) { blocks(first: $first, after: $after) {
  edges { cursor node { number hash committedAt transactionCount
    transactions { txId valid code sentence } } }
  pageInfo { hasNextPage endCursor } } }`;

type Reply = {
  blocks: {
    edges: { node: Block }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

/** Blocks, newest first, with what happened in them as sentences. */
export function LedgerPage() {
  const { t } = useTranslation();
  const [pages, setPages] = useState<string[]>([]);
  const blocks = useAsk<Reply>(BLOCKS, { first: 20, after: pages.at(-1) ?? null });
  return (
    <Page title={t('page.ledger')} sentence={t('ledger.sentence')}>
      <Answer query={blocks}>
        {({ blocks: { edges, pageInfo } }) => (
          <>
            <Table.ScrollContainer minWidth={760}>
              <Table className="tally-table">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('ledger.block')}</Table.Th>
                    <Table.Th scope="col">{t('ledger.hash')}</Table.Th>
                    <Table.Th scope="col">{t('ledger.happened')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {edges.map(({ node }) => (
                    <BlockRow key={node.number} block={node} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <Pager pages={[pages, setPages]} info={pageInfo} />
          </>
        )}
      </Answer>
    </Page>
  );
}

const SHOWN_MAX = 8;

function BlockRow({ block }: { block: Block }) {
  const { t } = useTranslation();
  const rest = block.transactionCount - SHOWN_MAX;
  return (
    <Table.Tr>
      <Table.Td>
        <InternalLink to={`ledger/blocks/${block.number}`}>{block.number}</InternalLink>
      </Table.Td>
      <Table.Td>
        <Code>{block.hash.slice(0, 16)}</Code>
      </Table.Td>
      <Table.Td>
        {block.transactions.slice(0, SHOWN_MAX).map(({ txId, valid, code, sentence }) => (
          <div key={txId}>
            <InternalLink to={`ledger/tx/${txId}`}>
              {valid ? (sentence ?? t('ledger.others', { txId: txId.slice(0, 12) })) : code}
            </InternalLink>
          </div>
        ))}
        {rest > 0 && t('ledger.rest', { count: rest })}
      </Table.Td>
    </Table.Tr>
  );
}
