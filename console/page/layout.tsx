import { PageFrame } from '@center/display';
import { Menu } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { usePermissions, useSession } from './session.ts';

const everybody = [
  'overview',
  'centers',
  'findings',
  'uploads',
  'archives',
  'dose',
  'equipment',
  'devices',
  'agents',
  'ruleSets',
] as const;
const administrators = ['users', 'audit'] as const;
const paths = {
  overview: '/',
  centers: '/centers',
  findings: '/findings',
  uploads: '/uploads',
  archives: '/archives',
  dose: '/dose',
  equipment: '/equipment',
  devices: '/devices',
  agents: '/agents',
  ruleSets: '/rule-sets',
  users: '/users',
  audit: '/audit',
} as const;

export interface LayoutProps {
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** Side menu, head with language, appearance and account, and the page beside it. */
export function Layout({ onSignOut, children }: LayoutProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const session = useSession();
  const { mayAdminister } = usePermissions();
  const entries = [...everybody, ...(mayAdminister ? administrators : [])];
  const here = entries.filter((key) => (key === 'overview' ? pathname === '/' : pathname.startsWith(paths[key])));
  return (
    <PageFrame
      brand={
        <Link to="/" className="brand">
          {t('product')}
        </Link>
      }
      account={
        <Link to="/account" title={t('menu.account')}>
          {session.displayName} · {t(`role.${session.role}`)}
        </Link>
      }
      onSignOut={onSignOut}
      menuName={t('menu.main')}
      menu={
        <>
          <Menu
            mode="inline"
            selectedKeys={here}
            items={entries.map((key) => ({ key, label: <Link to={paths[key]}>{t(`menu.${key}`)}</Link> }))}
          />
          <a className="side-foot" href="/documentation">
            {t('menu.documentation')}
          </a>
        </>
      }
    >
      {children}
    </PageFrame>
  );
}
