import { PageFrame } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Badge, Menu } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { overviewQuery } from './api/queries.ts';
import { useSession } from './session.ts';

const paths = {
  home: '/',
  findings: '/findings',
  studies: '/studies',
  dose: '/dose',
  archive: '/archive',
  consent: '/consent',
  exceptions: '/exceptions',
  reviews: '/reviews',
  devices: '/devices',
  registers: '/registers',
  channels: '/channels',
  connection: '/connection',
  users: '/users',
  audit: '/audit',
} as const;
type Screen = keyof typeof paths;
const everybody: readonly Screen[] = [
  'home',
  'findings',
  'studies',
  'dose',
  'archive',
  'consent',
  'exceptions',
  'reviews',
  'devices',
  'registers',
  'channels',
  'connection',
];
const administrators: readonly Screen[] = ['users', 'audit'];

export interface LayoutProps {
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** Head with the center's name and the person; side menu with what waits; the screen beside it. */
export function Layout({ onSignOut, children }: LayoutProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const session = useSession();
  const { data } = useQuery(overviewQuery);
  const waiting = data === undefined ? 0 : data.waiting.awaiting + data.waiting.second + data.waiting.records;
  const screens = [...everybody, ...(session.role === 'administrator' ? administrators : [])];
  const here = screens.filter((key) => (key === 'home' ? pathname === '/' : pathname.startsWith(paths[key])));
  return (
    <PageFrame
      brand={
        <Link to="/" className="brand">
          {t('product')} <span className="dp-quiet brand-center">{session.facilityName}</span>
        </Link>
      }
      account={
        <Link to="/account" title={t('menu.account')}>
          {session.name} · {t(`role.${session.role}`)}
        </Link>
      }
      onSignOut={onSignOut}
      menuName={t('menu.main')}
      menu={
        <>
          <Menu
            mode="inline"
            selectedKeys={here}
            items={screens.map((key) => ({
              key,
              label: (
                <Link to={paths[key]}>
                  {t(`menu.${key}`)}{' '}
                  {key === 'reviews' ? <Badge count={waiting} size="small" overflowCount={999} /> : null}
                </Link>
              ),
            }))}
          />
          <p className="side-foot dp-quiet">{t('common.staysHere')}</p>
        </>
      }
    >
      {children}
    </PageFrame>
  );
}
