import { type ReactNode, useState } from 'react';
import { Pencil } from 'lucide-react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { type Invoice, invoiceReads, languages, type Party } from './words.ts';

/** Who invoices whom, and what stands on the paper besides the lines. */
export function PartiesCard({ invoice, onReload }: { invoice: Invoice; onReload?: () => void }) {
  const mayWrite = useCan('invoices:write');
  const [editing, setEditing] = useState(false);
  const isDraft = invoice.state === 'draft';
  return (
    <Card
      title={t('invoices.paper')}
      actions={
        isDraft && (
          <Button size="compact" icon={<Pencil size={13} aria-hidden />} isDisabled={!mayWrite} onPress={() => setEditing(true)}>
            {t('invoices.change')}
          </Button>
        )
      }
    >
      <dl className="flex flex-col gap-3">
        <Item label={t('invoices.seller')}>
          {invoice.seller === null ? <span className="text-muted">{t('invoices.parties.later')}</span> : <PartyText party={invoice.seller} />}
        </Item>
        <Item label={t('invoices.buyer')}>
          {invoice.buyer === null ? <span className="text-muted">{t('invoices.parties.later')}</span> : <PartyText party={invoice.buyer} />}
        </Item>
        <Item label={t('invoices.orderNumber')}>
          <bdi>{invoice.orderNumber ?? '–'}</bdi>
        </Item>
        <Item label={t('invoices.language')}>{t(`invoices.language.${invoice.language}`)}</Item>
        {invoice.note !== null && (
          <Item label={t('invoices.note')}>
            <bdi className="whitespace-pre-wrap">{invoice.note}</bdi>
          </Item>
        )}
        {invoice.issuedBy !== null && (
          <Item label={t('invoices.issuedBy')}>
            <bdi>{invoice.issuedBy}</bdi>
          </Item>
        )}
      </dl>
      {editing && <PaperForm invoice={invoice} onClose={() => setEditing(false)} {...(onReload ? { onReload } : {})} />}
    </Card>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-muted">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

export function PartyText({ party }: { party: Party }) {
  const place = [party.postalCode, party.city].filter((text) => text !== null && text !== '').join(' ');
  return (
    <span className="flex flex-col">
      <bdi className="font-medium">{party.legalName}</bdi>
      {party.street !== null && <bdi>{party.street}</bdi>}
      {place !== '' && <bdi>{place}</bdi>}
      <bdi>{party.country}</bdi>
      {party.taxId !== null && (
        <bdi dir="ltr" className="self-start text-12 text-muted">
          {party.taxId}
        </bdi>
      )}
    </span>
  );
}

function PaperForm({ invoice, onClose, onReload }: { invoice: Invoice; onClose: () => void; onReload?: () => void }) {
  const [orderNumber, setOrderNumber] = useState(invoice.orderNumber ?? '');
  const [note, setNote] = useState(invoice.note ?? '');
  const [language, setLanguage] = useState(invoice.language);
  const update = useApiMutation('invoices.update', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.saved'));
      onClose();
    },
  });
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return (
    <FormDrawer
      title={t('invoices.paper')}
      verb={t('ui.save')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={() =>
        update.mutate({ params: { id: invoice.id }, body: { orderNumber: orNull(orderNumber), note: orNull(note), language }, ifVersion: invoice.version })
      }
      isPending={update.isPending}
      error={update.error}
      {...(onReload ? { onReload } : {})}
    >
      <TextField label={t('invoices.orderNumber')} maxLength={60} value={orderNumber} onChange={setOrderNumber} />
      <Select
        label={t('invoices.language')}
        options={languages.map((id) => ({ id, label: t(`invoices.language.${id}`) }))}
        value={language}
        onChange={setLanguage}
        className="w-48"
      />
      <TextField label={t('invoices.note')} description={t('invoices.note.note')} rows={3} maxLength={2000} value={note} onChange={setNote} />
    </FormDrawer>
  );
}
