import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, ProblemNote } from './answer.tsx';

type Paper = {
  id: string;
  kind: string;
  number: string;
  url: string | null;
  locale: string | null;
};
type Problem = { code?: string; message?: string; remedy?: string };

const LIST = `query($subject: String!) { documents(first: 50, subject: $subject) {
  edges { node { id kind number url locale } } } }`;
const ISSUE = `mutation($kind: String!, $subject: ID!, $locale: String!) {
  documentIssue(kind: $kind, subject: $subject, locale: $locale) {
    ... on Document { number } ... on Refused { code message remedy } } }`;

/** Papers about one object, and those that can be issued now in the language of the page. */
export function Papers({ subject, kinds }: { subject: string; kinds: readonly string[] }) {
  const { t } = useTranslation();
  const list = useAsk<{ documents: { edges: { node: Paper }[] } }>(LIST, { subject });
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const issue = async (kind: string): Promise<void> => {
    setBusy(kind);
    const asked = { kind, subject, locale: currentLanguage() };
    const { documentIssue } = await ask<{ documentIssue: Problem }>(ISSUE, asked).finally(() =>
      setBusy(null),
    );
    setProblem(documentIssue.code === undefined ? null : documentIssue);
    await queries.invalidateQueries();
  };
  return (
    <Stack gap="xs">
      <Group>
        {kinds.map(kind => (
          <Button
            key={kind}
            variant="light"
            size="compact-md"
            loading={busy === kind}
            disabled={busy !== null}
            onClick={() => void issue(kind)}
          >
            {t('papers.issue', { kind: t(`document.${kind}`) })}
          </Button>
        ))}
      </Group>
      {problem && <ProblemNote problem={problem} />}
      <Answer query={list}>
        {({ documents }) => (
          <>
            {documents.edges.length === 0 && <Text>{t('receivable.noDocument')}</Text>}
            {documents.edges.map(({ node }) => (
              <Text key={node.id}>
                {t(`document.${node.kind}`, { defaultValue: node.kind })}{' '}
                {node.url === null ? node.number : <a href={node.url}>{node.number}</a>}
              </Text>
            ))}
          </>
        )}
      </Answer>
    </Stack>
  );
}
