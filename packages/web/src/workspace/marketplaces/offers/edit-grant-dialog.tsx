import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { PercentField } from '../kit/percent-field.tsx';
import { useGrantAct, useMarketplace } from '../use-marketplaces.ts';
import type { Authorization } from '../words.ts';

const usages = ['one_time', 'until', 'open'] as const;

/** A draft can be changed, and takes along what was planned on it; of one that was given only the last day can be moved. */
export function EditGrantDialog({ grant, onReload, onClose }: { grant: Authorization; onReload: () => void; onClose: () => void }) {
  const isDraft = grant.state === 'draft';
  const [name, setName] = useState(grant.name);
  const [account, setAccount] = useState(grant.resellerAccount);
  const [buyer, setBuyer] = useState(grant.buyerAccount ?? '');
  const [usage, setUsage] = useState(grant.usage);
  const [untilOn, setUntil] = useState(grant.untilOn ?? '');
  const [markupBp, setMarkup] = useState<number | null>(grant.markupBp);
  const [anew, setAnew] = useState(false);
  const [discountBp, setDiscount] = useState<number | null>(0);
  const offered = useMarketplace(grant.marketplaceId)?.capabilities.resale;
  const update = useGrantAct('authorizations.update');
  const until = usage === 'until' ? untilOn : null;
  const draft = {
    name: name.trim(),
    resellerAccount: account.trim(),
    buyerAccount: orNull(buyer),
    usage,
    untilOn: until,
    ...(grant.parentId === null ? (anew ? { discountBp: discountBp ?? 0 } : {}) : { markupBp: markupBp ?? 0 }),
  };
  const isReady = (usage !== 'until' || untilOn !== '') && (!isDraft || (name.trim() !== '' && account.trim() !== ''));
  return (
    <FormDialog
      title={t(isDraft ? 'offers.grant.edit' : 'offers.grant.extend')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size={isDraft ? 'normal' : 'small'}
      isPending={update.isPending}
      isReady={isReady}
      error={update.error}
      onReload={onReload}
      onSubmit={() =>
        update.mutate(
          { params: { id: grant.id }, body: isDraft ? draft : { untilOn }, ifVersion: grant.version },
          {
            onSuccess: () => {
              toast(t(isDraft ? 'offers.grant.changed' : 'offers.grant.extending'));
              onClose();
            },
          },
        )
      }
    >
      {isDraft ? (
        <>
          <p className="text-muted">{t('offers.grant.edit.note')}</p>
          <TextField label={t('offers.name')} value={name} onChange={setName} isRequired />
          <TextField label={t('offers.grant.account')} description={t('offers.grant.account.note')} value={account} onChange={setAccount} isRequired />
          {grant.parentId !== null ? (
            <PercentField label={t('offers.markup')} description={t('offers.grant.markup.note')} basisPoints={markupBp} onChange={setMarkup} />
          ) : (
            grant.dealId !== null && (
              <>
                <Checkbox isSelected={anew} onChange={setAnew} description={t('offers.grant.anew.note')}>
                  {t('offers.grant.anew')}
                </Checkbox>
                {anew && (
                  <PercentField
                    label={t('offers.grant.discount')}
                    description={t('offers.grant.discount.note')}
                    basisPoints={discountBp}
                    onChange={setDiscount}
                  />
                )}
              </>
            )
          )}
          <RadioGroup
            label={t('offers.grant.usage')}
            look="cards"
            options={usages
              .filter((id) => id === grant.usage || offered === undefined || offered.usages.includes(id))
              .map((id) => ({ id, label: t(`offers.usage.${id}`), note: t(`offers.usage.${id}.note`) }))}
            value={usage}
            onChange={setUsage}
          />
          {usage === 'until' && <DateField label={t('offers.grant.until')} value={untilOn} onChange={setUntil} isRequired />}
          <TextField label={t('offers.buyerAccount')} description={t('offers.grant.buyer.note')} value={buyer} onChange={setBuyer} />
        </>
      ) : (
        <>
          <p className="text-muted">{t('offers.grant.extend.note')}</p>
          <DateField label={t('offers.grant.until')} value={untilOn} onChange={setUntil} isRequired />
        </>
      )}
    </FormDialog>
  );
}
