import { AppShell, Badge, Burger, Button, Group, Loader, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { currentLanguage } from '../text/text.ts';
import { Answer } from '../ui/answer.tsx';
import { freshnessNow, onFreshness } from './graphql.ts';
import { useDay, useMe, type DayStatus, type Me } from './me.ts';
import { Unfinished } from '../signing/unfinished.tsx';
import { signOut } from './session.ts';

/** Pages of the menu with the capability each asks for; the server says what a person may use. */
const PAGES = [
  ['home', null],
  ['receivables', 'query:receivables'],
  ['confirm', 'query:confirmations'],
  ['finance', 'query:quoteSelection'],
  ['pools', 'query:pools'],
  ['deals', 'query:deals'],
  ['notes', 'issue.subscribe'],
  ['inbox', null],
  ['desk', 'query:bankReviews'],
  ['loads', 'query:loads'],
  ['documents', 'query:documents'],
  ['audit', 'query:reperformance'],
  ['disclosures', 'query:disclosures'],
  ['data', 'query:consents'],
  ['acts', null],
  ['company', null],
  ['ledger', 'query:blocks'],
] as const;

export function Frame() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const location = useLocation();
  const me = useMe(true);
  const day = useDay(true);
  const other = currentLanguage() === 'zh' ? 'en' : 'zh';
  const clock = day.data?.day.clock;
  return (
    <AppShell
      header={{ height: clock === 'test' ? 88 : 60 }}
      navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <AppShell.Header>
        <a className="tally-skip" href="#main">
          {t('frame.skip')}
        </a>
        {clock === 'test' && <div className="tally-ribbon">{t('frame.test')}</div>}
        <Group h={60} px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('frame.menu')}
            />
            <img src="/mark.svg" alt="" width={28} height={28} />
            <Text fw={700} visibleFrom="xs">
              Tallystick
            </Text>
            <Text visibleFrom="md">{me.data?.me.party.name}</Text>
          </Group>
          <Group wrap="nowrap">
            <BusinessDay day={day.data?.day} />
            <FreshnessChip />
            <Button
              variant="subtle"
              px="xs"
              lang={other === 'zh' ? 'zh-CN' : 'en'}
              component={Link}
              to={location.pathname.replace(/^\/(zh|en)/, `/${other}`) + location.search}
            >
              {other === 'zh' ? '中文' : 'English'}
            </Button>
            <Button variant="subtle" px="xs" onClick={signOut}>
              {t('frame.signOut')}
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('frame.menu')}>
        <Answer query={me}>{data => <Menu me={data.me} onChoose={close} />}</Answer>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Unfinished me={me.data?.me} />
        <Suspense fallback={<Loader m="xl" />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Menu({ me, onChoose }: { me: Me; onChoose: () => void }) {
  const { t, i18n } = useTranslation();
  const { pathname } = useLocation();
  const pages = PAGES.filter(([, needs]) => needs === null || me.capabilities.includes(needs));
  return (
    <>
      <Text size="sm" px="sm" pb="xs">
        {me.name}
      </Text>
      {pages.map(([page]) => (
        <NavLink
          key={page}
          component={Link}
          to={`/${i18n.language}/${page}`}
          label={t(`page.${page}`)}
          active={pathname.split('/')[2] === page}
          onClick={onChoose}
        />
      ))}
    </>
  );
}

function BusinessDay({ day }: { day: DayStatus | undefined }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" visibleFrom="sm">
      {t('frame.day', { day: day?.businessDate ?? '–' })}
    </Text>
  );
}

function FreshnessChip() {
  const { t } = useTranslation();
  const freshness = useSyncExternalStore(onFreshness, freshnessNow);
  if (!freshness) return null;
  const { block, stale } = freshness;
  const lag = freshness.lagSeconds ?? 0;
  const late = stale || lag > 30 ? 'late' : lag > 5 ? 'behind' : 'fresh';
  return (
    <Badge variant="default" tt="none" fw={400} className="tally-chip" data-lag={late}>
      {t(lag === 0 ? 'frame.block' : 'frame.blockBehind', { block, lag })}
    </Badge>
  );
}
