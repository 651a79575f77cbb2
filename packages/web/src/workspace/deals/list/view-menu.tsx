import { Bookmark } from 'lucide-react';
import { useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../../ui/menu.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { isSameView } from './definition.ts';

export type SavedView = Result<'views.list'>['items'][number];

/** What can be done with the view on screen: keep it under a name, change it, share it, or remove it. */
export function ViewMenu({
  view,
  definition,
  onSaveAs,
  onRename,
  onRemoved,
  onRestored,
}: {
  view: SavedView | undefined;
  definition: Record<string, unknown>;
  onSaveAs: () => void;
  onRename: () => void;
  onRemoved: () => void;
  onRestored: (id: string) => void;
}) {
  const save = useApiMutation('views.save', { invalidates: ['views.list'] });
  const remove = useApiMutation('views.remove', { invalidates: ['views.list'] });
  const own = view?.mine === true ? view : undefined;
  const isChanged = own !== undefined && !isSameView(own.definition, definition);

  function put(part: Partial<Pick<SavedView, 'shared' | 'definition'>>, said: string) {
    if (own === undefined) return;
    const { id, list, name, shared } = own;
    save.mutate({ body: { id, list, name, shared, definition: own.definition, ...part } }, { onSuccess: () => toast(said), onError: sayRefusal });
  }

  function takeAway(gone: SavedView) {
    remove.mutate(
      { params: { id: gone.id } },
      {
        onSuccess: () => {
          onRemoved();
          toast(t('deals.view.removed', { name: gone.name }), {
            undo: () =>
              save.mutate(
                { body: { list: gone.list, name: gone.name, definition: gone.definition, shared: gone.shared } },
                { onSuccess: ({ id }) => onRestored(id), onError: sayRefusal },
              ),
          });
        },
        onError: sayRefusal,
      },
    );
  }

  const mine: MenuEntry[] =
    own === undefined
      ? []
      : [
          {
            id: 'keep',
            label: t('deals.view.keep'),
            isDisabled: !isChanged,
            onAction: () => put({ definition }, t('deals.view.kept', { name: own.name })),
          },
          { id: 'rename', label: t('deals.view.rename'), onAction: onRename },
          {
            id: 'share',
            label: t(own.shared ? 'deals.view.unshare' : 'deals.view.shared'),
            onAction: () => put({ shared: !own.shared }, t(own.shared ? 'deals.view.nowOwn' : 'deals.view.nowShared', { name: own.name })),
          },
          { id: 'remove', label: t('deals.view.remove'), tone: 'bad', onAction: () => takeAway(own) },
        ];
  return (
    <Menu
      label={t('deals.view.acts')}
      placement="bottom end"
      groups={[
        ...(mine.length === 0 ? [] : [{ id: 'mine', items: mine }]),
        { id: 'new', items: [{ id: 'save', label: t('deals.view.saveAs'), onAction: onSaveAs }] },
      ]}
    >
      <Button kind="quiet" icon={<Bookmark size={14} strokeWidth={1.75} aria-hidden />}>
        {t('deals.view.acts')}
      </Button>
    </Menu>
  );
}
