import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import type { DealTerms } from '../ui/deal-terms.ts';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';

type Row = {
  objectId: string;
  publishedOn: string;
  terms: DealTerms;
  manager: { name: string | null };
  classes: { key: string; outstanding: Amount }[];
  distributions: { on: string; status: string; total: Amount }[];
};

const LIST = `{ deals { objectId publishedOn terms manager { name }
  classes { key outstanding } distributions { on status total } } }`;

/** Every published deal with its last payment date. */
export function DealsPage() {
  const { t } = useTranslation();
  const list = useAsk<{ deals: Row[] }>(LIST, {}, { everyMs: 10_000 });
  return (
    <Page title={t('page.deals')} sentence={t('deals.sentence')}>
      <Answer query={list}>
        {({ deals }) =>
          deals.length === 0 ? <Empty text={t('deals.none')} /> : <DealTable deals={deals} />
        }
      </Answer>
    </Page>
  );
}

function DealTable({ deals }: { deals: readonly Row[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            {['name', 'manager', 'published', 'last', 'paid', 'senior'].map(column => (
              <Table.Th
                scope="col"
                key={column}
                ta={['paid', 'senior'].includes(column) ? 'right' : undefined}
              >
                {t(`dealColumn.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deals.map(deal => (
            <DealRow key={deal.objectId} deal={deal} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DealRow({ deal }: { deal: Row }) {
  const last = deal.distributions.at(-1);
  return (
    <Table.Tr>
      <Table.Td>
        <InternalLink to={`deals/${deal.objectId}`}>
          {deal.terms.name[currentLanguage()]}
        </InternalLink>
      </Table.Td>
      <Table.Td>{deal.manager.name}</Table.Td>
      <Table.Td>{deal.publishedOn}</Table.Td>
      <Table.Td>
        {last ? (
          <>
            {last.on} <StateBadge state={last.status} />
          </>
        ) : (
          '–'
        )}
      </Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={last?.total} />
      </Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={deal.classes[0]?.outstanding} />
      </Table.Td>
    </Table.Tr>
  );
}
