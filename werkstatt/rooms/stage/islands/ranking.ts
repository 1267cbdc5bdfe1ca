/** The list with the item at `index` moved by `step`; at the ends it stays. */
export function moved<T>(list: readonly T[], index: number, step: number): T[] {
  const target = index + step;
  if (index < 0 || target < 0 || target >= list.length) return [...list];
  const copy = [...list];
  const [item] = copy.splice(index, 1);
  copy.splice(target, 0, item as T);
  return copy;
}
