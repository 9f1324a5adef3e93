import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Cursors of a list, the last one open, and how to change them. */
type Pages = readonly [pages: readonly string[], setPages: (pages: string[]) => void];

type PageInfo = { readonly hasNextPage: boolean; readonly endCursor: string | null };

/** Steps through a list page by page. */
export function Pager({ pages: [pages, setPages], info }: { pages: Pages; info: PageInfo }) {
  const { t } = useTranslation();
  return (
    <Group>
      <Button
        variant="default"
        disabled={pages.length === 0}
        onClick={() => setPages(pages.slice(0, -1))}
      >
        {t('list.back')}
      </Button>
      <Button
        variant="default"
        disabled={!info.hasNextPage}
        onClick={() => setPages([...pages, info.endCursor ?? ''])}
      >
        {t('list.more')}
      </Button>
    </Group>
  );
}
