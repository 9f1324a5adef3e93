import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/700.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app/app.tsx';
import { freshnessNow, onFreshness } from './app/graphql.ts';
import './app/style.css';
import { THEME } from './app/theme.ts';
import { allowStyleText } from './app/trusted-types.ts';
import { startText } from './text/text.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="tally-nonce"]')?.content ?? '';
/** The scroll lock of dialogs writes a style too and asks for its nonce under this name. */
Object.assign(globalThis, { __webpack_nonce__: nonce });
const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 2_000, refetchOnWindowFocus: false } },
});

const ASK_AGAIN_MS = 1_000;
/** An answer from before the person's own act is asked for again until the book has the act. */
let again: ReturnType<typeof setTimeout> | undefined;
onFreshness(() => {
  if (!freshnessNow()?.stale) return;
  clearTimeout(again);
  again = setTimeout(() => void queries.invalidateQueries(), ASK_AGAIN_MS);
});

allowStyleText();
await startText();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider theme={THEME} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
