import type { ReactNode } from 'react';
import { Ellipsis, GripVertical } from 'lucide-react';
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import { t } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';

export type OrderedRule = { id: string; name: string; position: number };

/** The order is the meaning: rules are dragged by their handle, moved from the keyboard (Enter on the handle), or by the menu. */
export function RuleOrder<R extends OrderedRule>({
  label,
  rules,
  isDisabled,
  onMove,
  onOpen,
  children,
}: {
  label: string;
  rules: readonly R[];
  isDisabled: boolean;
  /** To the place of another rule. */
  onMove: (rule: R, position: number) => void;
  onOpen: (rule: R) => void;
  children: (rule: R) => ReactNode;
}) {
  const move = (from: number, to: number) => {
    const [rule, place] = [rules[from], rules[to]];
    if (rule && place && from !== to) onMove(rule, place.position);
  };
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': rules.find((rule) => rule.id === key)?.name ?? '' })),
    onReorder: ({ keys, target }) => {
      const [id] = [...keys].map(String);
      const at = rules.findIndex((rule) => rule.id === target.key);
      const from = rules.findIndex((rule) => rule.id === id);
      if (at === -1 || from === -1) return;
      const to = target.dropPosition === 'after' ? at + 1 : at;
      move(from, from < to ? to - 1 : to);
    },
  });
  return (
    <GridList
      aria-label={label}
      items={rules.map((rule, index) => ({ id: rule.id, rule, index }))}
      onAction={(key) => {
        const rule = rules.find(({ id }) => id === key);
        if (rule) onOpen(rule);
      }}
      dragAndDropHooks={dragAndDropHooks}
      className="outline-none"
      dependencies={[rules, isDisabled]}
    >
      {({ rule, index }) => (
        <GridListItem
          id={rule.id}
          textValue={rule.name}
          className="flex min-h-11 cursor-pointer items-center gap-2 border-b border-line ps-2 pe-2 outline-offset-[-2px] last:border-b-0 data-dragging:opacity-50 data-drop-target:bg-accent-soft data-hovered:bg-hover"
        >
          {!isDisabled && (
            <AriaButton
              slot="drag"
              aria-label={t('programs.rule.drag', { name: rule.name })}
              className="grid h-8 w-6 shrink-0 cursor-grab place-items-center rounded-control text-muted"
            >
              <GripVertical size={14} aria-hidden />
            </AriaButton>
          )}
          <span className="num w-5 shrink-0 text-end text-12 text-muted">{index + 1}</span>
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">{children(rule)}</div>
          {!isDisabled && (
            <Menu
              label={t('programs.rule.acts', { name: rule.name })}
              placement="bottom end"
              groups={[
                {
                  id: 'order',
                  items: [
                    { id: 'up', label: t('programs.rule.up'), isDisabled: index === 0, onAction: () => move(index, index - 1) },
                    { id: 'down', label: t('programs.rule.down'), isDisabled: index === rules.length - 1, onAction: () => move(index, index + 1) },
                    { id: 'first', label: t('programs.rule.first'), isDisabled: index === 0, onAction: () => move(index, 0) },
                    { id: 'last', label: t('programs.rule.last'), isDisabled: index === rules.length - 1, onAction: () => move(index, rules.length - 1) },
                  ],
                },
              ]}
            >
              <IconButton size="compact" label={t('programs.rule.acts', { name: rule.name })}>
                <Ellipsis size={14} aria-hidden />
              </IconButton>
            </Menu>
          )}
        </GridListItem>
      )}
    </GridList>
  );
}
