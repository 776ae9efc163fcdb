/**
 * Where a field of a flatbuffer lies: `path` is a slot of the root table, then, by turns, the place in
 * that vector of tables and a slot of the table there; −1 instead of a place follows a single table.
 * Throws where the file leaves the field out.
 */
export function fieldPosition(file: Uint8Array, path: readonly number[]): number {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const follow = (position: number) => position + view.getUint32(position, true);
  const field = (table: number, slot: number) => {
    const layout = table - view.getInt32(table, true);
    const offset =
      4 + 2 * slot < view.getUint16(layout, true) ? view.getUint16(layout + 4 + 2 * slot, true) : 0;
    if (offset === 0) throw new Error(`The file leaves out field ${slot} of [${path.join(', ')}].`);
    return table + offset;
  };
  let position = field(follow(0), path[0]!);
  for (let at = 1; at < path.length; at += 2) {
    const start = follow(position);
    const table = path[at] === -1 ? start : follow(start + 4 + 4 * path[at]!);
    position = field(table, path[at + 1]!);
  }
  return position;
}

/** A copy of the file with another number in a field of so many bytes, little-endian. */
export function patched(
  file: Uint8Array,
  path: readonly number[],
  value: number,
  size: 1 | 4,
): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  const position = fieldPosition(copy, path);
  if (size === 1) view.setInt8(position, value);
  else view.setUint32(position, value, true);
  return copy;
}
