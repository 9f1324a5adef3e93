import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { Differences, type Difference } from '../ui/differences.tsx';
import { InternalLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from './receivable.tsx';

type Version = {
  block: number;
  txId: string;
  businessDate: string;
  sentence: string;
  changes: Difference[];
};

const HISTORY = `query($object: String!) { stateHistory(object: $object) { block txId businessDate
  sentence changes { field recorded recomputed } } }`;

/** Every version of one key of the ledger, with the transaction that made it and what it changed. */
export function HistoryPage() {
  const { t } = useTranslation();
  const { object = '' } = useParams();
  const query = useAsk<{ stateHistory: Version[] | null }>(HISTORY, { object });
  return (
    <Page title={t('page.history')} sentence={object}>
      <Answer query={query}>
        {({ stateHistory }) =>
          stateHistory === null || stateHistory.length === 0 ? (
            <Empty text={t('notFound')} />
          ) : (
            <Stack gap="xl">
              {stateHistory.map(({ block, txId, businessDate, sentence, changes }, at) => (
                <Section key={`${txId}-${at}`} title={`${businessDate} · ${sentence}`}>
                  <Text size="sm">
                    <InternalLink to={`ledger/blocks/${block}`}>
                      {t('timeline.block', { block })}
                    </InternalLink>{' '}
                    <InternalLink to={`ledger/tx/${txId}`}>{txId.slice(0, 16)}</InternalLink>
                  </Text>
                  <Differences rows={changes} heads={['field', 'before', 'after']} />
                </Section>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}
