import { useState } from 'react';
import { Banknote, Download, Ellipsis, FileUp, Play, Plus } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { AgeingTab } from './ageing-tab.tsx';
import { CreditTab } from './credit-tab.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { cleared } from './filters.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { InvoicesTab } from './invoices-tab.tsx';
import { NewInvoice } from './new-invoice.tsx';
import { NotOpen } from './not-open.tsx';
import { NotesTab } from './notes-tab.tsx';
import { PaymentForm } from './payment-form.tsx';
import { PaymentsTab } from './payments-tab.tsx';
import { ReceiptsTab } from './receipts-tab.tsx';
import { RunDialog } from './run-dialog.tsx';
import { SettingsTab } from './settings-tab.tsx';

const tabs = ['invoices', 'ageing', 'payments', 'credit', 'notes', 'receipts', 'settings'] as const;
type Open = 'new' | 'run' | 'pay' | 'import' | 'export';

/** What customers are invoiced, what they owe, and what they have paid. */
export function InvoicesScreen() {
  const session = useSession();
  if (session !== undefined && !allows(session, 'invoices:read')) return <NotOpen />;
  return <Readable />;
}

function Readable() {
  const url = useUrlState();
  const mayWrite = useCan('invoices:write');
  const [open, setOpen] = useState<Open>();
  const tab = url.oneOf('tab', tabs) ?? 'invoices';
  const close = () => setOpen(undefined);
  useRegisterActions(
    () => [
      { id: 'invoices.new', label: 'invoices.new', scope: 'screen', shortcut: 'c', permission: 'invoices:write', run: () => setOpen('new') },
      { id: 'invoices.run', label: 'invoices.run', scope: 'screen', shortcut: 'b', permission: 'invoices:write', run: () => setOpen('run') },
      { id: 'invoices.pay', label: 'invoices.payment.record', scope: 'screen', shortcut: 'r', permission: 'invoices:write', run: () => setOpen('pay') },
      { id: 'invoices.import', label: 'invoices.import', scope: 'screen', shortcut: 'u', permission: 'invoices:write', run: () => setOpen('import') },
      { id: 'invoices.exportLines', label: 'invoices.export.lines', scope: 'screen', run: () => setOpen('export') },
    ],
    [],
  );
  const create = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('new')}>
      {t('invoices.new')}
    </Button>
  );
  const record = (
    <Button kind="primary" icon={<Banknote size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('pay')}>
      {t('invoices.payment.record')}
    </Button>
  );
  const ofPayments = tab === 'payments' || tab === 'credit' || tab === 'receipts';
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.invoices')}
        tabs={
          <Tabs
            label={t('money.invoices')}
            value={tab}
            onChange={(id) => url.set({ ...cleared, tab: id === 'invoices' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`invoices.tab.${id}`) }))}
          />
        }
        actions={
          tab === 'settings' ? undefined : (
            <>
              {!mayWrite && <span className="text-12 text-muted">{t('invoices.mayNotWrite')}</span>}
              {ofPayments ? (
                <Button icon={<FileUp size={15} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('import')}>
                  {t('invoices.import')}
                </Button>
              ) : (
                <Button icon={<Play size={14} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('run')}>
                  {t('invoices.run')}
                </Button>
              )}
              {ofPayments ? record : create}
              <Menu
                label={t('ui.more')}
                placement="bottom end"
                groups={[
                  {
                    id: 'more',
                    items: [
                      ofPayments
                        ? { id: 'new', label: t('invoices.new'), icon: <Plus size={14} aria-hidden />, isDisabled: !mayWrite, onAction: () => setOpen('new') }
                        : {
                            id: 'pay',
                            label: t('invoices.payment.record'),
                            icon: <Banknote size={14} aria-hidden />,
                            isDisabled: !mayWrite,
                            onAction: () => setOpen('pay'),
                          },
                      { id: 'export', label: t('invoices.export.lines'), icon: <Download size={14} aria-hidden />, onAction: () => setOpen('export') },
                    ],
                  },
                ]}
              >
                <IconButton label={t('ui.more')}>
                  <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </Menu>
            </>
          )
        }
      />
      {tab === 'invoices' && <InvoicesTab create={create} />}
      {tab === 'ageing' && <AgeingTab />}
      {tab === 'payments' && <PaymentsTab create={record} />}
      {tab === 'credit' && <CreditTab />}
      {tab === 'notes' && <NotesTab />}
      {tab === 'receipts' && <ReceiptsTab />}
      {tab === 'settings' && <SettingsTab />}
      {open === 'new' && <NewInvoice onClose={close} />}
      {open === 'run' && <RunDialog onClose={close} />}
      {open === 'pay' && <PaymentForm onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
      {open === 'export' && <ExportDialog onClose={close} />}
    </>
  );
}
