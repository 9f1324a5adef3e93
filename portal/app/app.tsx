import { Loader } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigate, useSearchParams } from 'react-router';
import { LandingPage } from '../pages/landing.tsx';
import { followLanguage, languageOf } from '../text/text.ts';
import { Fault } from '../ui/answer.tsx';
import { Frame } from './frame.tsx';
import { finishSignIn, isSignedIn, signIn } from './session.ts';

/** Pages come when they are opened; the landing page and the frame are what loads first. */
const PAGES: Readonly<Record<string, () => Promise<ComponentType>>> = {
  home: () => import('../pages/home.tsx').then(({ HomePage }) => HomePage),
  receivables: () => import('../pages/receivables.tsx').then(page => page.ReceivablesPage),
  'receivables/:id': () => import('../pages/receivable.tsx').then(page => page.ReceivablePage),
  confirm: () => import('../pages/confirm.tsx').then(({ ConfirmPage }) => ConfirmPage),
  finance: () => import('../pages/finance.tsx').then(({ FinancePage }) => FinancePage),
  'financings/:id': () => import('../pages/financing.tsx').then(page => page.FinancingPage),
  pools: () => import('../pages/pools.tsx').then(({ PoolsPage }) => PoolsPage),
  'pools/:id': () => import('../pages/pool.tsx').then(({ PoolPage }) => PoolPage),
  deals: () => import('../pages/deals.tsx').then(({ DealsPage }) => DealsPage),
  'deals/:id': () => import('../pages/deal.tsx').then(({ DealPage }) => DealPage),
  'deals/:id/dates/:on': () =>
    import('../pages/payment-date.tsx').then(page => page.PaymentDatePage),
  'deals/:id/performance': () =>
    import('../pages/performance.tsx').then(page => page.PerformancePage),
  audit: () => import('../pages/audit.tsx').then(({ AuditPage }) => AuditPage),
  disclosures: () => import('../pages/disclosures.tsx').then(page => page.DisclosuresPage),
  data: () => import('../pages/data.tsx').then(({ DataPage }) => DataPage),
  notes: () => import('../pages/notes.tsx').then(({ NotesPage }) => NotesPage),
  inbox: () => import('../pages/inbox.tsx').then(({ InboxPage }) => InboxPage),
  desk: () => import('../pages/desk.tsx').then(({ DeskPage }) => DeskPage),
  loads: () => import('../pages/loads.tsx').then(({ LoadsPage }) => LoadsPage),
  documents: () => import('../pages/documents.tsx').then(page => page.DocumentsPage),
  acts: () => import('../pages/acts.tsx').then(({ ActsPage }) => ActsPage),
  company: () => import('../pages/company.tsx').then(({ CompanyPage }) => CompanyPage),
  ledger: () => import('../pages/ledger.tsx').then(({ LedgerPage }) => LedgerPage),
  'ledger/blocks/:number': () => import('../pages/block.tsx').then(page => page.BlockPage),
  'ledger/objects/:object': () => import('../pages/history.tsx').then(page => page.HistoryPage),
  'ledger/tx/:txId': () => import('../pages/transaction.tsx').then(page => page.TransactionPage),
};

const ROUTES = Object.entries(PAGES).map(([path, load]) => ({ path, Page: onDemand(load) }));
const VerifyPage = onDemand(() =>
  import('../pages/verify.tsx').then(page => page.VerifyPage as ComponentType),
);

function onDemand(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await load() }));
}

/** All routes; everything but the landing and verify pages asks for a signed-in person. */
export function App() {
  const { pathname } = useLocation();
  useEffect(() => void followLanguage(pathname), [pathname]);
  return (
    <Suspense fallback={<Loader m="xl" />}>
      <Routes>
        <Route path="/callback" element={<Callback />} />
        <Route path="/v/:documentId" element={<VerifyPage />} />
        <Route path="/" element={<Navigate to={`/${languageOf(location.pathname)}`} replace />} />
        <Route path="/:language" element={<LandingPage />} />
        <Route path="/:language/verify" element={<VerifyPage />} />
        <Route path="/:language" element={<SignedIn />}>
          {ROUTES.map(({ path, Page }) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
        </Route>
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </Suspense>
  );
}

/** A reload or a copied link asks the provider first; who is not known there chooses a person. */
function SignedIn() {
  const { pathname, search } = useLocation();
  const isIn = isSignedIn();
  useEffect(() => {
    if (!isIn) void signIn({ silent: true, returnTo: pathname + search });
  }, [isIn, pathname, search]);
  return isIn ? <Frame /> : <Loader m="xl" />;
}

function Callback() {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let isAlive = true;
    finishSignIn(query).then(
      ({ to, isIn }) => {
        if (!isAlive) return;
        const landing = `/${languageOf(to)}`;
        void navigate(isIn ? to : landing, { replace: true, state: isIn ? null : { wanted: to } });
      },
      (reason: unknown) => {
        if (isAlive) setError(reason);
      },
    );
    return () => {
      isAlive = false;
    };
  }, [navigate, query]);
  return error === null ? <Loader m="xl" /> : <Fault error={error} />;
}
