import { Alert, Button, Group, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../app/graphql.ts';
import { StateBadge } from './state.tsx';

type Subject = {
  objectId: string;
  state: string;
  documents: number;
  held: number;
  heldUntil: string | null;
  /** What two persons sign with `subject.erase`. */
  request: string | null;
};

const FIND = `query($find: String!) { subjects: dataSubjects(find: $find) { objectId state documents
  held heldUntil request } }`;
const ERASE = `mutation($id: ID!, $reason: String!) { done: eraseSubject(id: $id, reason: $reason) {
  ... on DataSubject { objectId state documents heldUntil } ... on Refused { message remedy } } }`;

/** Finds a person in the party's documents, and asks for or decides the erasure. */
export function Subjects() {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const [reason, setReason] = useState('');
  const [rows, setRows] = useState<Subject[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const search = async (): Promise<void> => {
    const { subjects } = await ask<{ subjects: Subject[] }>(FIND, { find });
    setRows(subjects);
  };
  const erase = async (id: string): Promise<void> => {
    const { done } = await ask<{ done: { message?: string; remedy?: string } }>(ERASE, {
      id,
      reason,
    });
    setFault(done.message === undefined ? null : `${done.message} ${done.remedy ?? ''}`);
    await search();
  };
  return (
    <>
      <Group align="flex-end">
        <TextInput
          label={t('data.subject')}
          value={find}
          onChange={event => setFind(event.currentTarget.value)}
        />
        <TextInput
          label={t('held.reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Button disabled={find.trim() === ''} onClick={() => void search()}>
          {t('data.search')}
        </Button>
      </Group>
      {fault !== null && <Alert color="red">{fault}</Alert>}
      {rows?.length === 0 && <Alert>{t('data.nobody')}</Alert>}
      {rows !== null && rows.length > 0 && (
        <Table className="tally-table">
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={row.objectId}>
                <Table.Td className="tally-code">{row.objectId.slice(0, 12)}</Table.Td>
                <Table.Td>
                  <StateBadge state={row.state} />
                </Table.Td>
                <Table.Td>
                  {t('data.named', { ...row, count: row.documents, until: row.heldUntil ?? '–' })}
                </Table.Td>
                <Table.Td>
                  {row.request !== null && (
                    <Text size="sm" className="tally-code">
                      {t('data.signErase', row)}
                    </Text>
                  )}
                  {row.state !== 'erased' && (
                    <Button
                      variant="default"
                      disabled={reason.trim() === ''}
                      onClick={() => void erase(row.objectId)}
                    >
                      {t(row.state === 'asked' ? 'data.decide' : 'data.erase')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
