import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { saleReads, useMarketplaces } from '../use-marketplaces.ts';
import { isByHand } from '../words.ts';

/** A buyer arrived with a token of the marketplace: whose purchase it is. */
export function PurchaseDialog() {
  const mayWrite = useCan('marketplaces:write');
  const marketplaces = useMarketplaces();
  const [isOpen, setOpen] = useState(false);
  const [marketplaceId, setMarketplace] = useState<string | null>(null);
  const [token, setToken] = useState('');
  const resolve = useApiMutation('entitlements.resolve', { invalidates: saleReads });
  const options = (marketplaces.data?.items ?? []).filter((entry) => !isByHand(entry) && entry.connectionId !== null && entry.retiredAt === null);
  if (!mayWrite || options.length === 0) return null;
  return (
    <>
      <Button
        size="compact"
        onPress={() => {
          resolve.reset();
          setToken('');
          setMarketplace(options[0]?.id ?? null);
          setOpen(true);
        }}
      >
        {t('entitlements.resolve')}
      </Button>
      {isOpen && (
        <FormDialog
          title={t('entitlements.resolve')}
          verb={t('entitlements.resolve.verb')}
          isOpen
          onClose={() => setOpen(false)}
          size="small"
          isPending={resolve.isPending}
          isReady={marketplaceId !== null && token.trim() !== ''}
          error={resolve.error}
          onSubmit={() => {
            if (marketplaceId !== null) resolve.mutate({ params: { id: marketplaceId }, body: { token: token.trim() } });
          }}
        >
          {resolve.data !== undefined && (
            <output className="block rounded-popover bg-ok-soft px-3 py-2">
              <bdi>{resolve.data.sentence}</bdi>
            </output>
          )}
          <Select
            label={t('marketplaces.marketplace')}
            options={options.map((entry) => ({ id: entry.id, label: entry.name }))}
            value={marketplaceId}
            onChange={setMarketplace}
          />
          <TextField label={t('entitlements.token')} description={t('entitlements.token.note')} value={token} onChange={setToken} rows={3} isRequired />
        </FormDialog>
      )}
    </>
  );
}
