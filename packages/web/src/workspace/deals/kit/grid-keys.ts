/**
 * J and K move through the rows of the grid on screen, from wherever the focus is.
 * The grid already knows how to move with the arrows: its cell in the tab order is focused first, then told to go on.
 */
export function moveInGrid(by: 1 | -1): void {
  const grid = document.querySelector<HTMLElement>('[role="grid"]');
  const cell = grid?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]') ?? grid?.querySelector<HTMLElement>('[role="gridcell"]');
  if (!cell) return;
  const wasInside = grid?.contains(document.activeElement) === true;
  cell.focus();
  if (wasInside) cell.dispatchEvent(new KeyboardEvent('keydown', { key: by === 1 ? 'ArrowDown' : 'ArrowUp', bubbles: true, cancelable: true }));
}
