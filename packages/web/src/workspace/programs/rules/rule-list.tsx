import { Ellipsis, GripVertical } from 'lucide-react';
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu } from '../../../ui/menu.tsx';
import { effectTone } from '../../registrations/words.ts';
import { isKnownTest, type Rule } from '../definition.ts';

export type RuleActs = { move: (id: string, to: number) => void; copy: (id: string) => void; remove: (id: string) => void };

/** The order is the meaning: rules are dragged by their handle, moved from the keyboard (Enter on the handle), or by the menu. */
export function RuleList({
  rules,
  open,
  wrong,
  isDisabled,
  onOpen,
  acts,
}: {
  rules: readonly Rule[];
  open: string | undefined;
  /** Places of the rules that have problems. */
  wrong: ReadonlySet<number>;
  isDisabled: boolean;
  onOpen: (id: string) => void;
  acts: RuleActs;
}) {
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': rules.find((rule) => rule.id === key)?.name ?? '' })),
    onReorder: ({ keys, target }) => {
      const [id] = [...keys].map(String);
      const at = rules.findIndex((rule) => rule.id === target.key);
      const from = rules.findIndex((rule) => rule.id === id);
      if (id === undefined || at === -1 || from === -1) return;
      const to = target.dropPosition === 'after' ? at + 1 : at;
      acts.move(id, from < to ? to - 1 : to);
    },
  });
  return (
    <GridList
      aria-label={t('programs.rules')}
      items={rules.map((rule, index) => ({ ...rule, index }))}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={open === undefined ? [] : [open]}
      onSelectionChange={(keys) => {
        const [id] = keys === 'all' ? [] : [...keys];
        if (id !== undefined) onOpen(String(id));
      }}
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className="px-4 py-3 text-muted">{t('programs.rules.none')}</p>}
      className="overflow-hidden rounded-card border border-line bg-surface outline-none"
      dependencies={[open, wrong, isDisabled]}
    >
      {(rule) => {
        const unknown = rule.when.some((test) => !isKnownTest(test));
        return (
          <GridListItem
            id={rule.id}
            textValue={rule.name}
            className={cx(
              'flex min-h-10 cursor-pointer items-center gap-2 border-b border-line ps-1 pe-1.5 outline-offset-[-2px] last:border-b-0 data-dragging:opacity-50 data-drop-target:bg-accent-soft',
              rule.id === open ? 'bg-accent-soft' : 'data-hovered:bg-hover',
            )}
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
            <span className="num w-5 shrink-0 text-end text-12 text-muted">{rule.index + 1}</span>
            <span className={cx('min-w-0 flex-1 truncate', !rule.enabled && 'text-muted')}>
              <bdi>{rule.name}</bdi>
            </span>
            {wrong.has(rule.index) && (
              <span aria-hidden className="font-semibold text-bad" title={t('programs.problem.title')}>
                !
              </span>
            )}
            {rule.enabled ? (
              <Badge tone={unknown ? 'warn' : effectTone[rule.effect]}>{t(`programs.effect.${unknown ? 'review' : rule.effect}`)}</Badge>
            ) : (
              <Badge>{t('programs.rule.off')}</Badge>
            )}
            {!isDisabled && <RuleMenu rule={rule} place={rule.index} last={rules.length - 1} acts={acts} />}
          </GridListItem>
        );
      }}
    </GridList>
  );
}

function RuleMenu({ rule, place, last, acts }: { rule: Rule; place: number; last: number; acts: RuleActs }) {
  const label = t('programs.rule.acts', { name: rule.name });
  return (
    <Menu
      label={label}
      placement="bottom end"
      groups={[
        {
          id: 'order',
          items: [
            { id: 'up', label: t('programs.rule.up'), isDisabled: place === 0, onAction: () => acts.move(rule.id, place - 1) },
            { id: 'down', label: t('programs.rule.down'), isDisabled: place === last, onAction: () => acts.move(rule.id, place + 1) },
            { id: 'first', label: t('programs.rule.first'), isDisabled: place === 0, onAction: () => acts.move(rule.id, 0) },
            { id: 'last', label: t('programs.rule.last'), isDisabled: place === last, onAction: () => acts.move(rule.id, last) },
          ],
        },
        {
          id: 'rule',
          items: [
            { id: 'copy', label: t('programs.rule.copy'), onAction: () => acts.copy(rule.id) },
            { id: 'remove', label: t('programs.rule.remove'), tone: 'bad', onAction: () => acts.remove(rule.id) },
          ],
        },
      ]}
    >
      <IconButton size="compact" label={label}>
        <Ellipsis size={14} aria-hidden />
      </IconButton>
    </Menu>
  );
}
