import {
  Alert,
  Button,
  Card,
  Group,
  MultiSelect,
  Select,
  Stack,
  Table,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wire } from '../../domain/wire/index.ts';
import { useAsk } from '../app/graphql.ts';
import { useDay, useMe } from '../app/me.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Party = { objectId: string; name: string | null };
type Disclosure = {
  objectId: string;
  status: string;
  of: Party;
  by: Party;
  objects: string[];
  fields: string[];
  purpose: string;
  until: string;
  shown: { object: string; path: string; value: unknown }[];
  grant: { body: object; transient: Wire; missing: string[] } | null;
};
type Acts = ReturnType<typeof useActSheet>;

const LIST = `{ disclosures { objectId status of { objectId name } by { objectId name } objects
  fields purpose until shown { object path value } grant { body transient missing } } }`;

/** What is asked of a party's private values, granted, seen and ended. */
export function DisclosuresPage() {
  const { t } = useTranslation();
  const list = useAsk<{ disclosures: Disclosure[] }>(LIST, {}, { everyMs: 5_000 });
  const acts = useActSheet();
  return (
    <Page title={t('page.disclosures')} sentence={t('disclosures.sentence')}>
      {acts.may('disclosure.request') && <Request acts={acts} />}
      <Answer query={list}>
        {({ disclosures }) =>
          disclosures.length === 0 ? (
            <Empty text={t('disclosures.none')} />
          ) : (
            <Stack>
              {disclosures.map(row => (
                <DisclosureCard key={row.objectId} row={row} acts={acts} />
              ))}
            </Stack>
          )
        }
      </Answer>
      {acts.sheet}
    </Page>
  );
}

function DisclosureCard({ row, acts }: { row: Disclosure; acts: Acts }) {
  const { t } = useTranslation();
  const { status, of, by, objects, fields, purpose, until, shown } = row;
  const words = { of: of.name ?? '', by: by.name ?? '', fields: fields.join(', ') };
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text>{t('disclosures.from', { ...words, purpose, until })}</Text>
          <StateBadge state={status} />
        </Group>
        <Text size="sm">{t('disclosures.claimCount', { count: objects.length })}</Text>
        {shown.length > 0 && <Values rows={shown} />}
        <NextActs row={row} acts={acts} />
      </Stack>
    </Card>
  );
}

/** The owner grants what it can prove; owner and reader may end it. */
function NextActs({ row, acts }: { row: Disclosure; acts: Acts }) {
  const { t } = useTranslation();
  const me = useMe(true).data?.me.party.objectId;
  const { objectId, status, of, by, grant } = row;
  const missing = grant?.missing ?? [];
  if (status === 'ended' || (me !== of.objectId && me !== by.objectId)) return null;
  return (
    <>
      {missing.length > 0 && (
        <Alert color="orange">{t('disclosures.incomplete', { missing: missing.join('; ') })}</Alert>
      )}
      <Group>
        {grant && missing.length === 0 && (
          <Button onClick={() => acts.start('disclosure.grant', grant.body, grant.transient)}>
            {t('disclosures.grant')}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => acts.start('disclosure.end', { disclosure: objectId })}
        >
          {t('disclosures.end')}
        </Button>
      </Group>
    </>
  );
}

function Values({ rows }: { rows: Disclosure['shown'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Text fw={600}>{t('disclosures.values')}</Text>
      <Table.ScrollContainer minWidth={480}>
        <Table className="tally-table">
          <Table.Thead>
            <Table.Tr>
              {['claim', 'field', 'value'].map(column => (
                <Table.Th scope="col" key={column}>
                  {t(`disclosureColumn.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ object, path, value }) => (
              <Table.Tr key={`${object}-${path}`}>
                <Table.Td className="tally-code">{object.slice(-12)}</Table.Td>
                <Table.Td className="tally-code">{path}</Table.Td>
                <Table.Td>{typeof value === 'string' ? value : JSON.stringify(value)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

type Claim = { objectId: string; face: Amount; supplier: Party; buyer: Party };
type Claims = { receivables: { edges: { node: Claim }[] } };
const CLAIMS = `{ receivables(first: 100) { edges { node { objectId face
  supplier { objectId name } buyer { objectId name } } } } }`;
/** Usual fields of an offer; others are typed. */
const PATHS = ['goods.name', 'seller.name', 'buyer.name', 'invoices[0].number', 'invoices[0].type'];

/** What an auditor or a regulator asks, of one party and about claims of it. */
function Request({ acts }: { acts: Acts }) {
  const { t } = useTranslation();
  const day = useDay(true);
  const found = useAsk<Claims>(CLAIMS);
  const claims = (found.data?.receivables.edges ?? []).map(({ node }) => node);
  const [of, setOf] = useState<string | null>(null);
  const [objects, setObjects] = useState<string[]>([]);
  const [fields, setFields] = useState<string[]>([]);
  const [purpose, setPurpose] = useState('');
  const [until, setUntil] = useState('');
  const isReady = of !== null && objects.length > 0 && fields.length > 0 && purpose && until;
  const request = (): void => {
    acts.start('disclosure.request', {
      disclosure: freshId(),
      of,
      objects,
      fields,
      purpose,
      until,
    });
  };
  const owners = new Map(
    claims.flatMap(({ supplier, buyer }) =>
      [supplier, buyer].map(({ objectId, name }) => [objectId, name ?? objectId] as const),
    ),
  );
  const own = claims.filter(({ supplier, buyer }) =>
    [supplier.objectId, buyer.objectId].includes(of ?? ''),
  );
  return (
    <Section title={t('disclosures.ask')}>
      <Group align="flex-end">
        <Select
          label={t('disclosures.owner')}
          data={[...owners].map(([value, label]) => ({ value, label }))}
          value={of}
          onChange={setOf}
          searchable
        />
        <MultiSelect
          label={t('disclosures.claims')}
          data={own.map(({ objectId, face }) => {
            return { value: objectId, label: `${objectId.slice(-12)} · ${moneyText(face)}` };
          })}
          value={objects}
          onChange={setObjects}
          searchable
          miw={280}
        />
        <TagsInput
          label={t('disclosures.paths')}
          data={PATHS}
          value={fields}
          onChange={setFields}
          miw={240}
        />
        <TextInput
          label={t('disclosures.purpose')}
          value={purpose}
          onChange={event => setPurpose(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('disclosures.until')}
          min={day.data?.day.businessDate ?? undefined}
          value={until}
          onChange={event => setUntil(event.currentTarget.value)}
        />
        <Button disabled={!isReady} onClick={request}>
          {t('disclosures.request')}
        </Button>
      </Group>
    </Section>
  );
}
