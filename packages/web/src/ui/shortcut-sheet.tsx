import { type ActionScope, actionLabel, useActions } from '../lib/actions.ts';
import { type MessageId, t } from '../lib/i18n/i18n.ts';
import { Dialog } from './dialog.tsx';
import { KeyHint, keyNames } from './key-hint.tsx';

const scopes: readonly ActionScope[] = ['screen', 'record', 'selection', 'global', 'navigation'];
const gridKeys: readonly [MessageId, string][] = [
  ['shortcuts.grid.move', 'arrowup arrowdown arrowleft arrowright'],
  ['shortcuts.grid.open', 'enter'],
  ['shortcuts.grid.peek', 'space'],
  ['shortcuts.grid.select', 'x'],
  ['shortcuts.grid.range', 'shift+arrowdown'],
  ['shortcuts.grid.all', 'mod+a'],
  ['shortcuts.grid.resize', 'shift+arrowright'],
  ['shortcuts.grid.reorder', 'alt+arrowright'],
];

function Group({ title, rows }: { title: string; rows: readonly { id: string; label: string; keys: string }[] }) {
  return (
    <section>
      <h3 className="pb-1 text-12 font-semibold text-muted">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.id} className="flex min-h-7 items-center justify-between gap-4 border-b border-line last:border-0">
            <dt>{row.label}</dt>
            <dd>
              <KeyHint keys={row.keys} />
              <span className="sr-only">{keyNames(row.keys).join(' ')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const actions = useActions();
  return (
    <Dialog title={t('shell.shortcuts')} isOpen={isOpen} onClose={onClose} size="wide">
      <div className="grid gap-x-10 gap-y-5 md:grid-cols-2">
        {scopes.map((scope) => {
          const rows = actions.flatMap((action) =>
            action.scope === scope && action.shortcut !== undefined ? [{ id: action.id, label: actionLabel(action), keys: action.shortcut }] : [],
          );
          return rows.length > 0 && <Group key={scope} title={t(`shortcuts.${scope}`)} rows={rows} />;
        })}
        <Group title={t('shortcuts.grid')} rows={gridKeys.map(([label, keys]) => ({ id: label, label: t(label), keys }))} />
      </div>
    </Dialog>
  );
}
