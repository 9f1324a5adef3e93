import { Button, Card, Container, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { signIn } from '../app/session.ts';
import { currentLanguage } from '../text/text.ts';

/** Demo persons in the order of the story: who they are and what they can do. */
const CARDS = [
  ['supplier', 'supplier-01.one', 'home'],
  ['buyerMaker', 'anchor.one', 'confirm'],
  ['buyerChecker', 'anchor.two', 'inbox'],
  ['funder', 'funder.one', 'home'],
  ['broker', 'broker.ou', 'home'],
  ['manager', 'manager.one', 'deals'],
  ['custodian', 'custodian.one', 'deals'],
  ['investor', 'investor-a.one', 'notes'],
  ['rating', 'rating.one', 'deals'],
  ['auditor', 'auditor.shen', 'ledger'],
] as const;

/** The door: what this is, and a card for each person of the demonstration. */
export function LandingPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const location = useLocation();
  const wanted = (location.state as { wanted?: string } | null)?.wanted;
  const other = currentLanguage() === 'zh' ? 'en' : 'zh';
  const enter = (card: string, page: string): void => {
    void signIn({ card, returnTo: wanted ?? `/${i18n.language}/${page}` });
  };
  const turn = (): void => {
    void navigate(`/${other}`);
  };
  return (
    <Container size="lg" py="xl">
      <Stack gap="xl">
        <Group justify="space-between">
          <Title order={1}>{t('landing.title')}</Title>
          <Button variant="subtle" onClick={turn}>
            {other === 'zh' ? '中文' : 'English'}
          </Button>
        </Group>
        <Text size="lg" maw={720}>
          {t('landing.sentence')}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          {CARDS.map(([card, login, page]) => (
            <Card key={card} withBorder padding="lg">
              <Stack justify="space-between" h="100%">
                <Stack gap={4}>
                  <Text fw={700} size="lg">
                    {t(`card.${card}.name`)}
                  </Text>
                  <Text>{t(`card.${card}.does`)}</Text>
                </Stack>
                <Button onClick={() => enter(login, page)}>
                  {t('landing.enter', { name: t(`card.${card}.name`) })}
                </Button>
              </Stack>
            </Card>
          ))}
        </SimpleGrid>
        <Group>
          <Button variant="default" onClick={() => void navigate(`/${i18n.language}/verify`)}>
            {t('landing.verify')}
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}
