import { useEffect, useState } from 'react';
import { Copy, Download, Ellipsis, FileText, Pencil } from 'lucide-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { useProducts } from '../pricing/use-products.ts';
import { type Act, ActDialog } from './act-dialogs.tsx';
import { ApprovalsCard } from './approvals-card.tsx';
import { exportLines } from './export-quotes.ts';
import { LinesTable } from './lines-table.tsx';
import { PdfDialog } from './pdf-dialog.tsx';
import { Refusals } from './refusals.tsx';
import { QuoteState } from './state-badge.tsx';
import { VersionsCard } from './versions-card.tsx';
import { type Quote, quoteNumber } from './words.ts';

export function QuoteScreen() {
  const { quoteId = '' } = useParams({ strict: false });
  const url = useUrlState();
  const asked = Number(url.text('version'));
  const version = Number.isInteger(asked) && asked > 0 ? asked : undefined;
  const quote = useApi('quotes.get', { params: { id: quoteId }, query: version === undefined ? {} : { quoteVersion: version } }, { keepPrevious: true });
  return (
    <>
      <MoneyPages />
      <RecordPage query={quote} what={t('quotes.quote')}>
        {(record) => (
          <OneQuote
            key={record.id}
            quote={record}
            shown={version ?? record.quoteVersion}
            onShow={(number) => url.set({ version: number === undefined ? undefined : String(number) })}
            onReload={() => void quote.refetch()}
          />
        )}
      </RecordPage>
    </>
  );
}

type Step = Quote['steps'][number];
const mainSteps = ['submit', 'send', 'accept'] as const satisfies readonly Step[];

function OneQuote({ quote, shown, onShow, onReload }: { quote: Quote; shown: number; onShow: (version: number | undefined) => void; onReload: () => void }) {
  const navigate = useNavigate();
  const mayWrite = useCan('quotes:write');
  const { nameOf } = useProducts();
  const [act, setAct] = useState<Act>();
  const [paper, setPaper] = useState(false);
  const { priced, request } = quote;
  const can = (step: Step) => quote.steps.includes(step);
  useEffect(
    () => rememberRecent({ id: quote.id, label: quote.name, note: quoteNumber(quote.number), to: `/money/quotes/${quote.id}` }),
    [quote.id, quote.name, quote.number],
  );
  const edit = () => void navigate({ to: '/money/quotes/$quoteId/change', params: { quoteId: quote.id } });
  useRegisterActions(
    () => [
      { id: 'quotes.edit', label: 'quotes.edit', scope: 'record', shortcut: 'e', permission: 'quotes:write', isEnabled: () => can('change'), run: edit },
      { id: 'quotes.pdf', label: 'quotes.pdf', scope: 'record', shortcut: 'p', run: () => setPaper(true) },
      { id: 'quotes.copy', label: 'quotes.copy', scope: 'record', shortcut: 'c', permission: 'quotes:write', run: () => setAct({ what: 'copy' }) },
    ],
    [quote.id, quote.state],
  );
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: priced.currency }} />;
  return (
    <>
      <PageHeader
        title={quote.name}
        crumbs={[{ label: t('quotes.title'), to: '/money/quotes' }, { label: quoteNumber(quote.number) }]}
        badges={<QuoteState state={quote.state} />}
        actions={
          <>
            <Button icon={<FileText size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setPaper(true)}>
              {t('quotes.pdf')}
            </Button>
            {can('change') && (
              <Button icon={<Pencil size={14} aria-hidden />} isDisabled={!mayWrite} onPress={edit}>
                {t('quotes.edit')}
              </Button>
            )}
            {mainSteps.filter(can).map((step) => (
              <Button key={step} kind="primary" isDisabled={!mayWrite} onPress={() => setAct({ what: step })}>
                {t(`quotes.${step}`)}
              </Button>
            ))}
            <Menu
              label={t('quotes.more')}
              placement="bottom end"
              groups={[
                {
                  id: 'more',
                  items: [
                    {
                      id: 'copy',
                      label: t('quotes.copy'),
                      icon: <Copy size={14} aria-hidden />,
                      isDisabled: !mayWrite,
                      onAction: () => setAct({ what: 'copy' }),
                    },
                    { id: 'expiry', label: t('quotes.expiry'), isDisabled: !mayWrite || !can('change'), onAction: () => setAct({ what: 'expiry' }) },
                    {
                      id: 'csv',
                      label: t('quotes.csv'),
                      icon: <Download size={14} aria-hidden />,
                      onAction: () => exportLines(quote.number, shown, priced.currency, priced.lines),
                    },
                  ],
                },
                {
                  id: 'end',
                  items: [
                    {
                      id: 'decline',
                      label: t('quotes.decline'),
                      tone: 'bad',
                      isDisabled: !mayWrite || !can('decline'),
                      onAction: () => setAct({ what: 'decline' }),
                    },
                    {
                      id: 'withdraw',
                      label: t('quotes.withdraw'),
                      tone: 'bad',
                      isDisabled: !mayWrite || !can('withdraw'),
                      onAction: () => setAct({ what: 'withdraw' }),
                    },
                  ],
                },
              ]}
            >
              <IconButton label={t('quotes.more')}>
                <Ellipsis size={16} aria-hidden />
              </IconButton>
            </Menu>
          </>
        }
        facts={
          <Facts
            items={[
              {
                label: t('quotes.deal'),
                value: (
                  <Link to="/deals/$dealId" params={{ dealId: quote.dealId }} className="link">
                    {quote.dealName}
                  </Link>
                ),
              },
              { label: t('quotes.account'), value: quote.accountName ?? '–' },
              { label: t('quotes.partner'), value: quote.partnerName ?? t('quotes.direct') },
              { label: t('quotes.expires'), value: <DateText date={quote.expiresOn} /> },
              { label: t('quotes.list'), value: money(priced.listMinor) },
              {
                label: t('quotes.discount'),
                value: (
                  <>
                    {money(priced.discountMinor)}
                    {priced.discountMinor !== 0 && (
                      <span className="ms-1.5 font-normal text-muted">{t('quotes.ofList', { percent: priced.discountPercent })}</span>
                    )}
                  </>
                ),
              },
              { label: t('quotes.net'), value: money(priced.netMinor) },
              {
                label: t('quotes.margin'),
                value: (
                  <>
                    {money(priced.marginMinor)}
                    {priced.marginMinor !== 0 && <span className="ms-1.5 font-normal text-muted">{t('quotes.ofNet', { percent: priced.marginPercent })}</span>}
                  </>
                ),
              },
              { label: t('quotes.ours'), value: money(priced.oursMinor) },
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {shown !== quote.quoteVersion && (
              <p role="note" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
                <span className="flex-1">{t('quotes.older', { n: shown, newest: quote.quoteVersion })}</span>
                <Button size="compact" onPress={() => onShow(undefined)}>
                  {t('quotes.newest')}
                </Button>
              </p>
            )}
            {quote.closingNote !== null && (
              <Card title={t('quotes.closing')}>
                <p>
                  <bdi>{quote.closingNote}</bdi>
                </p>
                <p className="mt-1 text-12 text-muted">
                  <bdi>{quote.closedBy}</bdi>
                  {quote.closedAt !== null && (
                    <>
                      {' · '}
                      <InstantText at={quote.closedAt} />
                    </>
                  )}
                </p>
              </Card>
            )}
            <Refusals refusals={priced.check.refusals} nameOf={nameOf} />
            <Card title={t('quotes.lines')} note={t('quotes.pricedOn', { day: formatDate(priced.pricedOn) })} flush>
              <LinesTable priced={priced} />
            </Card>
            <Asked request={request} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <ApprovalsCard quote={quote} onDecide={(approval, approve) => setAct({ what: approve ? 'approve' : 'reject', approval })} />
            <VersionsCard quote={quote} shown={shown} onShow={onShow} />
          </div>
        </div>
        {!mayWrite && <p className="mt-3 text-12 text-muted">{t('quotes.mayNot')}</p>}
      </PageBody>
      {act && <ActDialog quote={quote} act={act} onClose={() => setAct(undefined)} onReload={onReload} />}
      {paper && <PdfDialog quote={quote} version={shown} onClose={() => setPaper(false)} />}
    </>
  );
}

/** What was asked for beside the lines. */
function Asked({ request }: { request: Quote['request'] }) {
  const facts = [
    ...(request.region === null ? [] : [{ label: t('pricing.region'), value: request.region }]),
    ...(request.competitive ? [{ label: t('quotes.competitive'), value: t('quotes.yes') }] : []),
    ...(request.discountReason === null ? [] : [{ label: t('quotes.discountReason'), value: request.discountReason }]),
    ...(request.fx === null
      ? []
      : [
          {
            label: t('quotes.fx'),
            value: t('quotes.fx.words', { from: request.fx.from, rate: request.fx.rate, to: request.currency, source: request.fx.source }),
          },
        ]),
  ];
  if (facts.length === 0 && request.terms === null) return null;
  return (
    <Card title={t('quotes.terms')}>
      {facts.length > 0 && <Facts items={facts} />}
      {request.terms !== null && (
        <p className={facts.length > 0 ? 'mt-3 whitespace-pre-wrap' : 'whitespace-pre-wrap'}>
          <bdi>{request.terms}</bdi>
        </p>
      )}
    </Card>
  );
}
