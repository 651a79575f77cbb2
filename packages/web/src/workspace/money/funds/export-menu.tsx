import { Download } from 'lucide-react';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { useSaving } from '../kit/save-file.ts';
import { exported } from './words.ts';

/** Any of the lists as CSV, of one budget or partner where one is looked at. */
export function ExportMenu({ budgetId, partnerId }: { budgetId?: string; partnerId?: string }) {
  const { saving, save } = useSaving();
  return (
    <Menu
      label={t('funds.export')}
      placement="bottom end"
      groups={[
        {
          id: 'export',
          items: exported.map((what) => ({
            id: what,
            label: t(`funds.export.${what}`),
            onAction: () => void save(() => callApi('funds.export', { query: { what, budgetId, partnerId } })),
          })),
        },
      ]}
    >
      <Button kind="quiet" isDisabled={saving} icon={<Download size={15} strokeWidth={1.75} aria-hidden />}>
        {t('funds.export')}
      </Button>
    </Menu>
  );
}
