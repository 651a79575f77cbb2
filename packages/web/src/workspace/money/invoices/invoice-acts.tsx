import { useState } from 'react';
import { Banknote, Ellipsis, FileCode, FileText } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { callApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast.tsx';
import { formatExact } from '../../disbursements/exact-money.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { useSaving } from '../kit/save-file.ts';
import { CreditDialog } from './credit-dialog.tsx';
import { PaymentForm } from './payment-form.tsx';
import { creditable, type Invoice, invoiceName, invoiceReads, isOwed, today } from './words.ts';

type Open = 'issue' | 'void' | 'credit' | 'pay' | 'writeOff';

/** The next step stands as a button; who may not take it sees it greyed. */
export function InvoiceActs({ invoice, onReload }: { invoice: Invoice; onReload: () => void }) {
  const mayWrite = useCan('invoices:write');
  const [open, setOpen] = useState<Open>();
  const { saving, save } = useSaving();
  const params = { id: invoice.id };
  const isDraft = invoice.state === 'draft';
  const owed = isOwed(invoice);
  const mayCredit = invoice.number !== null && creditable(invoice.lines).length > 0;
  const close = () => setOpen(undefined);
  const paper = () => save(() => callApi('invoices.pdf', { params }));
  useRegisterActions(
    () => [
      {
        id: 'invoices.issue',
        label: 'invoices.issue',
        scope: 'record',
        shortcut: 'i',
        permission: 'invoices:write',
        isEnabled: () => isDraft,
        run: () => setOpen('issue'),
      },
      {
        id: 'invoices.pay',
        label: 'invoices.payment.record',
        scope: 'record',
        shortcut: 'r',
        permission: 'invoices:write',
        isEnabled: () => owed,
        run: () => setOpen('pay'),
      },
      {
        id: 'invoices.credit',
        label: 'invoices.credit.verb',
        scope: 'record',
        shortcut: 'c',
        permission: 'invoices:write',
        isEnabled: () => mayCredit,
        run: () => setOpen('credit'),
      },
      {
        id: 'invoices.pdf',
        label: 'invoices.pdf',
        scope: 'record',
        shortcut: 'p',
        run: async () => {
          await paper();
        },
      },
    ],
    [invoice.id, invoice.version],
  );
  return (
    <>
      <Button icon={<FileText size={15} strokeWidth={1.75} aria-hidden />} isDisabled={saving} onPress={() => void paper()}>
        {t('invoices.pdf')}
      </Button>
      {mayCredit && (
        <Button isDisabled={!mayWrite} onPress={() => setOpen('credit')}>
          {t('invoices.credit.verb')}
        </Button>
      )}
      {isDraft && (
        <Button kind="primary" isDisabled={!mayWrite} onPress={() => setOpen('issue')}>
          {t('invoices.issue')}
        </Button>
      )}
      {owed && (
        <Button kind="primary" icon={<Banknote size={15} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('pay')}>
          {t('invoices.payment.record')}
        </Button>
      )}
      <Menu
        label={t('ui.more')}
        placement="bottom end"
        groups={[
          {
            id: 'more',
            items: [
              {
                id: 'ubl',
                label: t('invoices.ubl'),
                icon: <FileCode size={14} aria-hidden />,
                isDisabled: saving || invoice.number === null,
                onAction: () => void save(() => callApi('invoices.ubl', { params })),
              },
            ],
          },
          {
            id: 'end',
            items: [
              { id: 'void', label: t('invoices.void'), tone: 'bad', isDisabled: !mayWrite || !isDraft, onAction: () => setOpen('void') },
              { id: 'writeOff', label: t('invoices.writeOff'), tone: 'bad', isDisabled: !mayWrite || !owed, onAction: () => setOpen('writeOff') },
            ],
          },
        ]}
      >
        <IconButton label={t('ui.more')}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Menu>
      {open === 'issue' && <Issue invoice={invoice} onClose={close} />}
      {open === 'void' && <Void invoice={invoice} onClose={close} />}
      {open === 'writeOff' && <WriteOff invoice={invoice} onClose={close} />}
      {open === 'credit' && <CreditDialog invoice={invoice} onClose={close} onReload={onReload} />}
      {open === 'pay' && <PaymentForm invoice={invoice} onClose={close} />}
    </>
  );
}

type Props = { invoice: Invoice; onClose: () => void };

function Issue({ invoice, onClose }: Props) {
  const issue = useApiMutation('invoices.issue', {
    invalidates: invoiceReads,
    onDone: (done) => {
      toast(t('invoices.issued', { number: done.number ?? '' }));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('invoices.issue')}
      verb={t('invoices.issue')}
      body={t('invoices.issue.ask', { account: invoice.accountName, total: formatExact(invoice.totalMinor, invoice.currency) })}
      reason={false}
      day={{ label: t('invoices.issuedOn'), description: t('invoices.issue.day.note'), isRequired: true, initial: today() }}
      isPending={issue.isPending}
      error={issue.error}
      onClose={onClose}
      onDone={(_reason, issuedOn) => issue.mutate({ params: { id: invoice.id }, body: { issuedOn }, ifVersion: invoice.version })}
    />
  );
}

function Void({ invoice, onClose }: Props) {
  const giveUp = useApiMutation('invoices.void', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.voided'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('invoices.void')}
      verb={t('invoices.void')}
      body={t('invoices.void.ask')}
      isPending={giveUp.isPending}
      error={giveUp.error}
      onClose={onClose}
      onDone={(reason) => giveUp.mutate({ params: { id: invoice.id }, body: { reason }, ifVersion: invoice.version })}
    />
  );
}

function WriteOff({ invoice, onClose }: Props) {
  const writeOff = useApiMutation('invoices.writeOff', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.writtenOff.done', { number: invoiceName(invoice) }));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('invoices.writeOff')}
      verb={t('invoices.writeOff')}
      body={t('invoices.writeOff.ask', { amount: formatExact(invoice.openMinor, invoice.currency) })}
      day={{ label: t('invoices.onDay'), isRequired: true, initial: today() }}
      isPending={writeOff.isPending}
      error={writeOff.error}
      onClose={onClose}
      onDone={(reason, on) => writeOff.mutate({ params: { id: invoice.id }, body: { reason, on }, ifVersion: invoice.version })}
    />
  );
}
