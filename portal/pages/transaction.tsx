import { Alert, Code, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { readSignedAct } from '../../domain/act/index.ts';
import { parseWire } from '../../domain/wire/index.ts';
import { useAsk } from '../app/graphql.ts';
import { ActLines } from '../signing/act-lines.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from './receivable.tsx';

type Transaction = {
  txId: string;
  block: number;
  index: number;
  valid: boolean;
  code: string;
  sentence: string | null;
  actKind: string | null;
  actHash: string | null;
  businessDate: string | null;
  actor: { name: string | null } | null;
  signers: { key: string; role: string; party: string | null; class: string | null }[];
  endorsers: string[];
  actText: string | null;
  writes: { key: string; isDelete?: boolean }[];
};

const TRANSACTION = `query($txId: String!) { transaction(txId: $txId) { txId block index valid code
  sentence actKind actHash businessDate actor { name } signers { key role party class } endorsers
  actText writes } }`;

/** One transaction: the sentence first, then act, signers, endorsers and writes; raw bytes last. */
export function TransactionPage() {
  const { t } = useTranslation();
  const { txId = '' } = useParams();
  const query = useAsk<{ transaction: Transaction | null }>(TRANSACTION, { txId });
  return (
    <Answer query={query}>
      {({ transaction }) =>
        transaction === null ? (
          <Page title={t('page.transaction')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page title={t('page.transaction')} sentence={transaction.sentence}>
            <Alert color={transaction.valid ? 'teal' : 'orange'} role="status">
              {t(transaction.valid ? 'transaction.valid' : 'transaction.invalid', {
                block: transaction.block,
                code: transaction.code,
              })}
            </Alert>
            <InternalLink to={`ledger/blocks/${transaction.block}`}>
              {t('timeline.block', { block: transaction.block })}
            </InternalLink>
            <Section title={t('transaction.act')}>
              <ActOf text={transaction.actText} />
            </Section>
            <Signers rows={transaction.signers} />
            <Section title={t('transaction.endorsers')}>
              <Text>{transaction.endorsers.join(', ')}</Text>
            </Section>
            <Section title={t('transaction.raw')}>
              <Stack gap={4}>
                <Code className="tally-code">{transaction.txId}</Code>
                <Code className="tally-code">{transaction.actHash}</Code>
                <Code block>{transaction.actText}</Code>
              </Stack>
            </Section>
          </Page>
        )
      }
    </Answer>
  );
}

function ActOf({ text }: { text: string | null }) {
  const parsed = parseWire(text ?? '');
  const signed = parsed.ok ? readSignedAct(parsed.value) : null;
  const bare = parsed.ok ? readSignedAct({ act: parsed.value, signatures: [] }) : null;
  const read = signed?.ok ? signed : bare;
  return read?.ok ? <ActLines act={read.value.act} /> : <Text>–</Text>;
}

function Signers({ rows }: { rows: Transaction['signers'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('timeline.signed')}>
      <Table>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.key}>
              <Table.Td>{t(`role.${row.role}`, { defaultValue: row.role })}</Table.Td>
              <Table.Td>
                <Code>{row.key}</Code>
              </Table.Td>
              <Table.Td>{t(`keyClass.${row.class ?? ''}`, { defaultValue: '–' })}</Table.Td>
              <Table.Td>{row.party}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
