import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AccountPicker, CurrencySelect } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ChargePicks } from './charge-picks.tsx';
import { type DraftLine, emptyLine, handLines } from './draft-lines.ts';
import { LineFields } from './line-fields.tsx';
import { type Invoice, invoiceReads } from './words.ts';

/** A draft by hand: for whom, in which currency, with open charges, own lines or both. */
export function NewInvoice({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [accountId, setAccountId] = useState<string | null>(null);
  const [currency, setCurrency] = useState('EUR');
  const [orderNumber, setOrderNumber] = useState('');
  const [note, setNote] = useState('');
  const [charges, setCharges] = useState<ReadonlySet<string>>(new Set());
  const [lines, setLines] = useState<readonly DraftLine[]>([emptyLine(1)]);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('invoices.create', {
    invalidates: invoiceReads,
    onDone: (draft) => {
      onClose();
      toast(t('invoices.created'));
      void navigate({ to: '/money/invoices/$invoiceId', params: { invoiceId: draft.id } });
    },
  });
  const ready = handLines(lines);
  const isEmpty = ready?.length === 0 && charges.size === 0;
  function submit() {
    setTried(true);
    if (accountId === null || ready === null || isEmpty) return;
    create.mutate({
      body: {
        accountId,
        currency,
        chargeIds: [...charges],
        lines: ready,
        note: note.trim() === '' ? null : note.trim(),
        // Without a number of its own, the one of the billing profile stands.
        ...(orderNumber.trim() === '' ? {} : { orderNumber: orderNumber.trim() }),
      },
    });
  }
  return (
    <FormDrawer
      title={t('invoices.new')}
      verb={t('invoices.new.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending}
      error={create.error}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
        <div>
          <AccountPicker
            label={t('work.account')}
            isRequired
            value={accountId}
            onChange={(id) => {
              setAccountId(id);
              setCharges(new Set());
            }}
          />
          {tried && accountId === null && (
            <p role="alert" className="mt-1 text-12 text-bad">
              {t('invoices.fillIn')}
            </p>
          )}
        </div>
        <CurrencySelect
          value={currency}
          onChange={(code) => {
            setCurrency(code);
            setCharges(new Set());
          }}
        />
      </div>
      {accountId !== null && <ChargePicks key={`${accountId} ${currency}`} accountId={accountId} currency={currency} value={charges} onChange={setCharges} />}
      <LineFields lines={lines} currency={currency} tried={tried} onChange={setLines} />
      {tried && isEmpty && (
        <p role="alert" className="text-12 text-bad">
          {t('invoices.new.empty')}
        </p>
      )}
      <TextField label={t('invoices.orderNumber')} description={t('invoices.orderNumber.note')} maxLength={60} value={orderNumber} onChange={setOrderNumber} />
      <TextField label={t('invoices.note')} description={t('invoices.note.note')} rows={2} maxLength={2000} value={note} onChange={setNote} />
    </FormDrawer>
  );
}

/** More lines for a draft. */
export function AddLines({ invoice, onClose, onReload }: { invoice: Invoice; onClose: () => void; onReload: () => void }) {
  const [charges, setCharges] = useState<ReadonlySet<string>>(new Set());
  const [lines, setLines] = useState<readonly DraftLine[]>([emptyLine(1)]);
  const [tried, setTried] = useState(false);
  const add = useApiMutation('invoices.addLines', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.lines.added'));
      onClose();
    },
  });
  const ready = handLines(lines);
  const isEmpty = ready?.length === 0 && charges.size === 0;
  function submit() {
    setTried(true);
    if (ready === null || isEmpty) return;
    add.mutate({ params: { id: invoice.id }, body: { chargeIds: [...charges], lines: ready }, ifVersion: invoice.version });
  }
  return (
    <FormDrawer
      title={t('invoices.lines.add')}
      verb={t('invoices.lines.add')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending}
      error={add.error}
      onReload={onReload}
    >
      <ChargePicks accountId={invoice.accountId} currency={invoice.currency} value={charges} onChange={setCharges} />
      <LineFields lines={lines} currency={invoice.currency} tried={tried} onChange={setLines} />
      {tried && isEmpty && (
        <p role="alert" className="text-12 text-bad">
          {t('invoices.new.empty')}
        </p>
      )}
    </FormDrawer>
  );
}
