import { useEffect, useState } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigate, useSearchParams } from 'react-router';
import { CompanyPage } from '../pages/company.tsx';
import { ConfirmPage } from '../pages/confirm.tsx';
import { DocumentsPage } from '../pages/documents.tsx';
import { FinancePage } from '../pages/finance.tsx';
import { FinancingPage } from '../pages/financing.tsx';
import { HomePage } from '../pages/home.tsx';
import { InboxPage } from '../pages/inbox.tsx';
import { LandingPage } from '../pages/landing.tsx';
import { LedgerPage } from '../pages/ledger.tsx';
import { LoadsPage } from '../pages/loads.tsx';
import { ReceivablePage } from '../pages/receivable.tsx';
import { ReceivablesPage } from '../pages/receivables.tsx';
import { TransactionPage } from '../pages/transaction.tsx';
import { VerifyPage } from '../pages/verify.tsx';
import { languageOf } from '../text/text.ts';
import { Fault } from '../ui/answer.tsx';
import { Frame } from './frame.tsx';
import { finishSignIn, isSignedIn } from './session.ts';

/** All routes; everything but the landing and verify pages asks for a signed-in person. */
export function App() {
  return (
    <Routes>
      <Route path="/callback" element={<Callback />} />
      <Route path="/v/:documentId" element={<VerifyPage />} />
      <Route path="/" element={<Navigate to={`/${languageOf(location.pathname)}`} replace />} />
      <Route path="/:language" element={<LandingPage />} />
      <Route path="/:language/verify" element={<VerifyPage />} />
      <Route path="/:language" element={<SignedIn />}>
        <Route path="home" element={<HomePage />} />
        <Route path="receivables" element={<ReceivablesPage />} />
        <Route path="receivables/:id" element={<ReceivablePage />} />
        <Route path="confirm" element={<ConfirmPage />} />
        <Route path="finance" element={<FinancePage />} />
        <Route path="financings/:id" element={<FinancingPage />} />
        <Route path="inbox" element={<InboxPage />} />
        <Route path="loads" element={<LoadsPage />} />
        <Route path="documents" element={<DocumentsPage />} />
        <Route path="company" element={<CompanyPage />} />
        <Route path="ledger" element={<LedgerPage />} />
        <Route path="ledger/tx/:txId" element={<TransactionPage />} />
      </Route>
    </Routes>
  );
}

function SignedIn() {
  const { pathname } = useLocation();
  if (!isSignedIn()) return <Navigate to={`/${languageOf(pathname)}`} state={{ pathname }} />;
  return <Frame />;
}

function Callback() {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let alive = true;
    finishSignIn(query).then(
      to => {
        if (alive) void navigate(to, { replace: true });
      },
      (reason: unknown) => {
        if (alive) setError(reason);
      },
    );
    return () => {
      alive = false;
    };
  }, [navigate, query]);
  return error === null ? null : <Fault error={error} />;
}
