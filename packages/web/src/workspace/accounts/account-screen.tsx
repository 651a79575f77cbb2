import { useEffect, useState } from 'react';
import { Pencil } from 'lucide-react';
import { Link, useParams } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, Money, Num } from '../../lib/i18n/values.tsx';
import { rememberRecent } from '../../lib/search.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Ring } from '../../ui/marks.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { NewDeal } from '../deals/list/new-deal.tsx';
import { DealRows } from '../partners/kit/deal-rows.tsx';
import { Nothing, RecordPage } from '../partners/kit/record-page.tsx';
import { BillingProfileCard } from '../money/invoices/profile-card.tsx';
import { AccountSubscriptions } from '../money/subscriptions/owner-cards.tsx';
import { tieName } from '../partners/words.ts';
import { AccountForm, AddContact } from './account-form.tsx';
import { UsageCard } from './usage-card.tsx';

type Account = Result<'accounts.get'>;
const row = 'relative flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0';

export function AccountScreen() {
  const { accountId } = useParams({ from: '/workspace/accounts/$accountId' });
  const query = useApi('accounts.get', { params: { id: accountId } });
  return (
    <RecordPage query={query} what={t('accounts.title')}>
      {(account) => <AccountRecord key={account.id} account={account} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

function AccountRecord({ account, onReload }: { account: Account; onReload: () => void }) {
  const [open, setOpen] = useState<'edit' | 'contact' | 'deal'>();
  const mayWrite = useCan('accounts:write');
  const mayWriteDeals = useCan('deals:write');
  const close = () => setOpen(undefined);
  useEffect(
    () => rememberRecent({ id: account.id, label: account.name, note: account.industry ?? undefined, to: `/accounts/${account.id}` }),
    [account.id, account.name, account.industry],
  );
  useRegisterActions(
    () => [
      { id: 'account.edit', label: 'accounts.editVerb', scope: 'record', shortcut: 'e', permission: 'accounts:write', run: () => setOpen('edit') },
      { id: 'account.contact', label: 'work.contact.add', scope: 'record', permission: 'accounts:write', run: () => setOpen('contact') },
    ],
    [],
  );
  const facts = [
    { label: t('work.owner'), value: account.ownerName ?? t('work.nobody') },
    { label: t('accounts.industry'), value: account.industry ?? t('work.none') },
    { label: t('accounts.country'), value: account.country ?? t('work.none') },
    { label: t('accounts.region'), value: account.region ?? t('work.none') },
    { label: t('accounts.employees'), value: account.employees === null ? t('work.none') : <Num value={account.employees} /> },
    {
      label: t('accounts.revenue'),
      value:
        account.revenueMinor === null || account.currency === null ? (
          t('work.none')
        ) : (
          <Money value={{ amountMinor: account.revenueMinor, currency: account.currency }} look="compact" />
        ),
    },
    { label: t('accounts.domains'), value: account.domains.join(', ') || t('work.none') },
  ];
  return (
    <>
      <PageHeader
        title={account.name}
        crumbs={[{ label: t('accounts.title'), to: '/accounts' }, { label: account.domains[0] ?? account.name }]}
        actions={
          mayWrite && (
            <Button icon={<Pencil size={14} aria-hidden />} keyHint="e" onPress={() => setOpen('edit')}>
              {t('accounts.editVerb')}
            </Button>
          )
        }
        facts={<Facts items={facts} />}
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Card
              title={t('work.deals')}
              flush
              actions={
                <>
                  {account.deals.length > 0 && (
                    <Link to="/deals" search={{ accountId: account.id }} className="link text-12">
                      {t('work.seeAll')}
                    </Link>
                  )}
                  {mayWriteDeals && (
                    <Button size="compact" onPress={() => setOpen('deal')}>
                      {t('deals.new')}
                    </Button>
                  )}
                </>
              }
            >
              {account.deals.length === 0 ? <Nothing>{t('work.deals.none')}</Nothing> : <DealRows deals={account.deals} showAccount={false} />}
            </Card>
            <Partners account={account} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <AccountSubscriptions account={account} />
            <BillingProfileCard account={account} />
            <UsageCard accountId={account.id} />
            <Family account={account} />
            <Contacts account={account} onAdd={mayWrite ? () => setOpen('contact') : undefined} />
          </div>
        </div>
      </PageBody>
      {open === 'edit' && <AccountForm account={account} onClose={close} onSaved={close} onReload={onReload} />}
      {open === 'deal' && <NewDeal account={{ id: account.id, name: account.name }} onClose={close} />}
      {open === 'contact' && <AddContact accountId={account.id} onClose={close} />}
    </>
  );
}

function Partners({ account }: { account: Account }) {
  return (
    <Card title={t('accounts.partners')} note={t('accounts.partners.note')} flush>
      {account.partners.length === 0 ? (
        <Nothing>{t('accounts.partners.none')}</Nothing>
      ) : (
        <ul>
          {account.partners.map((tie) => (
            <li key={`${tie.partnerId}${tie.kind}`} className={`${row} hover:bg-hover`}>
              <Ring share={tie.strength / 100} size={16} label={t('partners.tie.strength', { n: tie.strength })} />
              <span className="min-w-40 flex-1">
                <Link to="/partners/$partnerId" params={{ partnerId: tie.partnerId }} className="font-medium before:absolute before:inset-0">
                  <bdi>{tie.partnerName}</bdi>
                </Link>
                {tie.evidence !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{tie.evidence}</bdi>
                  </span>
                )}
              </span>
              <span className="text-muted">{tieName(tie.kind)}</span>
              {tie.since !== null && (
                <span className="text-12 text-muted">
                  <DateText date={tie.since} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Parent above, this account, then what belongs to it. */
function Family({ account }: { account: Account }) {
  return (
    <Card title={t('accounts.family')} flush>
      {account.parentId === null && account.children.length === 0 ? (
        <Nothing>{t('accounts.family.none')}</Nothing>
      ) : (
        <ul>
          {account.parentId !== null && (
            <li className={`${row} hover:bg-hover`}>
              <Link to="/accounts/$accountId" params={{ accountId: account.parentId }} className="flex-1 font-medium before:absolute before:inset-0">
                <bdi>{account.parentName}</bdi>
              </Link>
              <span className="text-12 text-muted">{t('accounts.parent')}</span>
            </li>
          )}
          <li className={row} aria-current="true">
            <span className={account.parentId === null ? 'flex-1 font-semibold' : 'flex-1 ps-4 font-semibold'}>
              <bdi>{account.name}</bdi>
            </span>
            <span className="text-12 text-muted">{t('accounts.thisOne')}</span>
          </li>
          {account.children.map((child) => (
            <li key={child.id} className={`${row} hover:bg-hover`}>
              <Link
                to="/accounts/$accountId"
                params={{ accountId: child.id }}
                className={account.parentId === null ? 'flex-1 ps-4 before:absolute before:inset-0' : 'flex-1 ps-8 before:absolute before:inset-0'}
              >
                <bdi>{child.name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Contacts({ account, onAdd }: { account: Account; onAdd?: () => void }) {
  return (
    <Card
      title={t('work.contacts')}
      flush
      actions={
        onAdd && (
          <Button size="compact" onPress={onAdd}>
            {t('work.contact.add')}
          </Button>
        )
      }
    >
      {account.contacts.length === 0 ? (
        <Nothing>{t('work.contacts.none')}</Nothing>
      ) : (
        <ul>
          {account.contacts.map((person) => (
            <li key={person.id} className={row}>
              <span className="min-w-40 flex-1">
                <bdi className="font-medium">{person.name}</bdi>
                {person.title !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{person.title}</bdi>
                  </span>
                )}
              </span>
              <span className="flex flex-col items-end">
                {person.email !== null && (
                  <a href={`mailto:${person.email}`} className="link" dir="ltr">
                    {person.email}
                  </a>
                )}
                {person.phone !== null && (
                  <a href={`tel:${person.phone.replaceAll(' ', '')}`} className="text-12 text-muted" dir="ltr">
                    {person.phone}
                  </a>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
