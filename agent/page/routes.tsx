import { LoadingBlock } from '@center/display';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { Layout } from './layout.tsx';
import { ConsentPage } from './pages/consent.tsx';
import { FindingPage } from './pages/finding.tsx';
import { FindingsPage } from './pages/findings.tsx';
import { HomePage } from './pages/home.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { ReviewsPage } from './pages/reviews.tsx';
import { StudiesPage } from './pages/studies.tsx';
import { StudyPage } from './pages/study.tsx';
import { useSession } from './session.ts';

// What is opened now and then stays out of the first screen.
const ConsentFormPage = lazy(async () => ({ default: (await import('./pages/consent-form.tsx')).ConsentFormPage }));
const ExceptionsPage = lazy(async () => ({ default: (await import('./pages/exceptions.tsx')).ExceptionsPage }));
const DosePage = lazy(async () => ({ default: (await import('./pages/dose.tsx')).DosePage }));
const ArchivePage = lazy(async () => ({ default: (await import('./pages/archive.tsx')).ArchivePage }));
const ChannelsPage = lazy(async () => ({ default: (await import('./pages/channels.tsx')).ChannelsPage }));
const RegistersPage = lazy(async () => ({ default: (await import('./pages/registers.tsx')).RegistersPage }));
const DevicesPage = lazy(async () => ({ default: (await import('./pages/devices.tsx')).DevicesPage }));
const WatchedPage = lazy(async () => ({ default: (await import('./pages/watched.tsx')).WatchedPage }));
const ConnectionPage = lazy(async () => ({ default: (await import('./pages/connection.tsx')).ConnectionPage }));
const UsersPage = lazy(async () => ({ default: (await import('./pages/users.tsx')).UsersPage }));
const AuditPage = lazy(async () => ({ default: (await import('./pages/audit.tsx')).AuditPage }));
const AccountPage = lazy(async () => ({ default: (await import('./pages/account.tsx')).AccountPage }));

export function PageRoutes({ onSignOut }: { readonly onSignOut: () => void }) {
  const administers = useSession().role === 'administrator';
  return (
    <BrowserRouter>
      <Layout onSignOut={onSignOut}>
        <Suspense fallback={<LoadingBlock />}>
          <Routes>
            <Route path="/" element={<HomePage />} />
            <Route path="/findings" element={<FindingsPage />} />
            <Route path="/findings/:id" element={<FindingPage />} />
            <Route path="/studies" element={<StudiesPage />} />
            <Route path="/studies/:uid" element={<StudyPage />} />
            <Route path="/dose" element={<Navigate to="distributions" replace />} />
            <Route path="/dose/:tab" element={<DosePage />} />
            <Route path="/archive" element={<Navigate to="standing" replace />} />
            <Route path="/archive/:tab" element={<ArchivePage />} />
            <Route path="/channels" element={<ChannelsPage />} />
            <Route path="/registers" element={<Navigate to="permits" replace />} />
            <Route path="/registers/:tab" element={<RegistersPage />} />
            <Route path="/consent" element={<ConsentPage />} />
            <Route path="/consent/new" element={<ConsentFormPage />} />
            <Route path="/exceptions" element={<ExceptionsPage />} />
            <Route path="/reviews" element={<ReviewsPage />} />
            <Route path="/devices" element={<Navigate to="board" replace />} />
            <Route path="/devices/:tab" element={<DevicesPage />} />
            <Route path="/devices/at/:id" element={<WatchedPage />} />
            <Route path="/connection" element={<ConnectionPage />} />
            {administers ? <Route path="/users" element={<UsersPage />} /> : null}
            {administers ? <Route path="/audit" element={<AuditPage />} /> : null}
            <Route path="/account" element={<AccountPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </Layout>
    </BrowserRouter>
  );
}
