import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, RelativeTime } from '../../../lib/i18n/values.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { QuoteState } from './state-badge.tsx';
import { isOver, quoteNumber, type QuoteRow } from './words.ts';

const none = <span className="text-muted">–</span>;
const today = () => new Date().toISOString().slice(0, 10);

export const quoteColumns = (): readonly GridColumn<QuoteRow>[] => [
  {
    id: 'name',
    header: t('quotes.quote'),
    size: 240,
    hideable: false,
    card: 'title',
    cell: (row) => (
      <>
        <bdi className="num text-muted">{quoteNumber(row.number)}</bdi> <bdi>{row.name}</bdi>
      </>
    ),
  },
  { id: 'state', header: t('quotes.state'), size: 165, card: 'meta', cell: (row) => <QuoteState state={row.state} /> },
  {
    id: 'deal',
    header: t('quotes.deal'),
    size: 190,
    card: 'meta',
    cell: (row) => (
      <Link to="/deals/$dealId" params={{ dealId: row.dealId }} className="link">
        <bdi>{row.dealName}</bdi>
      </Link>
    ),
  },
  {
    id: 'account',
    header: t('quotes.account'),
    size: 160,
    card: 'none',
    defaultHidden: true,
    cell: (row) => (row.accountName === null ? none : <bdi>{row.accountName}</bdi>),
  },
  {
    id: 'partner',
    header: t('quotes.partner'),
    size: 150,
    card: 'meta',
    cell: (row) => (row.partnerName === null ? t('quotes.direct') : <bdi>{row.partnerName}</bdi>),
  },
  {
    id: 'expires',
    header: t('quotes.expires'),
    size: 110,
    card: 'none',
    cell: (row) => (
      <span className={!isOver(row.state) && row.expiresOn < today() ? 'text-bad' : undefined}>
        <DateText date={row.expiresOn} />
      </span>
    ),
  },
  {
    id: 'list',
    header: t('quotes.list'),
    size: 130,
    align: 'end',
    card: 'none',
    defaultHidden: true,
    cell: (row) => <ExactMoney value={{ amountMinor: row.listMinor, currency: row.currency }} />,
  },
  {
    id: 'net',
    header: t('quotes.net'),
    size: 130,
    align: 'end',
    card: 'end',
    cell: (row) => <ExactMoney value={{ amountMinor: row.netMinor, currency: row.currency }} />,
  },
  {
    id: 'ours',
    header: t('quotes.ours'),
    size: 130,
    align: 'end',
    card: 'none',
    cell: (row) => <ExactMoney value={{ amountMinor: row.oursMinor, currency: row.currency }} />,
  },
  {
    id: 'version',
    header: t('pricing.versionShort'),
    size: 80,
    align: 'end',
    card: 'none',
    defaultHidden: true,
    cell: (row) => <span className="num">{row.quoteVersion}</span>,
  },
  { id: 'author', header: t('quotes.author'), size: 130, card: 'none', cell: (row) => <bdi>{row.authorName}</bdi> },
  { id: 'updated', header: t('work.updated'), size: 120, card: 'none', cell: (row) => <RelativeTime at={row.updatedAt} /> },
];
