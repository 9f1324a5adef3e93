import { createTheme } from '@mantine/core';

/** The product's look: deep blue for structure, brass for what wants a hand. */
export const THEME = createTheme({
  fontFamily: '"Noto Sans SC", system-ui, sans-serif',
  headings: { fontFamily: '"Noto Sans SC", system-ui, sans-serif', fontWeight: '700' },
  primaryColor: 'tally',
  defaultRadius: 'md',
  colors: {
    tally: [
      '#eef4fa',
      '#dbe6f0',
      '#b4cbe0',
      '#8aaecf',
      '#6796c1',
      '#5087b9',
      '#2c6399',
      '#23527f',
      '#17405f',
      '#0f2c45',
    ],
  },
});
