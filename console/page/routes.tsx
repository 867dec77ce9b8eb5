import { LoadingBlock } from '@center/display';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { Layout } from './layout.tsx';
import { CenterPage } from './pages/center.tsx';
import { CentersPage } from './pages/centers.tsx';
import { FindingPage } from './pages/finding.tsx';
import { FindingsPage } from './pages/findings.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { usePermissions } from './session.ts';

// What is opened now and then stays out of the first screen.
const UploadsPage = lazy(async () => ({ default: (await import('./pages/uploads.tsx')).UploadsPage }));
const UploadPage = lazy(async () => ({ default: (await import('./pages/upload.tsx')).UploadPage }));
const ArchivesPage = lazy(async () => ({ default: (await import('./pages/archives.tsx')).ArchivesPage }));
const DosePage = lazy(async () => ({ default: (await import('./pages/dose.tsx')).DosePage }));
const EquipmentPage = lazy(async () => ({ default: (await import('./pages/equipment.tsx')).EquipmentPage }));
const DevicesPage = lazy(async () => ({ default: (await import('./pages/devices.tsx')).DevicesPage }));
const AgentsPage = lazy(async () => ({ default: (await import('./pages/agents.tsx')).AgentsPage }));
const RuleSetsPage = lazy(async () => ({ default: (await import('./pages/rule-sets.tsx')).RuleSetsPage }));
const UsersPage = lazy(async () => ({ default: (await import('./pages/users.tsx')).UsersPage }));
const AuditPage = lazy(async () => ({ default: (await import('./pages/audit.tsx')).AuditPage }));
const AccountPage = lazy(async () => ({ default: (await import('./pages/account.tsx')).AccountPage }));

export function PageRoutes({ onSignOut }: { readonly onSignOut: () => void }) {
  const { mayAdminister } = usePermissions();
  return (
    <BrowserRouter>
      <Layout onSignOut={onSignOut}>
        <Suspense fallback={<LoadingBlock />}>
          <Routes>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/centers" element={<CentersPage />} />
            <Route path="/centers/:facilityId" element={<Navigate to="summary" replace />} />
            <Route path="/centers/:facilityId/:tab" element={<CenterPage />} />
            <Route path="/findings" element={<FindingsPage />} />
            <Route path="/findings/:facilityId/:findingId" element={<FindingPage />} />
            <Route path="/uploads" element={<UploadsPage />} />
            <Route path="/uploads/:packageId/:version" element={<UploadPage />} />
            <Route path="/archives" element={<ArchivesPage />} />
            <Route path="/dose" element={<Navigate to="distributions" replace />} />
            <Route path="/dose/:tab" element={<DosePage />} />
            <Route path="/equipment" element={<Navigate to="availability" replace />} />
            <Route path="/equipment/:tab" element={<EquipmentPage />} />
            <Route path="/devices" element={<DevicesPage />} />
            <Route path="/agents" element={<AgentsPage />} />
            <Route path="/rule-sets" element={<RuleSetsPage />} />
            {mayAdminister ? <Route path="/users" element={<UsersPage />} /> : null}
            {mayAdminister ? <Route path="/audit" element={<AuditPage />} /> : null}
            <Route path="/account" element={<AccountPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </Layout>
    </BrowserRouter>
  );
}
