import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../domain/act/index.ts';
import { useAsk } from '../app/graphql.ts';
import { useDay, useMe } from '../app/me.ts';
import { SigningSheet, type ToSign } from '../signing/sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { Page } from '../ui/page.tsx';
import { ReceivableTable, ROW, type ReceivableRow } from './receivables.tsx';

type Row = ReceivableRow & { confirmItem: unknown };

const LIST = `{ confirmations(first: 100) { edges { node { ${ROW} confirmItem } }
  aggregate { count sums } } }`;

type Reply = { confirmations: { edges: { node: Row }[]; aggregate: { count: number } } };

/** What suppliers have asked this buyer to confirm; only its own key can. */
export function ConfirmPage() {
  const { t } = useTranslation();
  const list = useAsk<Reply>(LIST, {}, { everyMs: 5_000 });
  const me = useMe(true);
  const day = useDay(true);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [sheet, setSheet] = useState<ToSign | null>(null);
  const open = (rows: readonly Row[]): void => {
    const items = rows.filter(row => chosen.includes(row.id)).map(row => row.confirmItem);
    const act = {
      id: freshId(),
      kind: 'receivable.confirm',
      actor: me.data?.me.party.objectId,
      businessDate: day.data?.day.businessDate,
      body: { items },
    } as unknown as Act;
    setSheet({ act, roles: ['maker', 'checker', 'director'] });
  };
  return (
    <Page title={t('page.confirm')} sentence={t('confirm.sentence')}>
      <Answer query={list}>
        {({ confirmations }) => {
          const rows = confirmations.edges.map(({ node }) => node);
          if (rows.length === 0) return <Empty text={t('confirm.none')} />;
          return (
            <Stack>
              <Group>
                <Button disabled={chosen.length === 0} onClick={() => open(rows)}>
                  {t('confirm.sign', { count: chosen.length })}
                </Button>
                <Text>{t('confirm.waiting', { count: confirmations.aggregate.count })}</Text>
              </Group>
              <Text>{t('confirm.choose')}</Text>
              <ReceivableTable rows={rows} chosen={chosen} onChosen={setChosen} />
            </Stack>
          );
        }}
      </Answer>
      <SigningSheet open={sheet} onClose={() => setSheet(null)} onDone={() => setChosen([])} />
    </Page>
  );
}
