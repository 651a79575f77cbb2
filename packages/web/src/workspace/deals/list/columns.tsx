import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { StageBadge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/types.ts';
import { RoleStack } from '../../../ui/role-glyph.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { wholeUnits } from '../kit/money.ts';
import type { DealRow } from './export.ts';

const none = () => <span className="text-faint">–</span>;

export const dealNumber = (number: number): string => `D-${number}`;

export const dealColumns = (): GridColumn<DealRow>[] => [
  {
    id: 'account',
    header: t('deals.col.account'),
    size: 236,
    sortable: true,
    hideable: false,
    card: 'title',
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-2">
        <bdi className="truncate">{row.accountName ?? row.name}</bdi>
        <bdi className="num shrink-0 text-12 font-normal text-muted">{dealNumber(row.number)}</bdi>
      </span>
    ),
  },
  { id: 'name', header: t('deals.col.name'), size: 130, card: 'none', cell: (row) => <bdi className="text-muted">{row.name}</bdi> },
  { id: 'roles', header: t('deals.col.roles'), size: 112, card: 'none', cell: (row) => (row.roles.length > 0 ? <RoleStack roles={row.roles} /> : none()) },
  { id: 'stage', header: t('deals.col.stage'), size: 168, card: 'meta', cell: (row) => <StageBadge stage={row.stage} /> },
  {
    id: 'amount',
    header: t('deals.col.amount'),
    size: 100,
    align: 'end',
    sortable: true,
    card: 'end',
    cell: (row) => (row.amountMinor === null ? none() : <Money value={{ amountMinor: wholeUnits(row.amountMinor, row.currency), currency: row.currency }} />),
  },
  {
    id: 'close',
    header: t('deals.col.close'),
    size: 102,
    sortable: true,
    card: 'none',
    cell: (row) => (row.closeOn === null ? none() : <DateText date={row.closeOn} />),
  },
  {
    id: 'clock',
    header: t('deals.col.clock'),
    size: 94,
    sortable: true,
    card: 'meta',
    cell: (row) =>
      row.nextActTitle === null ? (
        none()
      ) : (
        <span title={row.nextActTitle}>
          <SlaClock dueAt={row.nextActDueAt} />
        </span>
      ),
  },
  {
    id: 'next',
    header: t('deals.col.next'),
    size: 110,
    card: 'meta',
    cell: (row) => (row.nextStep === null ? none() : <bdi className="text-muted">{row.nextStep}</bdi>),
  },
  { id: 'owner', header: t('deals.col.owner'), size: 110, card: 'none', cell: (row) => (row.ownerName === null ? none() : <bdi>{row.ownerName}</bdi>) },
  {
    id: 'routes',
    header: t('deals.routes'),
    size: 120,
    defaultHidden: true,
    card: 'none',
    cell: (row) =>
      row.routes.length === 0 ? (
        none()
      ) : (
        <bdi className="text-muted">
          {new Intl.ListFormat(document.documentElement.lang, { style: 'short', type: 'unit' }).format(row.routes.map((route) => t(`route.${route}`)))}
        </bdi>
      ),
  },
  { id: 'region', header: t('deals.filter.region'), size: 80, defaultHidden: true, card: 'none', cell: (row) => row.region ?? none() },
  {
    id: 'activity',
    header: t('deals.col.activity'),
    size: 120,
    sortable: true,
    defaultHidden: true,
    card: 'none',
    cell: (row) => <RelativeTime at={row.lastActivityAt} />,
  },
];
