/** Best total assignment (Hungarian method): for each row the chosen column, or -1. Scores of 0 or less never pair. */
export function assignBest(scores: readonly (readonly number[])[]): number[] {
  const rows = scores.length;
  const columns = scores[0]?.length ?? 0;
  const size = Math.max(rows, columns);
  if (size === 0 || columns === 0) return scores.map(() => -1);
  const cost = (row: number, column: number): number => -Math.max(0, scores[row - 1]?.[column - 1] ?? 0);
  const rowPotential = new Array<number>(size + 1).fill(0);
  const columnPotential = new Array<number>(size + 1).fill(0);
  const rowOfColumn = new Array<number>(size + 1).fill(0);
  const way = new Array<number>(size + 1).fill(0);
  for (let row = 1; row <= size; row += 1) {
    rowOfColumn[0] = row;
    let current = 0;
    const least = new Array<number>(size + 1).fill(Infinity);
    const used = new Array<boolean>(size + 1).fill(false);
    do {
      used[current] = true;
      const at = rowOfColumn[current] ?? 0;
      let delta = Infinity;
      let next = 0;
      for (let column = 1; column <= size; column += 1) {
        if (used[column]) continue;
        const reduced = cost(at, column) - (rowPotential[at] ?? 0) - (columnPotential[column] ?? 0);
        if (reduced < (least[column] ?? Infinity)) {
          least[column] = reduced;
          way[column] = current;
        }
        if ((least[column] ?? Infinity) < delta) {
          delta = least[column] ?? Infinity;
          next = column;
        }
      }
      for (let column = 0; column <= size; column += 1) {
        if (used[column]) {
          const owner = rowOfColumn[column] ?? 0;
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
          columnPotential[column] = (columnPotential[column] ?? 0) - delta;
        } else least[column] = (least[column] ?? Infinity) - delta;
      }
      current = next;
    } while ((rowOfColumn[current] ?? 0) !== 0);
    while (current !== 0) {
      const previous = way[current] ?? 0;
      rowOfColumn[current] = rowOfColumn[previous] ?? 0;
      current = previous;
    }
  }
  const chosen = scores.map(() => -1);
  for (let column = 1; column <= columns; column += 1) {
    const row = (rowOfColumn[column] ?? 0) - 1;
    if (row >= 0 && row < rows && (scores[row]?.[column - 1] ?? 0) > 0) chosen[row] = column - 1;
  }
  return chosen;
}
