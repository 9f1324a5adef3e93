import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { currentLanguage } from '../text/text.ts';

/** A link inside the portal; the language stays in the address. */
export function InternalLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={`/${currentLanguage()}/${to}`}>
      {children}
    </Anchor>
  );
}
