/**
 * What an item of work is, whatever form its loops take: `outputsSharedLine.odd3` is of the kind
 * `outputs.odd3`. Costs of one kind lie near one another.
 */
export function kindOf(item: string): string {
  const form = /(Line|Plane)?(Alone|Shared)(Line|Plane)?(Rows)?(Columns)?(InPlace)?(?=\.)/;
  return item.replace(form, '');
}
