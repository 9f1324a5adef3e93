import {
  Alert,
  Button,
  Code,
  Container,
  FileButton,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { toHex } from '../../domain/wire/index.ts';

type Record_ = {
  documentId: string;
  kind: string;
  number: string;
  status: string;
  fileHash: string;
  issuedOn?: string;
  issuer?: string;
  block?: number;
};

/** The page behind the QR: what the ledger holds, and a check of a file that never leaves here. */
export function VerifyPage() {
  const { t } = useTranslation();
  const { documentId } = useParams();
  const [hash, setHash] = useState<string | null>(null);
  const [record, setRecord] = useState<Record_ | null | undefined>(undefined);
  useEffect(() => {
    if (documentId !== undefined) void recordOf(documentId).then(setRecord);
  }, [documentId]);
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    const found = toHex(new Uint8Array(digest));
    setHash(found);
    if (documentId === undefined) setRecord(await recordOf(found));
  };
  return (
    <Container size="md" py="xl">
      <Stack>
        <Title order={1}>{t('verify.title')}</Title>
        <Text>{t('verify.sentence')}</Text>
        <FileButton accept="application/pdf" onChange={file => void take(file)}>
          {props => (
            <Button w="fit-content" {...props}>
              {t('verify.choose')}
            </Button>
          )}
        </FileButton>
        {hash !== null && <Code className="tally-code">{hash}</Code>}
        {record === null && (
          <Alert color="red" role="alert" title={t('verify.unknown')}>
            <Code>HASH_NOT_ON_LEDGER</Code>
          </Alert>
        )}
        {record && <Verdict record={record} hash={hash} />}
      </Stack>
    </Container>
  );
}

function Verdict({ record, hash }: { record: Record_; hash: string | null }) {
  const { t } = useTranslation();
  const differs = hash !== null && hash !== record.fileHash;
  const rows: [string, string | undefined][] = [
    ['number', record.number],
    ['kind', t(`document.${record.kind}`, { defaultValue: record.kind })],
    ['state', t(`state.${record.status}`, { defaultValue: record.status })],
    ['issuedOn', record.issuedOn],
    ['block', record.block === undefined ? undefined : String(record.block)],
  ];
  return (
    <>
      {hash !== null && (
        <Alert color={differs ? 'red' : 'teal'} role="status">
          {t(differs ? 'verify.differs' : 'verify.same')}
        </Alert>
      )}
      <Table>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{t(`documents.${name}`)}</Table.Th>
              <Table.Td>{value ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm">{t('verify.deep')}</Text>
    </>
  );
}

async function recordOf(documentIdOrHash: string): Promise<Record_ | null> {
  const response = await fetch(`/v1/verify/${encodeURIComponent(documentIdOrHash)}`);
  return response.ok ? ((await response.json()) as Record_) : null;
}
