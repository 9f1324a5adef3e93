import { Alert, FileButton, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toHex } from '../../domain/wire/index.ts';
import { ask, useAsk } from '../app/graphql.ts';
import { accessToken } from '../app/session.ts';
import { Answer, Empty, ProblemNote } from '../ui/answer.tsx';
import { HeldRecords } from '../ui/held.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Load = {
  id: string;
  objectId: string;
  file: string;
  kind: string | null;
  state: string;
  received: number;
  written: number;
  unchanged: number;
  conflict: number;
  quarantined: number;
};
type Finding = {
  objectId: string;
  rule: string;
  severity: string;
  title: string;
  where: string;
  remedy: string;
  line: number | null;
};
type Reply = { loads: { edges: { node: Load }[] } };

const FIELDS = `id objectId file kind state received written unchanged conflict quarantined`;
const LOADS = `{ loads(first: 20) { edges { node { ${FIELDS} } } } }`;
const FINDINGS = `query($load: ID!) { findings(first: 50, load: $load) { edges { node {
  objectId rule severity title where remedy line } } } }`;

/** Drop a business file, see what was read and what to mend. */
export function LoadsPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const loads = useAsk<Reply>(LOADS);
  const [problem, setProblem] = useState<{ code?: string; message?: string } | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    const outcome = await upload(file);
    setProblem('code' in outcome ? outcome : null);
    if ('id' in outcome) setShown(outcome.id);
    await queries.invalidateQueries();
  };
  return (
    <Page title={t('page.loads')} sentence={t('loads.sentence')}>
      <Group>
        <FileButton onChange={file => void take(file)}>
          {props => <Button {...props}>{t('loads.choose')}</Button>}
        </FileButton>
      </Group>
      {problem && <ProblemNote problem={problem} />}
      {shown !== null && <Findings load={shown} />}
      <Answer query={loads}>
        {data =>
          data.loads.edges.length === 0 ? (
            <Empty text={t('loads.none')} />
          ) : (
            <LoadTable rows={data.loads.edges.map(({ node }) => node)} onShow={setShown} />
          )
        }
      </Answer>
      <Section title={t('held.title')}>
        <HeldRecords />
      </Section>
    </Page>
  );
}

const COUNTS = ['received', 'written', 'unchanged', 'conflict', 'quarantined'] as const;

function LoadTable({ rows, onShow }: { rows: Load[]; onShow: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('loads.file')}</Table.Th>
            <Table.Th scope="col">{t('column.state')}</Table.Th>
            {COUNTS.map(count => (
              <Table.Th scope="col" key={count} className="tally-right">
                {t(`loads.${count}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col">{t('loads.findings')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td>{row.file}</Table.Td>
              <Table.Td>
                <StateBadge state={row.state} />
              </Table.Td>
              {COUNTS.map(count => (
                <Table.Td key={count} className="tally-right">
                  {row[count]}
                </Table.Td>
              ))}
              <Table.Td>
                <Button size="compact-sm" variant="subtle" onClick={() => onShow(row.id)}>
                  {t('loads.show')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Findings({ load }: { load: string }) {
  const { t } = useTranslation();
  const findings = useAsk<{ findings: { edges: { node: Finding }[] } }>(FINDINGS, { load });
  return (
    <Section title={t('loads.findings')}>
      <Answer query={findings}>
        {data =>
          data.findings.edges.length === 0 ? (
            <Text>{t('loads.clean')}</Text>
          ) : (
            <Stack gap="xs">
              {data.findings.edges.map(({ node }) => (
                <Alert
                  key={node.objectId}
                  color={node.severity === 'fatal' ? 'red' : 'yellow'}
                  title={`${node.rule} · ${node.title}`}
                >
                  <Text size="sm">
                    {node.where}
                    {node.line === null ? '' : ` · ${t('loads.line', { line: node.line })}`}
                  </Text>
                  <Text>{node.remedy}</Text>
                </Alert>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Section>
  );
}

type Begun = { beginUpload: { url?: string; token?: string; code?: string; message?: string } };
type Completed = { completeUpload: Load | { code: string; message: string; remedy: string } };

async function upload(file: File): Promise<Completed['completeUpload'] | { code: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const { beginUpload } = await ask<Begun>(
    `mutation($name: String!, $bytes: Int!, $sha256: Sha256!) {
      beginUpload(name: $name, bytes: $bytes, sha256: $sha256) {
        ... on UploadTicket { url token } ... on Refused { code message } } }`,
    { name: file.name, bytes: bytes.length, sha256 },
  );
  const { url, token, code = 'UPLOAD' } = beginUpload;
  if (url === undefined) return { ...beginUpload, code };
  await fetch(url, {
    method: 'PUT',
    headers: {
      'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      authorization: `Bearer ${(await accessToken()) ?? ''}`,
    },
    body: bytes,
  });
  const { completeUpload } = await ask<Completed>(
    `mutation($token: String!) { completeUpload(token: $token) {
      ... on Load { ${FIELDS} } ... on Refused { code message remedy } } }`,
    { token },
  );
  return completeUpload;
}
