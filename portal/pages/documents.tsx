import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';

type Row = {
  id: string;
  kind: string;
  number: string;
  status: string;
  issuedOn: string | null;
  block: number | null;
  url: string | null;
  verifyUrl: string;
  locale: string | null;
};

const LIST = `{ documents(first: 100) { edges { node { id kind number status issuedOn block url
  verifyUrl locale } } } }`;

/** Papers issued about this organisation's business; each can be verified by anyone. */
export function DocumentsPage() {
  const { t } = useTranslation();
  const list = useAsk<{ documents: { edges: { node: Row }[] } }>(LIST);
  return (
    <Page title={t('page.documents')} sentence={t('documents.sentence')}>
      <Answer query={list}>
        {({ documents }) =>
          documents.edges.length === 0 ? (
            <Empty text={t('documents.none')} />
          ) : (
            <Table.ScrollContainer minWidth={700}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    {['number', 'kind', 'issuedOn', 'state', 'block', 'check'].map(column => (
                      <Table.Th scope="col" key={column}>
                        {t(`documents.${column}`)}
                      </Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {documents.edges.map(({ node }) => (
                    <DocumentRow key={node.id} row={node} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Answer>
    </Page>
  );
}

function DocumentRow({ row }: { row: Row }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>{row.url === null ? row.number : <a href={row.url}>{row.number}</a>}</Table.Td>
      <Table.Td>{t(`document.${row.kind}`, { defaultValue: row.kind })}</Table.Td>
      <Table.Td>{row.issuedOn}</Table.Td>
      <Table.Td>
        <StateBadge state={row.status} />
      </Table.Td>
      <Table.Td>{row.block}</Table.Td>
      <Table.Td>
        <a href={row.verifyUrl}>{t('documents.verify')}</a>
      </Table.Td>
    </Table.Tr>
  );
}
