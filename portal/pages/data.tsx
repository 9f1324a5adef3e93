import {
  Button,
  Code,
  Group,
  MultiSelect,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { Page } from '../ui/page.tsx';
import { Subjects } from '../ui/subjects.tsx';
import { Section } from './receivable.tsx';

type Party = { objectId: string; name: string | null };
type Consent = {
  party: Party;
  to: Party;
  purpose: string;
  dataClasses: string[];
  from: string;
  until: string;
  withdrawnOn: string | null;
  stands: boolean;
};
type Use = {
  at: string;
  reader: Party;
  action: string;
  purpose: string;
  outcome: string;
  documents: number;
  fields: string[];
};
type Acts = ReturnType<typeof useActSheet>;

const CONSENTS = `{ consents { party { objectId name } to { objectId name } purpose dataClasses from
  until withdrawnOn stands } }`;
const USE = `{ dataUse(first: 50) { edges { node { at reader { objectId name } action purpose outcome
  documents fields } } } }`;
const PURPOSES = ['financing', 'scoring', 'audit', 'rating', 'regulator', 'product'];
const DATA_CLASSES = [
  'invoices',
  'orders',
  'deliveries',
  'trade',
  'bank',
  'ledger',
  'erp',
  'register',
];

/** Who may read the party's files, who did, and what others share. */
export function DataPage() {
  const { t } = useTranslation();
  const consents = useAsk<{ consents: Consent[] }>(CONSENTS, {}, { everyMs: 5_000 });
  const acts = useActSheet({ prefer: 'admin' });
  const [shown, setShown] = useState<Consent | null>(null);
  const me = useMe(true).data?.me;
  return (
    <Page title={t('page.data')} sentence={t('data.sentence')}>
      {acts.may('consent.grant') && <Grant acts={acts} />}
      <Section title={t('data.consents')}>
        <Answer query={consents}>
          {({ consents: rows }) =>
            rows.length === 0 ? (
              <Empty text={t('data.none')} />
            ) : (
              <Consents rows={rows} acts={acts} onShow={setShown} />
            )
          }
        </Answer>
      </Section>
      {shown && <SharedDocuments key={consentKey(shown)} of={shown} />}
      <UseLog />
      {me?.capabilities.includes('query:dataSubjects') === true && (
        <Section title={t('data.subjects')}>
          <Subjects />
        </Section>
      )}
      {acts.sheet}
    </Page>
  );
}

const consentKey = ({ party, to, purpose }: Consent): string =>
  `${party.objectId}~${to.objectId}~${purpose}`;

function nameOf({ name, objectId }: Party): string {
  return name ?? objectId.slice(-12);
}

function Heads({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Table.Thead>
      <Table.Tr>
        {names.map(name => (
          <Table.Th scope="col" key={name}>
            {t(`dataColumn.${name}`)}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function Consents({
  rows,
  acts,
  onShow,
}: {
  rows: Consent[];
  acts: Acts;
  onShow: (row: Consent) => void;
}) {
  const { t } = useTranslation();
  const me = useMe(true).data?.me.party.objectId;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className="tally-table">
        <Heads names={['party', 'to', 'purpose', 'classes', 'until', 'next']} />
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={consentKey(row)}>
              <Table.Td>{nameOf(row.party)}</Table.Td>
              <Table.Td>{nameOf(row.to)}</Table.Td>
              <Table.Td>{t(`purpose.${row.purpose}`, { defaultValue: row.purpose })}</Table.Td>
              <Table.Td>
                {row.dataClasses
                  .map(word => t(`dataSet.${word}`, { defaultValue: word }))
                  .join(', ')}
              </Table.Td>
              <Table.Td>
                {row.withdrawnOn === null
                  ? row.until
                  : t('data.withdrawn', { on: row.withdrawnOn })}
              </Table.Td>
              <Table.Td>
                {row.stands && row.party.objectId === me && (
                  <Button
                    variant="default"
                    onClick={() =>
                      acts.start('consent.withdraw', {
                        to: row.to.objectId,
                        purpose: row.purpose,
                      })
                    }
                  >
                    {t('data.withdraw')}
                  </Button>
                )}
                {row.stands && row.to.objectId === me && (
                  <Button variant="default" onClick={() => onShow(row)}>
                    {t('data.read')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const PARTIES = '{ parties(first: 100) { objectId name } }';

function Grant({ acts }: { acts: Acts }) {
  const { t } = useTranslation();
  const me = useMe(true).data?.me.party.objectId;
  const found = useAsk<{ parties: Party[] }>(PARTIES);
  const [to, setTo] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [dataClasses, setClasses] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const others = (found.data?.parties ?? []).filter(({ objectId }) => objectId !== me);
  const isReady = to !== null && purpose !== null && dataClasses.length > 0 && until !== '';
  return (
    <Section title={t('data.grantTitle')}>
      <Group align="flex-end">
        <Select
          label={t('dataColumn.to')}
          data={others.map(party => ({ value: party.objectId, label: nameOf(party) }))}
          value={to}
          onChange={setTo}
          searchable
        />
        <Select
          label={t('dataColumn.purpose')}
          data={PURPOSES.map(value => ({ value, label: t(`purpose.${value}`) }))}
          value={purpose}
          onChange={setPurpose}
        />
        <MultiSelect
          label={t('dataColumn.classes')}
          data={DATA_CLASSES.map(value => ({ value, label: t(`dataSet.${value}`) }))}
          value={dataClasses}
          onChange={setClasses}
          miw={240}
        />
        <TextInput
          type="date"
          label={t('dataColumn.until')}
          value={until}
          onChange={event => setUntil(event.currentTarget.value)}
        />
        <Button
          disabled={!isReady}
          onClick={() => acts.start('consent.grant', { to, purpose, dataClasses, until })}
        >
          {t('data.grant')}
        </Button>
      </Group>
    </Section>
  );
}

const SHARED = `query($party: ID!, $purpose: Purpose!) {
  shared: sharedDocuments(party: $party, purpose: $purpose, first: 20) {
    ... on SharedDocuments { documents { edges { node { objectId kind issuedOn document } } } }
    ... on Refused { message } } }`;

type SharedAnswer = {
  shared: {
    message?: string;
    documents?: {
      edges: { node: { objectId: string; kind: string; issuedOn: string; document: object } }[];
    };
  };
};

/** What the other party's consent shows; each reading stands in that party's log. */
function SharedDocuments({ of }: { of: Consent }) {
  const { t } = useTranslation();
  const variables = { party: of.party.objectId, purpose: of.purpose };
  const shared = useAsk<SharedAnswer>(SHARED, variables);
  return (
    <Section title={t('data.shared', { name: nameOf(of.party) })}>
      <Answer query={shared}>
        {({ shared: { message, documents } }) => {
          const rows = documents?.edges ?? [];
          if (rows.length === 0) return <Empty text={message ?? t('data.nothing')} />;
          return (
            <Stack>
              {rows.map(({ node }) => (
                <details key={node.objectId}>
                  <summary>{`${node.kind} ${node.issuedOn}`}</summary>
                  <Code block>{JSON.stringify(node.document, null, 2)}</Code>
                </details>
              ))}
            </Stack>
          );
        }}
      </Answer>
    </Section>
  );
}

function UseLog() {
  const { t } = useTranslation();
  const log = useAsk<{ dataUse: { edges: { node: Use }[] } }>(USE, {}, { everyMs: 10_000 });
  return (
    <Section title={t('data.log')}>
      <Text size="sm">{t('data.logSentence')}</Text>
      <Answer query={log}>
        {({ dataUse: { edges } }) =>
          edges.length === 0 ? (
            <Empty text={t('data.unused')} />
          ) : (
            <Table.ScrollContainer minWidth={640}>
              <Table className="tally-table">
                <Heads names={['at', 'reader', 'purpose', 'action', 'documents', 'fields']} />
                <Table.Tbody>
                  {edges.map(({ node }) => (
                    <Table.Tr key={`${node.at} ${node.reader.objectId} ${node.action}`}>
                      <Table.Td>{node.at.slice(0, 19).replace('T', ' ')}</Table.Td>
                      <Table.Td>{nameOf(node.reader)}</Table.Td>
                      <Table.Td>{t(`purpose.${node.purpose}`)}</Table.Td>
                      <Table.Td>
                        {node.outcome === 'done'
                          ? t(`dataAction.${node.action}`, { defaultValue: node.action })
                          : t('data.refused')}
                      </Table.Td>
                      <Table.Td>{node.documents}</Table.Td>
                      <Table.Td>
                        {node.fields
                          .map(name => t(`dataField.${name}`, { defaultValue: name }))
                          .join(', ')}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Answer>
    </Section>
  );
}
